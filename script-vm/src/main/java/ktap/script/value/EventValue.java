package ktap.script.value;

/**
 * The event that a handler of 2013 is given, {@code function (e)}, as a value: what is read of it
 * is read of the current event, so it is good only as long as its handler runs. Compared by
 * identity.
 */
public final class EventValue {
  private boolean isOver;

  /** The handler that it was made for has ended. */
  public void end() {
    isOver = true;
  }

  /**
   * Whatever reads it calls this first.
   *
   * @throws ScriptRuntimeException if its handler has ended
   */
  public void check() {
    if (isOver) {
      throw ScriptRuntimeException.error(
          "error: invalid event context: an event can be read only while its handler runs; keep"
              + " e.tostring() or a field of it instead");
    }
  }
}
