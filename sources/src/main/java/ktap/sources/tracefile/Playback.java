package ktap.sources.tracefile;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Message;
import ktap.sources.recording.Pace;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.recording.TimeRange;

/**
 * Gives out a file's events as the settings of a replay want them: a range of time, a speed, until
 * it is stopped. {@link #stop()} may be called by any thread, all else by one.
 */
final class Playback {
  private final EventTables tables;
  private final ReadAhead feed;
  private final Pace pace;
  private final TimeRange range;
  private boolean hasBegun;
  private long firstNanos;
  private long lastNanos;
  private Optional<EventBatch> newest = Optional.empty(); // not in lastNanos yet
  private boolean isEnded;
  private volatile boolean isStopped;

  /**
   * @param firstNanos about when the first event happened; from it, settings count
   * @param lastNanos about when the last event happened
   * @param wallOffset what makes wall time of event time, if that is known
   */
  Playback(
      EventTables tables,
      EventFeed feed,
      ReplaySettings settings,
      long firstNanos,
      long lastNanos,
      OptionalLong wallOffset) {
    this.tables = tables;
    this.feed = new ReadAhead(feed);
    this.pace = new Pace(settings.speed());
    this.range = TimeRange.of(settings, firstNanos, lastNanos, wallOffset);
  }

  /** See {@link ktap.sources.flow.EventSource#poll}. */
  int poll(Consumer<? super EventBatch> consumer, int limit) {
    int given = 0;
    while (given < limit && !isEnded) {
      if (isStopped) {
        isEnded = true;
        consumer.accept(stopBatch());
        return given + 1;
      }
      if (!pace.isWaiting() && !lookAhead()) {
        isEnded = true;
        return given;
      }
      Optional<EventBatch> due = pace.take();
      if (due.isEmpty()) {
        return given;
      }
      newest = due;
      consumer.accept(due.get());
      given++;
    }
    return given;
  }

  private EventBatch stopBatch() {
    EventBatchBuilder builder = new EventBatchBuilder(tables, 64);
    builder.add(EventTypes.STOP, lastNanos(), 0, 0, 0, 0, 0, 0);
    return builder.build();
  }

  /** The next batch that has events in the range. */
  private Optional<EventBatch> next() {
    while (!range.isPassed()) {
      Optional<EventBatch> batch = feed.next().map(range::cut);
      if (batch.isEmpty() || batch.get().count() > 0) {
        return batch;
      }
    }
    return Optional.empty();
  }

  /** Makes the next batch wait for its time; false if there is none. */
  private boolean lookAhead() {
    Optional<EventBatch> next = next();
    if (next.isEmpty()) {
      return false;
    }
    if (!hasBegun) {
      hasBegun = true;
      firstNanos = firstTime(next.get());
    }
    pace.put(next.get());
    return true;
  }

  /** Begins to read the file. */
  void start() {
    feed.start();
  }

  /** When the first event happened that is given out; looks ahead for it. */
  long startNanos() {
    return hasBegun || lookAhead() ? firstNanos : lastNanos();
  }

  private static long firstTime(EventBatch batch) {
    EventCursor event = batch.cursor();
    event.next();
    return event.timeNanos();
  }

  private static long lastTime(EventBatch batch) {
    long time = Long.MIN_VALUE;
    for (EventCursor event = batch.cursor(); event.next(); ) {
      time = Math.max(time, event.timeNanos());
    }
    return time;
  }

  /** How far it has come: the time of the last event that was given out. */
  long lastNanos() {
    newest.ifPresent(batch -> lastNanos = Math.max(lastNanos, lastTime(batch)));
    newest = Optional.empty();
    return lastNanos;
  }

  /** That there are no events in the range of time, if that is so. */
  Optional<Message> warning() {
    return range.warning();
  }

  /** Ends the stream with the next poll. */
  void stop() {
    isStopped = true;
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Gives out nothing more. */
  void close() {
    isEnded = true;
    feed.close();
  }
}
