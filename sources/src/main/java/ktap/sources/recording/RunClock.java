package ktap.sources.recording;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import ktap.sources.flow.EventTables;

/**
 * The clock of one run of the recorder: what its times are in those of another run.
 *
 * @param boot tells one start of a machine from others, each of which has a clock of its own
 * @param wallOffset what makes wall time (ns since 1970) of an event time; empty if nobody told the
 *     recorder the time of the day, as a trace of another tool may not
 */
record RunClock(String boot, OptionalLong wallOffset) {
  static RunClock of(Session session) {
    return of(session.facts(), session.clocks());
  }

  static RunClock of(RecordingFacts facts, List<ClockPair> pairs) {
    return new RunClock(
        facts.boot(),
        pairs.isEmpty() ? OptionalLong.empty() : OptionalLong.of(pairs.getFirst().offset()));
  }

  /** What the snapshot tells that a reader stands on; empty if it is none, or damaged. */
  static Optional<RunClock> at(RollReader roll) {
    if (roll.kind() != Document.SNAPSHOT) {
      return Optional.empty();
    }
    Session run = new Session(roll.session(), EventTables.create(), RecordedKernels.asOne());
    return roll.body()
        .map(
            body -> {
              run.readSnapshot(new BodyReader(body), roll.hasSeveralKernels());
              return of(run);
            });
  }

  /** Whether anybody can say what happened first. */
  boolean isComparable(RunClock other) {
    return boot.equals(other.boot) || wallOffset.isPresent() && other.wallOffset.isPresent();
  }

  /** What is added to times of another run, to give them in this clock; 0 if nobody knows. */
  long shift(RunClock other) {
    return boot.equals(other.boot) || !isComparable(other)
        ? 0
        : other.wallOffset.getAsLong() - wallOffset.getAsLong();
  }
}
