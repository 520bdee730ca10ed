package ktap.sinks;

/** Which of the items that arrive are written. */
public enum Selection {
  /** Events, and losses of events. */
  EVENTS,
  /** What scripts gave out with {@code emit}. */
  ROWS,
  /** What scripts printed. */
  LINES
}
