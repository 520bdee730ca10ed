package ktap.sources.tracefile;

/**
 * A trace file can't be read. The message is a sentence for the user: what was expected, what was
 * found, where, and what to do next.
 */
public final class TraceFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TraceFileException(String message) {
    super(message);
  }

  public TraceFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
