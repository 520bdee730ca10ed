package ktap.pipelines.live;

import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;

/**
 * How a recording goes: events, rate, size and losses, on one line that the next one overwrites at
 * a terminal, and on a line of its own now and then elsewhere.
 */
public final class RecordStatus {
  private static final long SECOND = 1_000_000_000;
  private static final long SELDOM = 10 * SECOND;

  private final Recorder recorder;
  private final LossReport losses;
  private final Consumer<String> teller;
  private final boolean isTerminal;
  private final boolean isQuiet;
  private long start = System.nanoTime();
  private long events;
  private long shownEvents;
  private long shown = start;

  /**
   * @param teller takes text for standard error, as it is
   * @param isTerminal whether what was written can be overwritten
   */
  public RecordStatus(
      Recorder recorder,
      LossReport losses,
      Consumer<String> teller,
      boolean isTerminal,
      boolean isQuiet) {
    this.recorder = recorder;
    this.losses = losses;
    this.teller = teller;
    this.isTerminal = isTerminal;
    this.isQuiet = isQuiet;
  }

  /** Time runs from now on. */
  void begin() {
    start = System.nanoTime();
    shown = start;
  }

  void add(EventBatch batch) {
    for (EventCursor event = batch.cursor(); event.next(); ) {
      events += event.isOwn() ? 0 : 1;
    }
  }

  /** Shows it if the last time was a while ago. */
  void show() {
    long now = System.nanoTime();
    if (isQuiet || now - shown < (isTerminal ? SECOND : SELDOM)) {
      return;
    }
    double rate = (events - shownEvents) * 1e9 / (now - shown);
    shown = now;
    shownEvents = events;
    String line =
        Quantity.of(events, "event")
            + ", "
            + Quantity.rate(rate)
            + ", "
            + Quantity.bytes(recorder.bytes())
            + ", "
            + losses.total()
            + " lost";
    teller.accept(isTerminal ? "\r\u001b[K" + line : line + "\n");
  }

  /** Leaves no line behind that isn't whole. */
  void end() {
    if (isTerminal && !isQuiet) {
      teller.accept("\r\u001b[K");
    }
  }

  /** What was recorded in all. */
  public String summary() {
    double seconds = (System.nanoTime() - start) / 1e9;
    return "recorded "
        + Quantity.of(events, "event")
        + " in "
        + Quantity.seconds(seconds)
        + " ("
        + Quantity.bytes(recorder.bytes())
        + ") into "
        + recorder.directory();
  }
}
