package ktap.script.value;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that went wrong in a running script, by the user's mistake or a limit. Engines add the
 * places in the script while it passes through their frames, innermost first.
 */
public final class ScriptRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What ends. */
  public enum Kind {
    /** The invocation that failed; tracing goes on. */
    INVOCATION,
    /** The whole run. */
    RUN,
    /** The whole run, and nothing is wrong: {@code exit()}. */
    EXIT,
    /** The invocation, because the user wants it to end; nothing is wrong. */
    INTERRUPT
  }

  private final Kind kind;
  private static final int PLACES = 20;

  private final transient List<Place> places = new ArrayList<>();
  private int leftOut;
  private boolean isFrameDone;

  /** A place in a function of the script: bytes of its text, from one up to another. */
  public record Place(String function, int start, int end) {}

  private ScriptRuntimeException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** An error that ends the invocation. The message holds the original's words where it had any. */
  public static ScriptRuntimeException error(String message) {
    return new ScriptRuntimeException(Kind.INVOCATION, message);
  }

  /** An error after which the run can't go on. */
  public static ScriptRuntimeException fatal(String message) {
    return new ScriptRuntimeException(Kind.RUN, message);
  }

  /** {@code exit()}: ends the invocation and the run. */
  public static ScriptRuntimeException exit() {
    return new ScriptRuntimeException(Kind.EXIT, "exit");
  }

  /** The user wants what runs to end. */
  public static ScriptRuntimeException interrupted() {
    return new ScriptRuntimeException(Kind.INTERRUPT, "interrupted");
  }

  public Kind kind() {
    return kind;
  }

  /** The message; never null. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** Adds the place of the next outer frame. */
  public void addPlace(Place place) {
    if (isFrameDone) {
      isFrameDone = false;
    } else if (places.size() < PLACES) {
      places.add(place);
    } else {
      leftOut++;
    }
  }

  /** The next place is one of the same frame, in another engine: it isn't added. */
  public void markFrameDone() {
    isFrameDone = true;
  }

  /** Places in the script, innermost first. */
  public List<Place> places() {
    return List.copyOf(places);
  }

  /** How many places there were beyond those. */
  public int placesLeftOut() {
    return leftOut;
  }
}
