package ktap.sources.recording;

/**
 * A recording can't be written or read. The message is a sentence for the user: what was expected,
 * what was found, where, and what to do next.
 */
public final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RecordingException(String message) {
    super(message);
  }

  public RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
