package ktap.sources.perfdata;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which event a number stands for. The kernel counts such numbers up, so those of a file lie close
 * to each other and are mostly looked up in an array.
 */
final class EventIds {
  private static final int UNKNOWN = -1;
  private static final int LARGEST = 1 << 16;

  private final Map<Long, Integer> events;
  private final long first;
  private final int[] near;

  /**
   * @param events number of the event by the number that stands for it
   */
  EventIds(Map<Long, Integer> events) {
    this.events = new HashMap<>(events);
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (long id : events.keySet()) {
      least = Math.min(least, id);
      most = Math.max(most, id);
    }
    this.first = least;
    this.near = new int[most < least ? 0 : Math.clamp(most - least + 1, 1, LARGEST)];
    Arrays.fill(near, UNKNOWN);
    events.forEach(
        (id, event) -> {
          if (id - first >= 0 && id - first < near.length) {
            near[(int) (id - first)] = event;
          }
        });
  }

  /** The number of the event; -1 if there is none. */
  int find(long id) {
    long at = id - first;
    return at >= 0 && at < near.length ? near[(int) at] : events.getOrDefault(id, UNKNOWN);
  }
}
