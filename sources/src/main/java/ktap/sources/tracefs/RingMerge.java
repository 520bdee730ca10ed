package ktap.sources.tracefs;

/** The rings that have an event, the one with the oldest first: a binary heap. */
final class RingMerge {
  private final CpuRing[] heap;
  private int size;

  RingMerge(int capacity) {
    heap = new CpuRing[capacity];
  }

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  CpuRing first() {
    return heap[0];
  }

  /** Takes in a ring that has an event. */
  void add(CpuRing ring) {
    int at = size++;
    while (at > 0 && ring.isBefore(heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = ring;
  }

  /** Sends the first ring to its next event, and to its new place or out. */
  void advanceFirst() {
    CpuRing ring = heap[0];
    if (!ring.advance()) {
      ring = heap[--size];
      if (size == 0) {
        return;
      }
    }
    sink(ring);
  }

  private void sink(CpuRing ring) {
    int at = 0;
    for (int child = 1; child < size; child = at * 2 + 1) {
      if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
        child++;
      }
      if (!heap[child].isBefore(ring)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = ring;
  }
}
