package ktap.script.check;

import java.util.Optional;

/**
 * The family of ktap versions that a script was written for. The grammar is one; the family matters
 * only where a meaning differs.
 */
public enum Dialect {
  /** {@code trace "…" function (e) {…}}; mid-2013 (v0.1, v0.2). */
  EARLY_2013("2013-06"),
  /** {@code trace … {…}} with {@code local}, {@code arg1} first, {@code <<<}; v0.3, v0.4. */
  LATE_2013("2013-12"),
  /** {@code var}, {@code arg0} first, {@code probename}; from 2014 on. The default. */
  MODERN("2014");

  private final String label;

  Dialect(String label) {
    this.label = label;
  }

  /** Whether an undeclared name is a global that is nil until it is assigned. */
  public boolean hasGlobals() {
    return this != MODERN;
  }

  /** The number in {@code argN} of an event's first field. */
  public int firstArgument() {
    return this == MODERN ? 0 : 1;
  }

  /** Whether {@code function name() {…}} binds a global. */
  public boolean functionsAreGlobal() {
    return this != MODERN;
  }

  /** The name for {@code --dialect}. */
  public String label() {
    return label;
  }

  /** The family of a label. */
  public static Optional<Dialect> parse(String label) {
    for (Dialect dialect : values()) {
      if (dialect.label.equals(label)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }
}
