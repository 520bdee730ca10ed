package ktap.pipelines.live;

import java.util.List;
import ktap.operators.Surroundings;
import ktap.script.host.HostFacts;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.UserSymbols;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.WallClock;
import ktap.sources.replay.ReplayedTraces;

/** The machine that was traced, as a replay knows it. */
public final class ReplaySurroundings implements Surroundings {
  /** So that a script which waits for the clock doesn't wait for ever. */
  private static final long CREEP = 1000;

  private final ReplayedTraces traces;
  private final HostFacts facts;
  private final WallClock clock;
  private List<Long> readings;
  private int next;
  private long last;

  public ReplaySurroundings(ReplayedTraces traces) {
    this.traces = traces;
    this.clock = WallClock.of(traces.clocks());
    this.readings = traces.readings().before();
    this.last = traces.startNanos().getAsLong();
    RecordingFacts of = traces.facts();
    this.facts =
        new HostFacts(
            of.pid(),
            of.tid(),
            of.uid(),
            of.command(),
            of.cpus(),
            of.architecture(),
            of.kernelRelease(),
            of.host());
  }

  @Override
  public HostFacts facts() {
    return facts;
  }

  @Override
  public KernelNames kernelNames(String id) {
    return traces.source().tables().kernel(id);
  }

  @Override
  public UserSymbols userSymbols() {
    return UserSymbols.of(traces.source().tables().mappings());
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    return clock.realtimeNanos(monotonicNanos);
  }

  /** From now on the time is that at which the run ended. */
  public void endStream() {
    endStream(traces.endNanos().getAsLong());
  }

  /** From now on the time is this one. */
  void endStream(long endNanos) {
    readings = traces.readings().after();
    next = 0;
    last = endNanos;
  }

  /** What the recorded script was told; one that asks more often sees the time creep on. */
  @Override
  public long monotonicNanos() {
    if (next < readings.size()) {
      last = readings.get(next);
    } else if (next > 0) {
      last += CREEP;
    }
    next++;
    return last;
  }
}
