package ktap.operators.state;

/**
 * Up to where a script had consumed its source.
 *
 * @param source what tells the source from others; empty for one that can't be read again
 * @param events how many of its events
 */
public record StatePosition(String source, long events) {
  /** Of a live run: what was missed is gone. */
  public static final StatePosition LIVE = new StatePosition("", 0);

  /** Of several states that became one. */
  public static final StatePosition MERGED = new StatePosition("merged", 0);
}
