package ktap.pipelines.live;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Loss;

/**
 * Counts the losses of a stream, and tells them while they happen (once a second) and at the end.
 */
public final class LossReport {
  private static final long INTERVAL = 1_000_000_000;

  private final Consumer<String> teller;
  private final boolean isLive;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private long total;
  private long told;
  private long toldNanos = Long.MIN_VALUE;

  /**
   * @param teller takes sentences for the user
   */
  public LossReport(Consumer<String> teller) {
    this(teller, true);
  }

  private LossReport(Consumer<String> teller, boolean isLive) {
    this.teller = teller;
    this.isLive = isLive;
  }

  /** Tells at the end only: what goes on is shown otherwise. */
  public static LossReport ofRecorder(Consumer<String> teller) {
    return new LossReport(teller);
  }

  /** Tells at the end only: these events were lost long ago. */
  public static LossReport ofReplay(Consumer<String> teller) {
    return new LossReport(teller, false);
  }

  /** Looks for losses in a batch. */
  void look(EventBatch batch) {
    if (!batch.hasLosses()) {
      return;
    }
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.typeNumber() == EventTypes.LOST) {
        add(Loss.of(event));
      }
    }
  }

  private void add(Loss loss) {
    total += loss.count();
    counts.merge(loss.source() + ": " + loss.cause(), loss.count(), Long::sum);
  }

  /** Counts what another one counted too. */
  void add(LossReport other) {
    total += other.total;
    other.counts.forEach((place, count) -> counts.merge(place, count, Long::sum));
  }

  /** Tells what came since the last time, if that was a while ago. */
  void show() {
    boolean isNews = isLive && total != told;
    long now = isNews ? System.nanoTime() : 0;
    if (isNews && (toldNanos == Long.MIN_VALUE || now - toldNanos >= INTERVAL)) {
      teller.accept((total - told) + events(total - told) + " lost just now; " + total + " so far");
      told = total;
      toldNanos = now;
    }
  }

  /** The sum, with each source and its cause; empty if nothing was lost. */
  public Optional<String> summary() {
    if (total == 0) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    text.append(total).append(events(total)).append(" lost (");
    String separator = "";
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      text.append(separator).append(entry.getValue()).append(" on ").append(entry.getKey());
      separator = "; ";
    }
    text.append(isLive ? "); a larger --buffer or a filter helps" : ") before the replay");
    return Optional.of(text.toString());
  }

  /** Events lost so far. */
  public long total() {
    return total;
  }

  private static String events(long count) {
    return count == 1 ? " event" : " events";
  }
}
