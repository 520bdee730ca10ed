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

  public SinkException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  @Override
  public String getMessage() {
    return sentence;
  }

  /**
   * @param what what was tried, as in {@code can't write FILE}
   */
  static SinkException of(String what, IOException cause) {
    return new SinkException(what + ": " + reason(cause));
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
