package ktap.sources.tracefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Loss;
import org.junit.jupiter.api.Test;

/** Several traces as one, by time. */
class MergedFeedTest {
  private final EventTables tables = EventTables.create();

  /** A trace that is there already. */
  private record Ready(Iterator<EventBatch> batches) implements EventFeed {
    @Override
    public Optional<EventBatch> next() {
      return batches.hasNext() ? Optional.of(batches.next()) : Optional.empty();
    }

    @Override
    public long firstNanos() {
      return 1;
    }

    @Override
    public long lastNanos() {
      return 100;
    }

    @Override
    public double progress() {
      return 1;
    }

    @Override
    public List<String> damages() {
      return List.of();
    }
  }

  private EventFeed feed(long time, long lost) {
    EventBatchBuilder batch = new EventBatchBuilder(tables, 256);
    batch.addMark(time);
    batch.addLost(time + 10, 0, lost, time + 5, time + 10, "a ring", "it was full");
    return new Ready(List.of(batch.build()).iterator());
  }

  @Test
  void timesAreThoseOfTheFirstThoseInsideOfLossesToo() {
    MergedFeed merged = new MergedFeed(tables);
    merged.add(feed(100, 1), 0);
    merged.add(feed(1100, 2), -993);
    EventBatch batch = merged.next().orElseThrow();
    List<Long> times = new ArrayList<>();
    List<Loss> losses = new ArrayList<>();
    for (EventCursor event = batch.cursor(); event.next(); ) {
      times.add(event.timeNanos());
      if (event.typeNumber() == EventTypes.LOST) {
        losses.add(Loss.of(event));
      }
    }
    assertThat(times).containsExactly(100L, 107L, 110L, 117L);
    assertThat(losses)
        .containsExactly(
            new Loss(1, 105, 110, "a ring", "it was full"),
            new Loss(2, 112, 117, "a ring", "it was full"));
  }
}
