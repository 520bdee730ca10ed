package ktap.sources.tracefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import org.jspecify.annotations.Nullable;

/** The events of several traces by time; of those at the same time, the first trace's first. */
final class MergedFeed implements EventFeed {
  private static final int BATCH = 256 << 10;

  private final List<Lane> all = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>(); // those that have events
  private final EventBatchBuilder merged;

  /** Where one of the traces stands. */
  private static final class Lane {
    final EventFeed feed;
    final long shift;
    @Nullable EventCursor event; // null before the first batch and between two
    long key = Long.MIN_VALUE; // never goes back: late events don't hold up the others

    Lane(EventFeed feed, long shift) {
      this.feed = feed;
      this.shift = shift;
    }

    boolean next() {
      while (event == null || !event.next()) {
        Optional<EventBatch> batch = feed.next();
        if (batch.isEmpty()) {
          return false;
        }
        event = batch.get().cursor();
      }
      key = Math.max(key, event.timeNanos() + shift);
      return true;
    }
  }

  /** All tables must be the same. */
  MergedFeed(EventTables tables) {
    this.merged = new EventBatchBuilder(tables, BATCH + 4096);
  }

  /**
   * @param shift what its times need to be those of the first trace
   */
  void add(EventFeed feed, long shift) {
    Lane lane = new Lane(feed, shift);
    all.add(lane);
    if (lane.next()) {
      lanes.add(lane);
    }
  }

  @Override
  public Optional<EventBatch> next() {
    while (!lanes.isEmpty() && merged.length() < BATCH) {
      Lane first = lanes.getFirst();
      for (Lane lane : lanes) {
        first = lane.key < first.key ? lane : first;
      }
      take(first);
      if (!first.next()) {
        lanes.remove(first);
      }
    }
    return merged.isEmpty() ? Optional.empty() : Optional.of(merged.build());
  }

  private void take(Lane lane) {
    EventCursor event = lane.event;
    if (event != null) {
      int at = merged.length();
      merged.add(event);
      EventBatch.shift(merged.bytes(), at, lane.shift);
    }
  }

  @Override
  public long firstNanos() {
    long first = Long.MAX_VALUE;
    for (Lane lane : all) {
      if (lane.feed.lastNanos() != 0) {
        first = Math.min(first, lane.feed.firstNanos() + lane.shift);
      }
    }
    return first == Long.MAX_VALUE ? 0 : first;
  }

  @Override
  public long lastNanos() {
    long last = 0;
    for (Lane lane : all) {
      if (lane.feed.lastNanos() != 0) {
        last = Math.max(last, lane.feed.lastNanos() + lane.shift);
      }
    }
    return last;
  }

  @Override
  public double progress() {
    double sum = 0;
    for (Lane lane : all) {
      sum += lane.feed.progress();
    }
    return sum / all.size();
  }

  @Override
  public List<String> damages() {
    return all.stream().flatMap(lane -> lane.feed.damages().stream()).toList();
  }

  @Override
  public List<String> notes() {
    return all.stream().flatMap(lane -> lane.feed.notes().stream()).toList();
  }
}
