package ktap.sources.recording;

import java.util.Optional;

/**
 * How recordings are replayed.
 *
 * @param from where to begin
 * @param to where to end
 * @param follows whether to wait for more where the recorder is still at work
 * @param speed how fast, compared with event time; 0 is as fast as it goes
 */
public record ReplaySettings(
    Optional<Moment> from, Optional<Moment> to, boolean follows, double speed) {
  public ReplaySettings {
    if (!(speed >= 0)) {
      throw new IllegalArgumentException("expected a speed of 0 or more, found " + speed);
    }
  }

  /** All of it, as fast as it goes. */
  public static ReplaySettings all() {
    return new ReplaySettings(Optional.empty(), Optional.empty(), false, 0);
  }

  public ReplaySettings between(Optional<Moment> newFrom, Optional<Moment> newTo) {
    return new ReplaySettings(newFrom, newTo, follows, speed);
  }

  public ReplaySettings following() {
    return new ReplaySettings(from, to, true, speed);
  }

  public ReplaySettings withSpeed(double newSpeed) {
    return new ReplaySettings(from, to, follows, newSpeed);
  }
}
