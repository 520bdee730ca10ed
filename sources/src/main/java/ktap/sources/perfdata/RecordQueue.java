package ktap.sources.perfdata;

import java.util.Arrays;

/**
 * Records that wait for their turn, and come out in the order (time, CPU, place in the file).
 *
 * <p>perf writes what it finds in one CPU's ring after the other, so a file is made of runs that
 * are in order. The runs are merged by a heap. Between {@link #begin} and the {@link #next} that
 * gives false nothing can be added. Not for several threads.
 */
final class RecordQueue {
  private byte[] slab = new byte[1 << 20];
  private byte[] spare = {};
  private int used;

  private long[] times = new long[1 << 12];
  private long[] places =
      new long[1 << 12]; // CPU in the upper half, start in the slab in the lower
  private int count;

  private int[] heads = new int[16]; // by run: its next record
  private int[] ends = new int[16];
  private int runs;

  private int[] heap = new int[16]; // runs, the one with the first record first
  private int heapSize;
  private long limit;
  private int current = -1;

  /** Bytes of the records in it. */
  int bytesUsed() {
    return used;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(byte[] bytes, int start, int size, long time, int cpu) {
    if (used + size > slab.length) {
      slab = Arrays.copyOf(slab, Math.max(slab.length * 2, used + size));
    }
    System.arraycopy(bytes, start, slab, used, size);
    append(time, (long) cpu << 32 | used);
    used += size;
  }

  private void append(long time, long place) {
    if (count == times.length) {
      times = Arrays.copyOf(times, count * 2);
      places = Arrays.copyOf(places, count * 2);
    }
    times[count] = time;
    places[count] = place;
    if (count == 0 || isBefore(count, count - 1)) {
      beginRun();
    }
    ends[runs - 1] = ++count;
  }

  private void beginRun() {
    if (runs == heads.length) {
      heads = Arrays.copyOf(heads, runs * 2);
      ends = Arrays.copyOf(ends, runs * 2);
      heap = Arrays.copyOf(heap, runs * 2);
    }
    heads[runs++] = count;
  }

  /** Whether one record comes before another that was added earlier. */
  private boolean isBefore(int record, int earlier) {
    return times[record] < times[earlier]
        || times[record] == times[earlier] && places[record] >>> 32 < places[earlier] >>> 32;
  }

  /** Lets the records up to a time come out. */
  void begin(long untilNanos) {
    limit = untilNanos;
    heapSize = 0;
    current = -1;
    for (int run = 0; run < runs; run++) {
      int at = heapSize++;
      while (at > 0 && comesFirst(run, heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
      }
      heap[at] = run;
    }
  }

  private boolean comesFirst(int run, int other) {
    int record = heads[run];
    int second = heads[other];
    if (times[record] != times[second]) {
      return times[record] < times[second];
    }
    long cpu = places[record] >>> 32;
    long secondCpu = places[second] >>> 32;
    return cpu != secondCpu ? cpu < secondCpu : run < other;
  }

  /** Goes to the next record; false if those that are left are later. */
  boolean next() {
    if (current >= 0 && ++heads[heap[0]] == ends[heap[0]]) {
      heapSize--;
      sink(heap[heapSize]);
    } else if (current >= 0) {
      sink(heap[0]);
    }
    if (heapSize == 0 || times[heads[heap[0]]] > limit) {
      keepRest();
      return false;
    }
    current = heads[heap[0]];
    return true;
  }

  private void sink(int run) {
    int at = 0;
    for (int child = 1; child < heapSize; child = at * 2 + 1) {
      if (child + 1 < heapSize && comesFirst(heap[child + 1], heap[child])) {
        child++;
      }
      if (!comesFirst(heap[child], run)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = run;
  }

  /** Moves what hasn't come out to the front. */
  private void keepRest() {
    byte[] from = slab;
    slab = spare.length < from.length ? new byte[from.length] : spare;
    spare = from;
    int[] oldHeads = Arrays.copyOf(heads, runs);
    int[] oldEnds = Arrays.copyOf(ends, runs);
    used = 0;
    count = 0;
    runs = 0;
    current = -1;
    for (int run = 0; run < oldHeads.length; run++) {
      for (int i = oldHeads[run]; i < oldEnds[run]; i++) {
        int start = (int) places[i];
        int size = RecordReader.sizeOf(from, start);
        System.arraycopy(from, start, slab, used, size);
        append(times[i], places[i] & 0xffffffffL << 32 | used);
        used += size;
      }
    }
  }

  /** The slab that holds the record on which it stands. */
  byte[] bytes() {
    return slab;
  }

  /** Where that record starts. */
  int start() {
    return (int) places[current];
  }

  long timeNanos() {
    return times[current];
  }

  int cpu() {
    return (int) (places[current] >>> 32);
  }
}
