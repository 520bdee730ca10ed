package ktap.sources.flow;

/**
 * Something that the user must be told on standard error: a hint, a warning, a run-time error of a
 * script.
 *
 * @param text whole sentences, ready to print, without a final line break
 */
public record Message(Severity severity, String text) implements Item {
  /** How bad it is; an error makes the exit status 1. */
  public enum Severity {
    NOTE,
    WARNING,
    ERROR
  }
}
