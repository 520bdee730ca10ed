package ktap.pipelines.live;

import java.util.ArrayList;
import java.util.List;
import ktap.operators.Surroundings;
import ktap.script.host.HostFacts;
import ktap.sources.flow.KernelNames;
import ktap.sources.recording.WallClock;

/**
 * The machine on which a script runs live while it is recorded: all that it tells of the time can
 * be told again by a replay.
 */
final class RecordedSurroundings implements Surroundings {
  /** A script that looks at the clock in a loop has its answers; they aren't all remembered. */
  private static final int MOST_READINGS = 1 << 16;

  private final LiveSurroundings machine = new LiveSurroundings();
  private final WallClock clock;
  private List<Long> readings = new ArrayList<>();

  RecordedSurroundings(WallClock clock) {
    this.clock = clock;
  }

  @Override
  public HostFacts facts() {
    return machine.facts();
  }

  @Override
  public KernelNames kernelNames(String id) {
    return machine.kernelNames(id);
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    return clock.realtimeNanos(monotonicNanos);
  }

  @Override
  public long monotonicNanos() {
    long now = machine.monotonicNanos();
    if (readings.size() == MOST_READINGS) {
      readings.removeLast();
    }
    readings.add(now);
    return now;
  }

  /** What was told since the last call. */
  List<Long> takeReadings() {
    List<Long> taken = readings;
    readings = new ArrayList<>();
    return taken;
  }
}
