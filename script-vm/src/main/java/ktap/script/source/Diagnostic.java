package ktap.script.source;

import java.util.Optional;

/**
 * One thing that is said about a place in a text.
 *
 * <pre>
 * a.kp:1:12: error: undefined global variable 'filname'
 * var x = 1  filname = 2
 *            ^~~~~~~
 * hint: did you mean 'filename'?
 * </pre>
 *
 * @param message what was expected and what was found; no final full stop
 * @param hint what to do next; the factories take an empty text for none
 */
public record Diagnostic(
    Severity severity, SourceSpan span, String message, Optional<String> hint) {

  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING;

    @Override
    public String toString() {
      return this == ERROR ? "error" : "warning";
    }
  }

  public static Diagnostic error(SourceSpan span, String message) {
    return new Diagnostic(Severity.ERROR, span, message, Optional.empty());
  }

  public static Diagnostic error(SourceSpan span, String message, String hint) {
    return new Diagnostic(
        Severity.ERROR, span, message, Optional.of(hint).filter(text -> !text.isEmpty()));
  }

  public static Diagnostic warning(SourceSpan span, String message, String hint) {
    return new Diagnostic(
        Severity.WARNING, span, message, Optional.of(hint).filter(text -> !text.isEmpty()));
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The message with its place, the line and a caret, and the hint; no final line break. */
  public String render(SourceText source) {
    StringBuilder out = new StringBuilder(160);
    out.append(source.place(span.start())).append(": ").append(severity).append(": ");
    Excerpt.appendVisible(out, message.replace('\n', ' '));
    out.append('\n');
    Excerpt.append(out, source, span);
    hint.ifPresent(text -> out.append("\nhint: ").append(text));
    return out.toString();
  }
}
