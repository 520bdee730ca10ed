package ktap.script.library;

/**
 * One argument that a built-in takes.
 *
 * @param repeated whether any number of them may follow
 */
public record Parameter(String name, ArgumentKind kind, boolean optional, boolean repeated) {

  /** Reads {@code name:kind}, {@code name:kind?} or {@code name:kind...}. */
  static Parameter parse(String text) {
    int colon = text.indexOf(':');
    boolean optional = text.endsWith("?");
    boolean repeated = text.endsWith("...");
    int end = text.length() - (optional ? 1 : repeated ? 3 : 0);
    return new Parameter(
        text.substring(0, colon),
        ArgumentKind.of(text.substring(colon + 1, end)),
        optional || repeated,
        repeated);
  }
}
