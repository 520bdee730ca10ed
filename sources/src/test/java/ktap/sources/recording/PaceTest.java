package ktap.sources.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import org.junit.jupiter.api.Test;

/** Events wait for their time, by a clock that the test moves. */
final class PaceTest {
  private final long[] now = {1_000};

  /** Marks of time are events, too, and have nothing but it. */
  private static EventBatch batch(long... times) {
    EventBatchBuilder builder = new EventBatchBuilder(EventTables.create(), 1024);
    for (long time : times) {
      builder.addMark(time);
    }
    return builder.build();
  }

  private static List<Long> times(Optional<EventBatch> batch) {
    List<Long> times = new ArrayList<>();
    if (batch.isPresent()) {
      for (EventCursor event = batch.get().cursor(); event.next(); ) {
        times.add(event.timeNanos());
      }
    }
    return times;
  }

  @Test
  void eventsOfOneBatchComeEachAtItsTime() {
    Pace pace = new Pace(2, () -> now[0]);
    pace.put(batch(500, 700, 700, 900));
    assertThat(times(pace.take())).containsExactly(500L);
    assertThat(times(pace.take())).isEmpty();
    now[0] += 99;
    assertThat(times(pace.take())).isEmpty();
    now[0] += 1;
    assertThat(times(pace.take())).containsExactly(700L, 700L);
    assertThat(pace.isWaiting()).isTrue();
    now[0] += 1_000;
    assertThat(times(pace.take())).containsExactly(900L);
    assertThat(pace.isWaiting()).isFalse();
    pace.put(batch(2_600, 2_800)); // 2,100 and 2,300 behind the first, 1,100 of the clock have gone
    assertThat(times(pace.take())).containsExactly(2_600L);
    assertThat(pace.isWaiting()).isTrue();
  }

  @Test
  void withoutASpeedAllGoAtOnce() {
    Pace pace = new Pace(0, () -> now[0]);
    EventBatch batch = batch(500, 1_000_000_000_000L);
    pace.put(batch);
    assertThat(pace.take()).containsSame(batch);
  }
}
