package ktap.sources.tracefs;

import java.util.List;

/**
 * Finds out how many events found no room in their ring, to the event: what the kernel counted,
 * less what was told before.
 */
final class LossCounter {
  private final List<CpuRing> rings;
  private final String cause;
  private final long[] told;
  private long lastNanos;
  private boolean hasLostTasks;

  LossCounter(List<CpuRing> rings, int bufferKilobytes, long startNanos) {
    this.rings = rings;
    this.cause = "its buffer of " + bufferKilobytes + " KB was full";
    this.told = new long[rings.size()];
    this.lastNanos = startNanos;
  }

  /** Tells a stream what was lost since the last time. */
  void tell(EventStream stream, long nowNanos) {
    for (int i = 0; i < told.length; i++) {
      CpuRing ring = rings.get(i);
      ring.statistics().refresh();
      long lost = ring.statistics().lost() - told[i];
      if (lost > 0) {
        told[i] += lost;
        if (ring.isTasks()) {
          hasLostTasks = true;
        } else {
          stream.addLost(ring.cpu(), lost, lastNanos, nowNanos, cause);
        }
      }
    }
    lastNanos = nowNanos;
  }

  long lastNanos() {
    return lastNanos;
  }

  /** Whether events about tasks were lost since it was asked last. */
  boolean takeHasLostTasks() {
    boolean has = hasLostTasks;
    hasLostTasks = false;
    return has;
  }

  /** Events that weren't read when the numbers were refreshed. */
  long unread() {
    long unread = 0;
    for (CpuRing ring : rings) {
      unread += ring.isTasks() ? 0 : ring.statistics().unread();
    }
    return unread;
  }

  void refresh() {
    rings.forEach(ring -> ring.statistics().refresh());
  }
}
