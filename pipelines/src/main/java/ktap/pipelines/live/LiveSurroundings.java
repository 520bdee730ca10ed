package ktap.pipelines.live;

import java.nio.file.Path;
import java.time.Instant;
import ktap.operators.Surroundings;
import ktap.script.host.HostFacts;
import ktap.sources.flow.KernelNames;
import ktap.sources.format.KernelFiles;
import org.jspecify.annotations.Nullable;

/** The machine on which scripts run live. */
public final class LiveSurroundings implements Surroundings {
  /** The wall clock can be set at any time; how long an old comparison is trusted. */
  private static final long CLOCK_TRUST = 1_000_000_000;

  private final KernelNames kernel = KernelFiles.running(Path.of("/sys/kernel/tracing"));
  private @Nullable HostFacts facts;
  private long clockOffset;
  private long clockCompared = Long.MIN_VALUE;

  @Override
  public HostFacts facts() {
    HostFacts known = facts;
    if (known == null) {
      known = ThisMachine.facts();
      facts = known;
    }
    return known;
  }

  @Override
  public KernelNames kernelNames(String id) {
    return kernel;
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    long now = System.nanoTime();
    if (clockCompared == Long.MIN_VALUE || now - clockCompared > CLOCK_TRUST) {
      Instant wall = Instant.now();
      clockOffset = wall.getEpochSecond() * 1_000_000_000L + wall.getNano() - now;
      clockCompared = now;
    }
    return monotonicNanos + clockOffset;
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
