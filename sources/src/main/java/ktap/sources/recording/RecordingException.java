package ktap.sources.recording;

import java.nio.file.Path;

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

  /** That a trace can't be merged with others: it doesn't tell the time of the day. */
  public static RecordingException unmergeable(Path trace) {
    return new RecordingException(
        "can't merge traces by time: "
            + trace
            + " doesn't tell at what time of the day its events happened (what 'perf record -k"
            + " mono' and 'trace-cmd record --date' write does); replay each alone");
  }
}
