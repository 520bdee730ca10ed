package ktap.sources.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;
import org.junit.jupiter.api.Test;

class SyntheticSourceTest {
  @Test
  void sameSettingsMakeTheSameBytes() {
    SyntheticSettings settings = SyntheticSettings.of(BuiltInEvents.all(), 20_000).withSeed(42);
    assertThat(bytes(settings)).isEqualTo(bytes(settings));
    assertThat(bytes(settings)).isNotEqualTo(bytes(settings.withSeed(43)));
  }

  @Test
  void makesTheCountInOrderOfTimeWithMarksAndLosses() {
    SyntheticSettings settings =
        SyntheticSettings.of(BuiltInEvents.all(), 10_000)
            .withRate(100_000)
            .withMarkEvery(1_000_000)
            .withLossEvery(1000);
    Map<Integer, Integer> counts = new HashMap<>();
    long last = 0;
    for (EventBatch batch : batches(settings)) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        assertThat(event.timeNanos()).isGreaterThanOrEqualTo(last);
        last = event.timeNanos();
        counts.merge(Math.min(event.typeNumber(), EventTypes.FIRST), 1, Integer::sum);
      }
    }
    assertThat(counts).containsEntry(EventTypes.FIRST, 10_000).containsEntry(EventTypes.LOST, 10);
    assertThat(counts.get(EventTypes.MARK)).isBetween(95, 105);
  }

  @Test
  void returnsFollowTheirEntries() {
    Map<Integer, String> open = new HashMap<>();
    int returns = 0;
    for (EventBatch batch :
        batches(SyntheticSettings.of(BuiltInEvents.systemCalls(), 5_000).withMarkEvery(0))) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        EventType type = event.type();
        if (type.isSystemCallEntry()) {
          open.put(event.tid(), type.name().name().substring("sys_enter_".length()));
        } else if (type.isSystemCallExit()) {
          assertThat(type.name().name()).isEqualTo("sys_exit_" + open.remove(event.tid()));
          returns++;
        }
      }
    }
    assertThat(returns).isGreaterThan(2000);
  }

  @Test
  void stopEndsTheStreamWithAStopEvent() {
    SyntheticSource source =
        new SyntheticSource(SyntheticSettings.of(BuiltInEvents.block(), Long.MAX_VALUE).paced());
    source.start();
    source.poll(batch -> {}, 1);
    source.stop();
    List<Integer> types = new ArrayList<>();
    source.poll(
        batch -> {
          for (EventCursor event = batch.cursor(); event.next(); ) {
            types.add(event.typeNumber());
          }
        },
        10);
    assertThat(source.isEnded()).isTrue();
    assertThat(types).containsExactly(EventTypes.STOP);
  }

  @Test
  void catalogFindsWhatItWasGiven() {
    SyntheticCatalog catalog = new SyntheticCatalog(BuiltInEvents.scheduler());
    assertThat(catalog.names())
        .extracting(EventName::toString)
        .containsExactly("sched:sched_process_exec", "sched:sched_switch", "sched:sched_wakeup");
    assertThat(catalog.find(new EventName("sched", "nothing"))).isEmpty();
  }

  @Test
  void mistakesInSettingsAreSentences() {
    assertThatThrownBy(() -> SyntheticSettings.of(List.of(), 1))
        .hasMessage("expected at least one event type");
    assertThatThrownBy(() -> SyntheticSettings.of(BuiltInEvents.block(), 1).withRate(0))
        .hasMessage("expected 1 to 1000000000 events per second, found 0");
  }

  private static List<EventBatch> batches(SyntheticSettings settings) {
    List<EventBatch> batches = new ArrayList<>();
    try (SyntheticSource source = new SyntheticSource(settings)) {
      source.start();
      while (!source.isEnded()) {
        source.poll(batches::add, 4);
      }
    }
    return batches;
  }

  private static byte[] bytes(SyntheticSettings settings) {
    byte[] all = new byte[0];
    for (EventBatch batch : batches(settings)) {
      int end = all.length;
      all = Arrays.copyOf(all, end + batch.length());
      System.arraycopy(batch.bytes(), 0, all, end, batch.length());
    }
    return all;
  }
}
