package ktap.sources.recording;

import java.util.function.Supplier;

/**
 * How a recording is written.
 *
 * @param facts what to remember of machine and run
 * @param clock gives the pairs of times that make wall times out of event times
 * @param appends whether a recording that is there already is continued
 * @param rollBytes a roll is finished when it has this size
 * @param rollNanos … or this age
 * @param keepBytes the oldest rolls go when all together have more; {@link Long#MAX_VALUE} keeps
 *     all
 * @param keepNanos rolls that were finished longer ago go too
 * @param compresses whether finished rolls are compressed
 */
public record RecordingSettings(
    RecordingFacts facts,
    Supplier<ClockPair> clock,
    boolean appends,
    long rollBytes,
    long rollNanos,
    long keepBytes,
    long keepNanos,
    boolean compresses) {

  /** Rolls of 256 MB or an hour, all of them kept, in a directory that isn't there yet. */
  public static RecordingSettings of(RecordingFacts facts) {
    return new RecordingSettings(
        facts,
        ClockPair::now,
        false,
        256 << 20,
        3_600_000_000_000L,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        false);
  }

  public RecordingSettings withClock(Supplier<ClockPair> newClock) {
    return new RecordingSettings(
        facts, newClock, appends, rollBytes, rollNanos, keepBytes, keepNanos, compresses);
  }

  public RecordingSettings appending() {
    return new RecordingSettings(
        facts, clock, true, rollBytes, rollNanos, keepBytes, keepNanos, compresses);
  }

  public RecordingSettings withRolls(long bytes, long nanos) {
    return new RecordingSettings(
        facts, clock, appends, bytes, nanos, keepBytes, keepNanos, compresses);
  }

  public RecordingSettings withRetention(long bytes, long nanos) {
    return new RecordingSettings(
        facts, clock, appends, rollBytes, rollNanos, bytes, nanos, compresses);
  }

  public RecordingSettings compressing() {
    return new RecordingSettings(
        facts, clock, appends, rollBytes, rollNanos, keepBytes, keepNanos, true);
  }
}
