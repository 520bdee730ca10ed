package ktap.script.source;

import java.util.List;

/** A script doesn't compile. Holds all that is wrong with it, in the order of the text. */
public final class ScriptSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised
  private final SourceText source;

  @SuppressWarnings("serial") // never serialised
  private final List<Diagnostic> diagnostics;

  public ScriptSyntaxException(SourceText source, List<Diagnostic> diagnostics) {
    super(null, null, false, false);
    this.source = source;
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** All diagnostics, rendered. */
  @Override
  public String getMessage() {
    return render(source, diagnostics);
  }

  public SourceText source() {
    return source;
  }

  /** Errors and warnings; at least one error. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  private static String render(SourceText source, List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      out.append(out.isEmpty() ? "" : "\n").append(diagnostic.render(source));
    }
    return out.toString();
  }
}
