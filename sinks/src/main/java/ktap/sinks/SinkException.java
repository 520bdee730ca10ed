package ktap.sinks;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A sink can't take any more. The message is a sentence for the user. */
public final class SinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String sentence;
  private final boolean isReaderGone;

  public SinkException(String sentence) {
    this(sentence, false);
  }

  private SinkException(String sentence, boolean isReaderGone) {
    super(sentence);
    this.sentence = sentence;
    this.isReaderGone = isReaderGone;
  }

  /** Whether it was a pipe that nobody reads any more: the end of the run, and no failure. */
  public boolean isReaderGone() {
    return isReaderGone;
  }

  @Override
  public String getMessage() {
    return sentence;
  }

  /**
   * @param what what was tried, as in {@code can't write FILE}
   */
  static SinkException of(String what, IOException cause) {
    return of(what, cause, "");
  }

  /**
   * @param more what else is to be said
   */
  static SinkException of(String what, IOException cause, String more) {
    return new SinkException(what + ": " + reason(cause) + more);
  }

  /** The same for what may be a pipe or a terminal. */
  static SinkException ofStream(String what, IOException cause) {
    return new SinkException(what + ": " + reason(cause), isReaderGone(cause));
  }

  /**
   * Why something can't be written that may be a pipe or a terminal; empty if nobody reads it any
   * more ({@code | head -1}), which is no failure.
   *
   * @param what what was tried
   */
  public static Optional<SinkException> ofOutput(String what, IOException cause) {
    return isReaderGone(cause) ? Optional.empty() : Optional.of(of(what, cause));
  }

  /** EPIPE of a pipe, EIO of a terminal that was closed. */
  private static boolean isReaderGone(IOException cause) {
    String text = Optional.ofNullable(cause.getMessage()).orElse("");
    return text.startsWith("Broken pipe")
        || text.startsWith("Input/output error")
        || text.startsWith("Stream closed");
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "there is no such directory; make it first, or name another";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e -> Optional.ofNullable(e.getReason()).orElse("the system says no");
      default -> {
        String text = Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
        yield text.startsWith("No space left")
            ? "the disk is full (" + text + "); free some, or name another place"
            : text;
      }
    };
  }
}
