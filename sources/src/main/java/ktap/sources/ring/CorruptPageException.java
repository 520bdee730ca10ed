package ktap.sources.ring;

/** A page that isn't one of the kernel's. The message says what doesn't fit. */
public final class CorruptPageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CorruptPageException(String message) {
    super(message);
  }
}
