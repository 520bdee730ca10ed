package ktap.sources.flow;

/**
 * Something that the user must be told on standard error: a hint, a warning, a run-time error of a
 * script.
 *
 * @param text whole sentences, ready to print, without a final line break
 */
public record Message(Severity severity, String text) implements Item {
  /** How bad it is; an error makes the exit status 1, and damage does with {@code --strict}. */
  public enum Severity {
    NOTE,
    WARNING,
    /** Of a trace something can't be read, and nobody knows how many events that were. */
    DAMAGE,
    ERROR
  }

  /** Whether it tells of damage. */
  public boolean isDamage() {
    return severity == Severity.DAMAGE;
  }
}
