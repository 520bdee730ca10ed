package ktap.sources.filter;

/** A filter that can't be read, or not be applied to an event; the message is one sentence. */
public final class FilterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String message;
  private final int position;

  FilterException(String message, int position) {
    super(message);
    this.message = message;
    this.position = position;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** Where in the filter's text, counted from 0. */
  public int position() {
    return position;
  }
}
