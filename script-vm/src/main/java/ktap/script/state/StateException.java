package ktap.script.state;

/** A state can't be read, or isn't this script's. The message is a sentence for the user. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StateException(String message) {
    super(message);
  }

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
