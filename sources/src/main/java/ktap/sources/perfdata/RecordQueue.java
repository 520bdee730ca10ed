package ktap.sources.perfdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ktap.sources.flow.Bytes;

/**
 * Records that wait for their turn, and come out in the order (time, CPU, place in the file).
 *
 * <p>perf writes what it finds in one CPU's ring after the other, so a round is made of runs that
 * are in order. The runs of two rounds are merged by a heap; by the end of a round the one before
 * has come out, and its memory takes in the next. Between {@link #begin} and the {@link #next} that
 * gives false nothing can be added. Not for several threads.
 *
 * <p>Records aren't moved: they lie in the windows of bytes that the queue hands out, one behind
 * the other as in the file. What of them isn't to come out is marked by {@link #leaveOut}.
 */
final class RecordQueue {
  /** Bytes of a window: a few of the largest records. */
  static final int WINDOW = 1 << 18;

  /** Stands for the type of a record that isn't to come out. */
  private static final int LEFT_OUT = 0;

  /** The records of one round, in runs, and the windows in which none of a later round lies. */
  private static final class Round {
    final List<byte[]> windows = new ArrayList<>();
    Run[] runs = {};
    int runCount;
  }

  /** Records of one window that are in order. */
  private static final class Run {
    byte[] bytes = {};
    int head; // its next record
    int end;
    long time; // of the next record
    int order; // of equal ones, which comes first

    boolean comesBefore(Run other, PerfEvents events) {
      if (time != other.time) {
        return time < other.time;
      }
      int cpu = events.cpuOf(bytes, head);
      int otherCpu = events.cpuOf(other.bytes, other.head);
      return cpu != otherCpu ? cpu < otherCpu : order < other.order;
    }

    /** Goes to its next record; false if there is none. */
    boolean advance(PerfEvents events) {
      int at = head;
      do {
        at += RecordReader.sizeOf(bytes, at);
      } while (at < end && Bytes.getInt(bytes, at) == LEFT_OUT);
      head = at;
      if (at >= end) {
        return false;
      }
      time = events.timeOf(bytes, at, time);
      return true;
    }
  }

  private final PerfEvents events;
  private final List<byte[]> free = new ArrayList<>();
  private byte[] reading = {};
  private byte[] copies = {};
  private int copied;
  private int windows;
  private boolean isWorthIt;

  private Round older = new Round();
  private Round newer = new Round();
  private Run[] heap = new Run[16]; // the run with the first record first
  private int heapSize;
  private long limit;
  private long bound; // up to this time the first run stays the first
  private boolean isOnRecord;

  // the record that was added last
  private byte[] lastBytes = {};
  private int lastStart;
  private int lastEnd; // behind it and those that were left out after it
  private long lastTime;

  /**
   * @param events tell when and where a record happened
   */
  RecordQueue(PerfEvents events) {
    this.events = events;
  }

  /** Bytes of the windows that are in use. */
  int bytesUsed() {
    return windows * WINDOW;
  }

  /** Whether so much was added since the last round ended that it pays to end one. */
  boolean isWorthIt() {
    return isWorthIt;
  }

  /** A window for records that are read; those of earlier ones stay where they are. */
  byte[] window() {
    reading = newWindow();
    return reading;
  }

  private byte[] newWindow() {
    byte[] window = free.isEmpty() ? new byte[WINDOW] : free.removeLast();
    newer.windows.add(window);
    windows++;
    isWorthIt = true;
    return window;
  }

  /**
   * Copies a record that doesn't lie in a window into one, {@link #copies()}.
   *
   * @return where it lies
   */
  int copy(byte[] bytes, int start, int size) {
    if (copied + size > copies.length) {
      copies = newWindow();
      copied = 0;
    }
    int at = copied;
    System.arraycopy(bytes, start, copies, at, size);
    copied = at + size;
    return at;
  }

  /** The window into which a record was copied last. */
  byte[] copies() {
    return copies;
  }

  /** Marks a record that lies in a window and isn't to come out. */
  void leaveOut(byte[] window, int start, int size) {
    Bytes.putInt(window, start, LEFT_OUT);
    if (endsAt(window, start)) {
      lastEnd = start + size;
    }
  }

  /** Takes in a record that lies in a window, behind all that were added of that window. */
  void add(byte[] window, int start, int size, long time) {
    Round round = newer;
    if (!endsAt(window, start) || isBeforeLast(window, start, time)) {
      beginRun(round, window, start, time);
    }
    lastBytes = window;
    extend(start, start + size, time);
  }

  /** Whether the records of the round to come end at a place, so that nothing else lies between. */
  @SuppressWarnings("ReferenceEquality") // the same window, not one with the same bytes
  boolean endsAt(byte[] window, int place) {
    return newer.runCount > 0 && window == lastBytes && place == lastEnd;
  }

  /** Where the record that was added last starts. */
  int lastStart() {
    return lastStart;
  }

  /**
   * Takes in records that follow the last one in its window and are in order.
   *
   * @param start of the last of them
   */
  void extend(int start, int end, long time) {
    newer.runs[newer.runCount - 1].end = end;
    lastStart = start;
    lastEnd = end;
    lastTime = time;
  }

  private boolean isBeforeLast(byte[] window, int start, long time) {
    return time < lastTime
        || time == lastTime && events.cpuOf(window, start) < events.cpuOf(lastBytes, lastStart);
  }

  private static void beginRun(Round round, byte[] window, int start, long time) {
    if (round.runCount == round.runs.length) {
      int first = round.runCount;
      round.runs = Arrays.copyOf(round.runs, Math.max(16, first * 2));
      for (int i = first; i < round.runs.length; i++) {
        round.runs[i] = new Run();
      }
    }
    Run run = round.runs[round.runCount++];
    run.bytes = window;
    run.head = start;
    run.time = time;
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
    while (at > 0 && run.comesBefore(heap[(at - 1) / 2], events)) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = run;
  }

  /** Goes to the next record; false if those that are left are later. */
  boolean next() {
    if (isOnRecord) {
      Run run = heap[0];
      boolean hasMore = run.advance(events);
      if (hasMore && run.time < bound) {
        return true;
      }
      sink(hasMore ? run : heap[--heapSize]);
      setBound();
    }
    isOnRecord = heapSize > 0 && heap[0].time <= limit;
    if (!isOnRecord) {
      endRound();
    }
    return isOnRecord;
  }

  private void setBound() {
    long until = limit == Long.MAX_VALUE ? limit : limit + 1;
    for (int i = 1; i <= 2 && i < heapSize; i++) {
      until = Math.min(until, heap[i].time);
    }
    bound = until;
  }

  private void sink(Run run) {
    int at = 0;
    for (int child = 1; child < heapSize; child = at * 2 + 1) {
      if (child + 1 < heapSize && heap[child + 1].comesBefore(heap[child], events)) {
        child++;
      }
      if (!heap[child].comesBefore(run, events)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = run;
  }

  private void endRound() {
    isWorthIt = false;
    Round emptied = older;
    free.addAll(emptied.windows);
    windows -= emptied.windows.size();
    emptied.windows.clear();
    emptied.runCount = 0;
    older = newer;
    newer = emptied;
    keepInUse(reading);
    keepInUse(copies);
  }

  /** A window into which more will come belongs to the new round. */
  @SuppressWarnings("ReferenceEquality") // the same window, not one with the same bytes
  private void keepInUse(byte[] window) {
    for (int i = older.windows.size() - 1; i >= 0; i--) {
      if (older.windows.get(i) == window) {
        older.windows.remove(i);
        newer.windows.add(window);
        return;
      }
    }
  }

  /** The window that holds the record on which it stands. */
  byte[] bytes() {
    return heap[0].bytes;
  }

  /** Where that record starts. */
  int start() {
    return heap[0].head;
  }

  long timeNanos() {
    return heap[0].time;
  }
}
