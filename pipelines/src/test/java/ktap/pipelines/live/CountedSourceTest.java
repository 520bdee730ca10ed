package ktap.pipelines.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import ktap.operators.state.StatePosition;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.SourcePlaces;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import ktap.sources.synthetic.SyntheticSource;
import org.junit.jupiter.api.Test;

final class CountedSourceTest {
  /** Generated events, of which each batch has a place. */
  private static final class Placed implements EventSource, SourcePlaces {
    private final SyntheticSource events =
        new SyntheticSource(SyntheticSettings.of(BuiltInEvents.all(), 1_000_000));
    private int batches;
    private boolean isStopped;

    @Override
    public EventTables tables() {
      return events.tables();
    }

    @Override
    public void start() {
      events.start();
    }

    @Override
    public int poll(Consumer<? super EventBatch> consumer, int limit) {
      batches += isStopped ? 0 : 1; // that the user wanted to stop has no place of its own
      return events.poll(consumer, limit);
    }

    @Override
    public void stop() {
      isStopped = true;
      events.stop();
    }

    @Override
    public boolean isEnded() {
      return events.isEnded();
    }

    @Override
    public String place() {
      return "batch " + batches;
    }

    @Override
    public boolean resume(String place) {
      return false;
    }

    @Override
    public void close() {
      events.close();
    }
  }

  /** With a speed a batch comes in parts, each when its events are due; reading begins with all. */
  @Test
  void thePartsOfABatchHaveThePlaceOfTheWhole() {
    Placed placed = new Placed();
    CountedSource source = new CountedSource(placed, placed, StatePosition.Place.START, 0, _ -> {});
    source.start();
    long[] events = {0};
    source.poll(batch -> events[0] += EventCount.of(batch), 1);
    source.poll(_ -> {}, 1);
    StatePosition.Place second = new StatePosition.Place(events[0], "batch 2");
    assertThat(source.place()).isEqualTo(second);
    placed.batches--; // what comes next is of the same batch
    source.poll(_ -> {}, 1);
    assertThat(source.place()).isEqualTo(second);
    source.poll(_ -> {}, 1);
    assertThat(source.place().name()).isEqualTo("batch 3");
  }

  @Test
  void aStopLeavesThePlaceWhereTheLastBatchBegins() {
    Placed placed = new Placed();
    long[] counted = {0};
    CountedSource source =
        new CountedSource(
            placed, placed, StatePosition.Place.START, 0, count -> counted[0] += count);
    source.start();
    source.poll(_ -> {}, 1);
    long first = counted[0];
    source.poll(_ -> {}, 1);
    long both = counted[0];
    source.stop();
    List<Integer> stops = new ArrayList<>();
    while (!source.isEnded()) {
      source.poll(batch -> stops.add(batch.count()), 1);
    }
    assertThat(stops).containsExactly(1);
    assertThat(counted[0]).isEqualTo(both);
    assertThat(source.place()).isEqualTo(new StatePosition.Place(first, "batch 2"));
  }
}
