package ktap.sources.tracefile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;

/**
 * What is in a trace, found out by reading all of it.
 *
 * @param events by name
 * @param lost events that were lost while recording
 * @param firstNanos event time of the first event; 0 if there is none
 * @param lastNanos event time of the last one
 * @param damages what couldn't be read or is out of order, one sentence each
 */
public record TraceFileInfo(
    Map<EventName, Long> events, long lost, long firstNanos, long lastNanos, List<String> damages) {
  private static final int LOST_COUNT = EventBatch.HEADER + 8;

  public TraceFileInfo {
    damages = List.copyOf(damages);
  }

  /**
   * Reads a trace to its end.
   *
   * @param progress is told now and then how much was read, from 0 to 1
   */
  public static TraceFileInfo of(TraceFile file, DoubleConsumer progress) {
    EventTables tables = EventTables.create(file.kernel());
    EventFeed feed = file.feed(tables);
    long[] counts = {};
    long lost = 0;
    for (Optional<EventBatch> batch = feed.next(); batch.isPresent(); batch = feed.next()) {
      if (counts.length < tables.types().count()) {
        counts = Arrays.copyOf(counts, tables.types().count());
      }
      for (EventCursor event = batch.get().cursor(); event.next(); ) {
        counts[event.typeNumber()]++;
        if (event.typeNumber() == EventTypes.LOST) {
          lost += Bytes.getLong(event.bytes(), event.start() + LOST_COUNT);
        }
      }
      progress.accept(feed.progress());
    }
    Map<EventName, Long> events = new TreeMap<>();
    for (int type = EventTypes.FIRST; type < counts.length; type++) {
      events.merge(tables.types().get(type).name(), counts[type], Long::sum);
    }
    List<String> damages = new ArrayList<>(file.damages());
    damages.addAll(feed.damages());
    damages.addAll(feed.notes());
    return new TraceFileInfo(events, lost, feed.firstNanos(), feed.lastNanos(), damages);
  }

  /** All events but the stream's own. */
  public long count() {
    long sum = 0;
    for (long count : events.values()) {
      sum += count;
    }
    return sum;
  }
}
