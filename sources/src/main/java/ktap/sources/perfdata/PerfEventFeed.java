package ktap.sources.perfdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventTables;
import ktap.sources.tasks.Tasks;
import ktap.sources.tracefile.EventFeed;
import ktap.sources.tracefile.InputFile;

/**
 * Makes events of a file's records, in the order (time, CPU, place in the file).
 *
 * <p>perf reads the rings of all CPUs by rounds, and marks the end of each. What happened before
 * the end of the last but one round has been read by then: up to there, records come out of the
 * queue.
 */
final class PerfEventFeed implements EventFeed {
  private static final int BATCH = 128 << 10;

  /** So many bytes of records wait for their turn at the most. */
  private static final int QUEUE = 64 << 20;

  /** No kernel has more (NR_CPUS of x86-64 and arm64). */
  private static final int MOST_CPUS = 8192;

  private final InputFile file;
  private final RecordReader records;
  private final PerfEvents events;
  private final EventTables tables;
  private final Tasks tasks;
  private final TaskRecords taskRecords;
  private final EventBatchBuilder batch;
  private final RecordQueue queue = new RecordQueue();
  private final CompressedRecords compressed = new CompressedRecords();
  private final int[] numbers; // of the events' types in the stream; 0 if not seen yet

  private boolean isMerging;
  private boolean isAtEnd;
  private long newest;
  private long roundLimit = Long.MIN_VALUE;
  private long lastNanos;
  private long firstNanos;
  private long[] lastByCpu = new long[8];

  private long lostInRings;
  private long lostInAll;
  private long damagedSamples;
  private long strangeSamples;
  private long lateEvents;

  PerfEventFeed(InputFile file, PerfHeader header, PerfEvents events, EventTables tables) {
    this.file = file;
    this.records =
        new RecordReader(file, header.dataStart(), header.dataEnd(), !header.isFinished());
    this.events = events;
    this.tables = tables;
    this.tasks = new Tasks(tables.names());
    this.taskRecords = new TaskRecords(tasks);
    this.batch = new EventBatchBuilder(tables, BATCH + 4096);
    this.numbers = new int[events.count()];
  }

  @Override
  public synchronized Optional<EventBatch> next() {
    while (batch.length() < BATCH && step()) {
      // Small, since a JVM interprets the first 300,000 turns of a loop, but not what it calls.
    }
    return batch.isEmpty() ? Optional.empty() : Optional.of(batch.build());
  }

  /** Gives one record if some can come out, or else reads until some can; false at the end. */
  private boolean step() {
    if (!isMerging) {
      if (isAtEnd) {
        return false;
      }
      while (read()) {
        // small, too
      }
      isMerging = true;
    } else if (queue.next()) {
      give(queue.bytes(), queue.start(), queue.timeNanos(), queue.cpu());
    } else {
      isMerging = false;
      finish();
    }
    return true;
  }

  /** Reads a record; false if some can come out by then. */
  private boolean read() {
    if (queue.bytesUsed() >= QUEUE) {
      queue.begin(newest);
      return false;
    }
    if (!records.next()) {
      isAtEnd = true;
      queue.begin(Long.MAX_VALUE);
      return false;
    }
    if (records.type() == RecordType.FINISHED_ROUND) {
      queue.begin(roundLimit);
      roundLimit = newest;
      return false;
    }
    take(records.bytes(), records.start(), records.size());
    return true;
  }

  private void take(byte[] bytes, int start, int size) {
    int type = Bytes.getInt(bytes, start);
    if (type == RecordType.SAMPLE) {
      takeSample(bytes, start, size);
    } else {
      takeOther(type, bytes, start, size);
    }
  }

  private void takeOther(int type, byte[] bytes, int start, int size) {
    switch (type) {
      case RecordType.COMM,
          RecordType.FORK,
          RecordType.EXIT,
          RecordType.LOST,
          RecordType.LOST_SAMPLES -> {
        long time = events.timeOf(bytes, start, size);
        int cpu = events.cpuOf(bytes, start, size);
        newest = Math.max(newest, time);
        queue.add(bytes, start, size, time, cpu < 0 || cpu >= MOST_CPUS ? 0 : cpu);
      }
      case RecordType.COMPRESSED, RecordType.COMPRESSED_2 -> {
        compressed.accept(bytes, start, size);
        while (compressed.next()) {
          take(compressed.bytes(), compressed.start(), compressed.size());
        }
      }
      case RecordType.TRACING_DATA -> {
        long count = size >= 12 ? Bytes.getInt(bytes, start + 8) & 0xffffffffL : 0;
        records.skip(count + 7 & ~7L);
      }
      case RecordType.AUX_TRACE -> records.skip(size >= 16 ? Bytes.getLong(bytes, start + 8) : 0);
      default -> {
        // of no use here
      }
    }
  }

  private void takeSample(byte[] bytes, int start, int size) {
    int number = events.like(bytes, start, size);
    if (number < 0) {
      strangeSamples++;
      return;
    }
    SampleLayout layout = events.get(number).layout();
    if (size < layout.smallest()) {
      damagedSamples++;
      return;
    }
    int cpu = layout.cpu == 0 ? 0 : Bytes.getInt(bytes, start + layout.cpu);
    if (cpu < 0 || cpu >= MOST_CPUS) {
      damagedSamples++;
      return;
    }
    long time = layout.time == 0 ? newest : Bytes.getLong(bytes, start + layout.time);
    newest = Math.max(newest, time);
    queue.add(bytes, start, size, time, cpu);
  }

  private void give(byte[] bytes, int start, long time, int cpu) {
    int size = RecordReader.sizeOf(bytes, start);
    int type = Bytes.getInt(bytes, start);
    if (type == RecordType.SAMPLE) {
      giveSample(bytes, start, size, time, cpu);
    } else {
      giveOther(type, bytes, start, size, time, cpu);
    }
  }

  private void giveOther(int type, byte[] bytes, int start, int size, long time, int cpu) {
    switch (type) {
      case RecordType.LOST -> giveLost(bytes, start, size, time, cpu);
      case RecordType.LOST_SAMPLES -> giveLostSamples(bytes, start, size, time, cpu);
      default -> taskRecords.accept(bytes, start, size, time);
    }
  }

  private void giveSample(byte[] bytes, int start, int size, long time, int cpu) {
    int number = events.of(bytes, start, size);
    if (number < 0) {
      strangeSamples++;
      return;
    }
    PerfEvent event = events.get(number);
    SamplePayload samples = event.samples();
    int payloadSize = samples.measure(bytes, start, size);
    if (payloadSize < 0) {
      damagedSamples++;
      return;
    }
    SampleLayout layout = event.layout();
    int pid = layout.tid == 0 ? 0 : Bytes.getInt(bytes, start + layout.tid);
    int tid = layout.tid == 0 ? 0 : Bytes.getInt(bytes, start + layout.tid + 4);
    if (tid < 0) { // it has ended so far that it lost its number
      tid = samples.thread();
      pid = -1;
    }
    long task = tasks.get(tid, cpu);
    if (numbers[number] == 0) {
      numbers[number] = tables.types().add(event.type());
    }
    int flags = time < lastNanos ? EventBatch.LATE : 0;
    lateEvents += flags;
    int at =
        batch.add(
            numbers[number],
            time,
            cpu,
            tid,
            pid < 0 ? Tasks.pid(task) : pid,
            Tasks.command(task),
            flags,
            payloadSize);
    samples.write(batch.bytes(), at);
    passed(time, cpu);
  }

  private void passed(long time, int cpu) {
    if (firstNanos == 0) {
      firstNanos = time;
    }
    lastNanos = Math.max(lastNanos, time);
    if (cpu >= lastByCpu.length) {
      lastByCpu = Arrays.copyOf(lastByCpu, Math.max(cpu + 1, lastByCpu.length * 2));
    }
    lastByCpu[cpu] = time;
    tasks.forget(time);
  }

  /** long which event, long how many. */
  private void giveLost(byte[] bytes, int start, int size, long time, int cpu) {
    long count = size < 24 ? 0 : Bytes.getLong(bytes, start + 16);
    if (count > 0) {
      lostInRings += count;
      addLost(count, time, cpu, "perf's buffer was full");
    }
  }

  /**
   * long how many. The kernel tells those that the processor dropped when that happens; perf tells
   * at the end, without a time, all that an event lost, those in full rings included.
   */
  private void giveLostSamples(byte[] bytes, int start, int size, long time, int cpu) {
    long count = size < 16 ? 0 : Bytes.getLong(bytes, start + 8);
    int flags = Bytes.getShort(bytes, start + 4);
    if (count <= 0 || (flags & RecordType.DROPPED_BY_FILTER) != 0) {
      return;
    }
    if (time == 0) {
      lostInAll += count;
    } else {
      addLost(count, time, cpu, "the processor dropped them");
    }
  }

  private void addLost(long count, long time, int cpu, String cause) {
    long from = cpu < lastByCpu.length ? lastByCpu[cpu] : 0;
    String source = "cpu " + cpu + " of " + file.path();
    batch.addLost(time, cpu, count, Math.min(from, time), time, source, cause);
  }

  /** At the end, what was lost that no ring told. */
  private void finish() {
    if (isAtEnd && lostInAll > lostInRings) {
      String source = file.path().toString();
      long count = lostInAll - lostInRings;
      batch.addLost(lastNanos, 0, count, firstNanos, lastNanos, source, "perf's buffer was full");
    }
  }

  @Override
  public long firstNanos() {
    return firstNanos;
  }

  @Override
  public long lastNanos() {
    return lastNanos;
  }

  @Override
  public double progress() {
    return records.progress();
  }

  @Override
  public synchronized List<String> damages() {
    List<String> damages = new ArrayList<>(records.damages());
    if (!compressed.damage().isEmpty()) {
      damages.add(file.path() + " is damaged: " + compressed.damage());
    }
    add(damages, damagedSamples, "are damaged and were left out");
    add(damages, strangeSamples, "belong to no event that the file describes and were left out");
    add(damages, lateEvents, "came after later ones");
    return damages;
  }

  private void add(List<String> damages, long count, String what) {
    if (count > 0) {
      damages.add(count + " samples of " + file.path() + " " + what);
    }
  }
}
