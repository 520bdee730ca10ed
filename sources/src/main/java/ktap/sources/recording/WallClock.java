package ktap.sources.recording;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes wall times of event times, by pairs of times that were taken now and then. While a script
 * is recorded it has its wall times from here, and so has the replay: they agree to the nanosecond.
 *
 * <p>For one thread.
 */
public final class WallClock {
  /** How often the two clocks are compared. */
  private static final long CHECK = 1_000_000_000;

  /** How often a pair is remembered when nothing steps. */
  private static final long PERIOD = 60_000_000_000L;

  private static final long STEP = 10_000_000;

  private final @Nullable Supplier<ClockPair> clock; // null in a replay
  private ClockPair[] pairs;
  private int count;
  private int last;
  private long nextCheck;

  private WallClock(@Nullable Supplier<ClockPair> clock, ClockPair[] pairs) {
    this.clock = clock;
    this.pairs = pairs;
    this.count = pairs.length;
  }

  /** One that goes; the first pair is taken now. */
  public static WallClock started(Supplier<ClockPair> clock) {
    return new WallClock(clock, new ClockPair[] {clock.get()});
  }

  /** One that went when these pairs were taken; without any it shows event time. */
  public static WallClock of(List<ClockPair> pairs) {
    return new WallClock(null, pairs.toArray(ClockPair[]::new));
  }

  /** The wall time of an event time, ns since 1970. */
  public long realtimeNanos(long monotonicNanos) {
    if (count == 0) {
      return monotonicNanos;
    }
    int at = last;
    while (at + 1 < count && pairs[at + 1].monotonicNanos() <= monotonicNanos) {
      at++;
    }
    while (at > 0 && pairs[at].monotonicNanos() > monotonicNanos) {
      at--;
    }
    last = at;
    return monotonicNanos + pairs[at].offset();
  }

  /** A pair that is to be remembered from now on, if the clock was set or time has gone by. */
  Optional<ClockPair> compare() {
    long now = System.nanoTime();
    if (clock == null || now < nextCheck) {
      return Optional.empty();
    }
    nextCheck = now + CHECK;
    ClockPair pair = clock.get();
    ClockPair before = pairs[count - 1];
    if (Math.abs(pair.offset() - before.offset()) <= STEP
        && pair.monotonicNanos() - before.monotonicNanos() <= PERIOD) {
      return Optional.empty();
    }
    if (count == pairs.length) {
      pairs = Arrays.copyOf(pairs, count * 2);
    }
    pairs[count++] = pair;
    return Optional.of(pair);
  }

  List<ClockPair> pairs() {
    return List.of(Arrays.copyOf(pairs, count));
  }
}
