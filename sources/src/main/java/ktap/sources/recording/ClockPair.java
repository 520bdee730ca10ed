package ktap.sources.recording;

import java.time.Instant;

/**
 * The same moment on two clocks.
 *
 * @param monotonicNanos CLOCK_MONOTONIC, the clock of events
 * @param realtimeNanos CLOCK_REALTIME, ns since 1970
 */
public record ClockPair(long monotonicNanos, long realtimeNanos) {
  /** This moment on this machine. */
  public static ClockPair now() {
    Instant realtime = Instant.now();
    return new ClockPair(
        System.nanoTime(), realtime.getEpochSecond() * 1_000_000_000 + realtime.getNano());
  }

  /** What must be added to a monotonic time to make it wall time. */
  public long offset() {
    return realtimeNanos - monotonicNanos;
  }
}
