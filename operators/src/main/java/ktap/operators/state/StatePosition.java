package ktap.operators.state;

/**
 * Up to where a script had consumed its source, and filled its output.
 *
 * @param source what tells the source from others; empty for one that can't be read again
 * @param events how many of its events
 * @param output the file that the script prints into; empty if it is none
 * @param outputBytes how long that was
 */
public record StatePosition(String source, long events, String output, long outputBytes) {
  /** Of a live run: what was missed is gone. */
  public static final StatePosition LIVE = new StatePosition("", 0, "", 0);

  /** Of several states that became one. */
  public static final StatePosition MERGED = new StatePosition("merged", 0, "", 0);
}
