package ktap.sources.perfdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import ktap.sources.flow.Bytes;
import ktap.sources.recording.RecordingFacts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of many rounds and CPUs, made by chance, come out as if all had been sorted. */
class RecordQueueTest {
  private static final int TIME = 8;
  private static final int CPU = 16;
  private static final int SERIAL = 24;

  /** A round may have records as old as the start of the one before. */
  private static final long ROUND_NANOS = 1000;

  private record Seen(long time, int cpu, int serial) {}

  private final RecordQueue queue = new RecordQueue(events());
  private final List<Seen> expected = new ArrayList<>();
  private final List<Seen> given = new ArrayList<>();
  private byte[] window = {};
  private int used;
  private int serial;
  private int largest;

  private static PerfEvents events() {
    Attribute attribute =
        new Attribute(
            Attribute.TRACEPOINT, 1, 0, SampleBits.TIME | SampleBits.CPU, 0, false, false, false);
    return new PerfEvents(
        new PerfHeader(
            false,
            true,
            0,
            0,
            List.of(new PerfHeader.Described(attribute, "", new long[] {1})),
            Optional.empty(),
            new RecordingFacts("", "", "", "", 0, 0, 0, 0, "", 0),
            "",
            "",
            0,
            0,
            Optional.empty(),
            List.of()));
  }

  private void add(long time, int cpu, int size, boolean isLeftOut) {
    if (used + size > window.length) {
      window = queue.window();
      used = 0;
    }
    Bytes.putInt(window, used, RecordType.SAMPLE);
    Bytes.putInt(window, used + 4, size << 16);
    Bytes.putLong(window, used + TIME, time);
    Bytes.putLong(window, used + CPU, cpu);
    Bytes.putLong(window, used + SERIAL, serial);
    if (isLeftOut) {
      queue.leaveOut(window, used, size);
    } else {
      queue.add(window, used, size, time);
      expected.add(new Seen(time, cpu, serial));
    }
    used += size;
    serial++;
    largest = Math.max(largest, queue.bytesUsed());
  }

  private void give(long until) {
    queue.begin(until);
    while (queue.next()) {
      byte[] bytes = queue.bytes();
      int at = queue.start();
      given.add(
          new Seen(
              queue.timeNanos(), Bytes.getInt(bytes, at + CPU), Bytes.getInt(bytes, at + SERIAL)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 40})
  void comeOutByTimeThenCpuThenPlace(int cpus) {
    Random random = new Random(cpus);
    long limit = Long.MIN_VALUE;
    long newest = Long.MIN_VALUE;
    for (int round = 1; round <= 60; round++) {
      int most = random.nextInt(4) == 0 ? 6000 : 40;
      for (int cpu = 0; cpu < cpus; cpu++) {
        long time = round * ROUND_NANOS;
        int count = random.nextInt(most / cpus + 2);
        for (int i = 0; i < count; i++) {
          time = Math.min(time + random.nextInt(3), (round + 2) * ROUND_NANOS - 1);
          add(time, cpu, 32 + 8 * random.nextInt(20), random.nextInt(50) == 0);
          used += random.nextInt(100) == 0 && used + 200 < window.length ? 104 : 0; // no records
          newest = Math.max(newest, time);
        }
      }
      give(limit);
      limit = newest;
    }
    give(Long.MAX_VALUE);
    expected.sort(
        Comparator.comparingLong(Seen::time)
            .thenComparingInt(Seen::cpu)
            .thenComparingInt(Seen::serial));
    assertThat(given).hasSizeGreaterThan(10_000).isEqualTo(expected);
    assertThat(largest).isLessThan(20 * RecordQueue.WINDOW);
  }
}
