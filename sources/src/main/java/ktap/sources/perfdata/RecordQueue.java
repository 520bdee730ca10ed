package ktap.sources.perfdata;

import java.util.Arrays;

/**
 * Records that wait for their turn, and come out in the order (time, CPU, place in the file).
 *
 * <p>perf writes what it finds in one CPU's ring after the other, so a round is made of runs that
 * are in order. The runs of two rounds are merged by a heap; by the end of a round the one before
 * has come out, and its memory takes in the next. Between {@link #begin} and the {@link #next} that
 * gives false nothing can be added. Not for several threads.
 */
final class RecordQueue {
  /** The records of one round, in runs. */
  private static final class Round {
    byte[] slab = new byte[1 << 20];
    int used;
    long[] times = new long[1 << 13];
    long[] places = new long[1 << 13]; // CPU in the upper half, start in the slab in the lower
    int count;
    Run[] runs = {};
    int runCount;

    void clear() {
      used = 0;
      count = 0;
      runCount = 0;
    }
  }

  /** Records of a round that are in order. */
  private static final class Run {
    final Round round;
    int head; // its next record
    int end;
    int order; // of equal ones, which comes first

    Run(Round round) {
      this.round = round;
    }

    long time() {
      return round.times[head];
    }

    boolean comesBefore(Run other) {
      long time = time();
      long second = other.time();
      if (time != second) {
        return time < second;
      }
      int cpu = cpu();
      int secondCpu = other.cpu();
      return cpu != secondCpu ? cpu < secondCpu : order < other.order;
    }

    int cpu() {
      return (int) (round.places[head] >>> 32);
    }
  }

  private Round older = new Round();
  private Round newer = new Round();
  private Run[] heap = new Run[16]; // the run with the first record first
  private int heapSize;
  private long limit;
  private long bound; // up to this time the first run stays the first
  private boolean isOnRecord;

  /** Bytes of the records in it. */
  int bytesUsed() {
    return older.used + newer.used;
  }

  void add(byte[] bytes, int start, int size, long time, int cpu) {
    Round round = newer;
    int used = round.used;
    if (used + size > round.slab.length) {
      round.slab = Arrays.copyOf(round.slab, used + size + round.slab.length / 2);
    }
    System.arraycopy(bytes, start, round.slab, used, size);
    int count = round.count;
    if (count == round.times.length) {
      round.times = Arrays.copyOf(round.times, count + count / 2);
      round.places = Arrays.copyOf(round.places, count + count / 2);
    }
    round.times[count] = time;
    round.places[count] = (long) cpu << 32 | used;
    if (count == 0 || isBeforeLast(round, time, cpu)) {
      beginRun(round);
    }
    round.count = count + 1;
    round.runs[round.runCount - 1].end = count + 1;
    round.used = used + size;
  }

  private static boolean isBeforeLast(Round round, long time, int cpu) {
    int last = round.count - 1;
    return time < round.times[last]
        || time == round.times[last] && cpu < (int) (round.places[last] >>> 32);
  }

  private static void beginRun(Round round) {
    if (round.runCount == round.runs.length) {
      int first = round.runCount;
      round.runs = Arrays.copyOf(round.runs, Math.max(16, first * 2));
      for (int i = first; i < round.runs.length; i++) {
        round.runs[i] = new Run(round);
      }
    }
    round.runs[round.runCount++].head = round.count;
  }

  /**
   * Ends a round, and lets the records up to a time come out. That must not be before any record of
   * the rounds that ended earlier.
   */
  void begin(long untilNanos) {
    limit = untilNanos;
    heapSize = 0;
    isOnRecord = false;
    addRuns(older);
    addRuns(newer);
    setBound();
  }

  private void addRuns(Round round) {
    for (int i = 0; i < round.runCount; i++) {
      Run run = round.runs[i];
      if (run.head < run.end) {
        run.order = heapSize;
        add(run);
      }
    }
  }

  private void add(Run run) {
    if (heapSize == heap.length) {
      heap = Arrays.copyOf(heap, heapSize * 2);
    }
    int at = heapSize++;
    while (at > 0 && run.comesBefore(heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = run;
  }

  /** Goes to the next record; false if those that are left are later. */
  boolean next() {
    if (isOnRecord) {
      Run run = heap[0];
      int head = ++run.head;
      if (head < run.end && run.round.times[head] < bound) {
        return true;
      }
      sink(head < run.end ? run : heap[--heapSize]);
      setBound();
    }
    isOnRecord = heapSize > 0 && heap[0].time() <= limit;
    if (!isOnRecord) {
      endRound();
    }
    return isOnRecord;
  }

  private void setBound() {
    long until = limit == Long.MAX_VALUE ? limit : limit + 1;
    for (int i = 1; i <= 2 && i < heapSize; i++) {
      until = Math.min(until, heap[i].time());
    }
    bound = until;
  }

  private void sink(Run run) {
    int at = 0;
    for (int child = 1; child < heapSize; child = at * 2 + 1) {
      if (child + 1 < heapSize && heap[child + 1].comesBefore(heap[child])) {
        child++;
      }
      if (!heap[child].comesBefore(run)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = run;
  }

  private void endRound() {
    Round emptied = older;
    emptied.clear();
    older = newer;
    newer = emptied;
  }

  /** The slab that holds the record on which it stands. */
  byte[] bytes() {
    return heap[0].round.slab;
  }

  /** Where that record starts. */
  int start() {
    Run run = heap[0];
    return (int) run.round.places[run.head];
  }

  long timeNanos() {
    return heap[0].time();
  }

  int cpu() {
    return heap[0].cpu();
  }
}
