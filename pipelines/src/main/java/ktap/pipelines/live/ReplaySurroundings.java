package ktap.pipelines.live;

import ktap.operators.Surroundings;
import ktap.script.host.HostFacts;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.replay.ReplayedTraces;

/** The machine that was traced, as a replay knows it. */
public final class ReplaySurroundings implements Surroundings {
  private final ReplayedTraces traces;
  private final HostFacts facts;

  public ReplaySurroundings(ReplayedTraces traces) {
    this.traces = traces;
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
  public long realtimeNanos(long monotonicNanos) {
    return traces.wallClock().applyAsLong(monotonicNanos);
  }

  @Override
  public long monotonicNanos() {
    return traces.startNanos();
  }
}
