package ktap.sources.format;

/** A {@code format} text that can't be understood; the message says which event and which line. */
public final class FormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FormatException(String message) {
    super(message);
  }
}
