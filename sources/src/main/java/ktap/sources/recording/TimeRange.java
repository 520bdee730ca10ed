package ktap.sources.recording;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.Message;

/**
 * The part of a stream that lies between two event times, and whether its end was reached. Not for
 * several threads.
 */
public final class TimeRange {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final long fromNanos;
  private final long toNanos;
  private final String emptiness; // why nothing can lie in it; or ""
  private boolean isPassed;

  private TimeRange(long fromNanos, long toNanos, String emptiness) {
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    this.emptiness = emptiness;
  }

  /** All that there is. */
  public static TimeRange all() {
    return new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE, "");
  }

  /**
   * The range that settings want of a trace between two event times.
   *
   * @param wallOffset what makes wall time of event time; may only be empty if the settings don't
   *     need it
   */
  public static TimeRange of(
      ReplaySettings settings, long first, long last, OptionalLong wallOffset) {
    long clockOffset = wallOffset.orElse(0);
    long from =
        settings.from().map(it -> it.nanos(first, last, clockOffset)).orElse(Long.MIN_VALUE);
    long to = settings.to().map(it -> it.nanos(first, last, clockOffset)).orElse(Long.MAX_VALUE);
    boolean isEmpty = from > to || to < first || from > last && !settings.follows();
    return new TimeRange(from, to, isEmpty ? emptiness(settings, first, last, wallOffset) : "");
  }

  private static String emptiness(
      ReplaySettings settings, long first, long last, OptionalLong wallOffset) {
    String what =
        "no event lies between "
            + settings.from().map(Moment::text).orElse("the start")
            + " and "
            + settings.to().map(Moment::text).orElse("the end");
    return wallOffset.isEmpty()
        ? what
        : what
            + ": the first is of "
            + FORMAT.format(Instant.ofEpochSecond(0, first + wallOffset.getAsLong()))
            + ", the last of "
            + FORMAT.format(Instant.ofEpochSecond(0, last + wallOffset.getAsLong()));
  }

  /** That nothing can lie in it, and why, if that is so. */
  public Optional<Message> warning() {
    return emptiness.isEmpty()
        ? Optional.empty()
        : Optional.of(new Message(Message.Severity.WARNING, emptiness));
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
