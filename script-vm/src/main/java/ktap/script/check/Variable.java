package ktap.script.check;

import ktap.script.source.SourceSpan;

/**
 * A variable of a function: a local, a parameter, a loop's control variable. Compared by identity.
 * What the flags say is known only when the whole program has been checked.
 */
public final class Variable {
  private final String name;
  private final SourceSpan span;
  private boolean captured;
  private boolean reassigned;

  Variable(String name, SourceSpan span) {
    this.name = name;
    this.span = span;
  }

  public String name() {
    return name;
  }

  /** Where it is declared. */
  public SourceSpan span() {
    return span;
  }

  /** Whether a function inside of its own uses it. */
  public boolean isCaptured() {
    return captured;
  }

  /** Whether it is assigned again after its declaration. */
  public boolean isReassigned() {
    return reassigned;
  }

  void markCaptured() {
    captured = true;
  }

  void markReassigned() {
    reassigned = true;
  }

  @Override
  public String toString() {
    return name;
  }
}
