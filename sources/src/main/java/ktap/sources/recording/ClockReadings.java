package ktap.sources.recording;

import java.util.List;

/**
 * What a script was told when it asked for the time outside of the stream, where no event says what
 * time it is. A replay tells it the same.
 *
 * @param before in the main chunk, in order; the last one starts the timers
 * @param after at the end
 */
public record ClockReadings(List<Long> before, List<Long> after) {
  public static final ClockReadings NONE = new ClockReadings(List.of(), List.of());

  public ClockReadings {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
