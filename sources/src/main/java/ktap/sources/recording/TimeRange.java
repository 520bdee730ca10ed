package ktap.sources.recording;

import java.util.Arrays;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;

/**
 * The part of a stream that lies between two event times, and whether its end was reached. Not for
 * several threads.
 */
public final class TimeRange {
  private final long fromNanos;
  private final long toNanos;
  private boolean isPassed;

  public TimeRange(long fromNanos, long toNanos) {
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
  }

  /** The range that settings want of a trace between two event times. */
  public static TimeRange of(ReplaySettings settings, long first, long last, long clockOffset) {
    return new TimeRange(
        settings.from().map(from -> from.nanos(first, last, clockOffset)).orElse(Long.MIN_VALUE),
        settings.to().map(to -> to.nanos(first, last, clockOffset)).orElse(Long.MAX_VALUE));
  }

  long fromNanos() {
    return fromNanos;
  }

  long toNanos() {
    return toNanos;
  }

  /** Whether it has a beginning that isn't the trace's own. */
  boolean hasStart() {
    return fromNanos != Long.MIN_VALUE;
  }

  /** Whether nothing more of the stream lies in it. */
  public boolean isPassed() {
    return isPassed;
  }

  /**
   * What of a batch lies in it, which may be nothing. With the first event behind it comes a mark
   * of its end, that timers know.
   */
  public EventBatch cut(EventBatch batch) {
    if (fromNanos == Long.MIN_VALUE && toNanos == Long.MAX_VALUE) {
      return batch;
    }
    int from = -1;
    int to = batch.length();
    EventCursor event = batch.cursor();
    while (!isPassed && event.next()) {
      if (event.timeNanos() > toNanos && !event.isLate()) {
        to = event.start();
        isPassed = true;
      } else if (from < 0 && event.timeNanos() >= fromNanos) {
        from = event.start();
      }
    }
    byte[] bytes = Arrays.copyOfRange(batch.bytes(), from < 0 ? to : from, to);
    EventBatch part = EventBatch.of(batch.tables(), bytes, bytes.length);
    return isPassed ? withMark(part, batch.tables()) : part;
  }

  private EventBatch withMark(EventBatch part, EventTables tables) {
    EventBatchBuilder builder = new EventBatchBuilder(tables, part.length() + 64);
    for (EventCursor event = part.cursor(); event.next(); ) {
      builder.add(event);
    }
    builder.addMark(toNanos);
    return builder.build();
  }
}
