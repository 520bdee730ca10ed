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
import ktap.sources.tracefile.Damage;
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

  private static final Damage DAMAGED =
      new Damage("sample", "is damaged and was left out", "are damaged and were left out");
  private static final Damage STRANGE =
      new Damage(
          "sample",
          "belongs to no event that the file describes and was left out",
          "belong to no event that the file describes and were left out");
  private static final Damage LATE =
      new Damage("sample", "came after a later one", "came after later ones");

  private final InputFile file;
  private final RecordReader records;
  private final boolean isFinished;
  private final PerfEvents events;
  private final EventTables tables;
  private final Tasks tasks;
  private final TaskRecords taskRecords;
  private final EventBatchBuilder batch;
  private final RecordQueue queue;
  private final CompressedRecords compressed = new CompressedRecords();
  private final int[] numbers; // of the events' types in the stream; 0 if not seen yet

  private boolean isMerging;
  private boolean isAtEnd;
  private long newest;
  private long time; // of the record that was read last
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
    this.isFinished = header.isFinished();
    this.events = events;
    this.queue = new RecordQueue(events);
    this.records =
        new RecordReader(
            file, header.dataStart(), header.dataEnd(), !header.isFinished(), queue::window);
    this.tables = tables;
    this.tasks = new Tasks(tables.names());
    this.taskRecords = new TaskRecords(tasks, tables.mappings());
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

  /** Gives records if some can come out, or else reads until some can; false at the end. */
  private boolean step() {
    if (!isMerging) {
      if (isAtEnd) {
        return false;
      }
      while (read()) {
        // small, too
      }
      isMerging = true;
    } else if (!give()) {
      isMerging = false;
      finish();
    }
    return true;
  }

  /** Gives what can come out, as far as the batch has room; false if that was all. */
  private boolean give() {
    while (queue.next()) {
      give(queue.bytes(), queue.start(), queue.timeNanos());
      if (batch.length() >= BATCH) {
        return true;
      }
    }
    return false;
  }

  /** Reads a record and the samples before it; false if some can come out by then. */
  private boolean read() {
    if (events.isUniform()) {
      takeSamples();
    }
    if (queue.bytesUsed() >= QUEUE) {
      queue.begin(newest);
      return false;
    }
    if (!records.next()) {
      isAtEnd = true;
      queue.begin(Long.MAX_VALUE);
      return false;
    }
    take(records.bytes(), records.start(), records.size());
    return records.type() != RecordType.FINISHED_ROUND || !endRound();
  }

  /** Several small rounds are ended as one. */
  private boolean endRound() {
    boolean isWorthIt = queue.isWorthIt();
    if (isWorthIt) {
      queue.begin(roundLimit);
    }
    roundLimit = newest;
    return isWorthIt;
  }

  /** Takes in samples that continue the last run, up to anything else and the window's end. */
  private void takeSamples() {
    byte[] bytes = records.bytes();
    if (!queue.endsAt(bytes, records.position())) {
      return;
    }
    SampleLayout layout = events.get(0).layout();
    int end = records.windowLength();
    int last = queue.lastStart();
    int at = records.position();
    long before = time;
    while (at + layout.smallest() <= end && Bytes.getInt(bytes, at) == RecordType.SAMPLE) {
      int size = RecordReader.sizeOf(bytes, at);
      if (size > end - at || isDamaged(layout, bytes, at, size)) {
        break;
      }
      long now = events.timeOf(bytes, at, before);
      if (now < before || now == before && events.cpuOf(bytes, at) < events.cpuOf(bytes, last)) {
        break;
      }
      before = now;
      last = at;
      at += size;
    }
    time = before;
    newest = Math.max(newest, before);
    queue.extend(last, at, before);
    records.moveTo(at);
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
      case RecordType.MMAP,
          RecordType.MMAP_2,
          RecordType.COMM,
          RecordType.FORK,
          RecordType.EXIT,
          RecordType.LOST,
          RecordType.LOST_SAMPLES -> {
        add(bytes, start, size);
        return;
      }
      case RecordType.COMPRESSED, RecordType.COMPRESSED_2 -> {
        compressed.accept(bytes, start, size);
        while (compressed.next()) {
          int inner = compressed.size();
          int at = queue.copy(compressed.bytes(), compressed.start(), inner);
          take(queue.copies(), at, inner);
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
    queue.leaveOut(bytes, start, size);
  }

  private void add(byte[] bytes, int start, int size) {
    time = events.timeOf(bytes, start, time);
    newest = Math.max(newest, time);
    queue.add(bytes, start, size, time);
  }

  private void takeSample(byte[] bytes, int start, int size) {
    int number = events.like(bytes, start, size);
    if (number < 0) {
      strangeSamples++;
      queue.leaveOut(bytes, start, size);
    } else if (isDamaged(events.get(number).layout(), bytes, start, size)) {
      damagedSamples++;
      queue.leaveOut(bytes, start, size);
    } else {
      add(bytes, start, size);
    }
  }

  private static boolean isDamaged(SampleLayout layout, byte[] bytes, int start, int size) {
    if (size < layout.smallest()) {
      return true;
    }
    int cpu = layout.cpu == 0 ? 0 : Bytes.getInt(bytes, start + layout.cpu);
    return cpu < 0 || cpu >= PerfEvents.MOST_CPUS;
  }

  private void give(byte[] bytes, int start, long time) {
    int cpu = events.cpuOf(bytes, start);
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
    int who = event.layout().tid;
    int pid = who == 0 ? 0 : Bytes.getInt(bytes, start + who);
    int tid = who == 0 ? 0 : Bytes.getInt(bytes, start + who + 4);
    if (tid < 0) { // it has ended so far that it lost its number
      tid = samples.thread();
      pid = -1;
    }
    long task = tasks.get(tid, cpu);
    int flags = time < lastNanos ? EventBatch.LATE : 0;
    lateEvents += flags;
    int type = numbers[number] == 0 ? newType(number) : numbers[number];
    pid = pid < 0 ? Tasks.pid(task) : pid;
    int at = batch.add(type, time, cpu, tid, pid, Tasks.command(task), flags, payloadSize);
    samples.write(batch.bytes(), at);
    passed(time, cpu);
  }

  private int newType(int number) {
    numbers[number] = tables.add(events.get(number).type());
    return numbers[number];
  }

  private void passed(long time, int cpu) {
    if (firstNanos == 0) {
      firstNanos = time;
    }
    lastNanos = Math.max(lastNanos, time);
    if (cpu >= lastByCpu.length) {
      makeRoom(cpu);
    }
    lastByCpu[cpu] = time;
    tasks.forget(time);
  }

  private void makeRoom(int cpu) {
    lastByCpu = Arrays.copyOf(lastByCpu, Math.max(cpu + 1, lastByCpu.length * 2));
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
    } else if (isAtEnd && isFinished && compressed.hasRest()) {
      damages.add(file.path() + " is damaged: its last compressed record isn't complete");
    }
    DAMAGED.tell(damagedSamples, file.path(), damages);
    STRANGE.tell(strangeSamples, file.path(), damages);
    return damages;
  }

  @Override
  public synchronized List<String> notes() {
    List<String> notes = new ArrayList<>();
    LATE.tell(lateEvents, file.path(), notes);
    return notes;
  }
}
