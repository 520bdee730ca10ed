package ktap.sources.recording;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How recordings are replayed.
 *
 * @param from where to begin
 * @param to where to end
 * @param follows whether to wait for more where the recorder is still at work
 * @param speed how fast, compared with event time; 0 is as fast as it goes
 * @param share which part of the events, if several replays share them
 */
public record ReplaySettings(
    Optional<Moment> from, Optional<Moment> to, boolean follows, double speed, Share share) {
  private static final double FASTEST = 1e6;

  public ReplaySettings {
    if (!(speed >= 0)) {
      throw new IllegalArgumentException("expected a speed of 0 or more, found " + speed);
    }
  }

  /** Reads a speed, {@code 1x}, {@code 0.5x} or {@code 10}; empty if it is none. */
  public static OptionalDouble speed(String text) {
    String number = text.endsWith("x") ? text.substring(0, text.length() - 1) : text;
    try {
      double speed = Double.parseDouble(number);
      return speed > 0 && speed <= FASTEST ? OptionalDouble.of(speed) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** All of it, as fast as it goes. */
  public static ReplaySettings all() {
    return new ReplaySettings(Optional.empty(), Optional.empty(), false, 0, Share.ALL);
  }

  public ReplaySettings between(Optional<Moment> newFrom, Optional<Moment> newTo) {
    return new ReplaySettings(newFrom, newTo, follows, speed, share);
  }

  public ReplaySettings following() {
    return new ReplaySettings(from, to, true, speed, share);
  }

  public ReplaySettings withSpeed(double newSpeed) {
    return new ReplaySettings(from, to, follows, newSpeed, share);
  }

  /**
   * Looks whether a trace will do that doesn't tell the time of the day.
   *
   * @throws RecordingException if a range between times of the day is wanted
   */
  public void checkWithoutClock(Path trace) {
    from.ifPresent(moment -> checkWithoutClock(trace, moment));
    to.ifPresent(moment -> checkWithoutClock(trace, moment));
  }

  private static void checkWithoutClock(Path trace, Moment moment) {
    if (moment.isOfTheClock()) {
      throw new RecordingException(
          trace
              + " doesn't tell the time of the day, so nobody knows what was at "
              + moment.text()
              + "; use +5s from its start, or 50%");
    }
  }

  /** One of several replays that together give out every event once. */
  public ReplaySettings sharing(int index, int count) {
    return new ReplaySettings(from, to, follows, speed, new Share(index, count));
  }
}
