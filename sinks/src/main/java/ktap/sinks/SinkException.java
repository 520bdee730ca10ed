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
