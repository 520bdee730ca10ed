package ktap.sources.tracedat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.tasks.Tasks;
import ktap.sources.tracefile.Damage;
import ktap.sources.tracefile.EventFeed;
import ktap.sources.tracefile.InputFile;

/** Merges the events of all CPUs and buffers of a file, in the order (time, CPU, place in it). */
final class TraceDatFeed implements EventFeed {
  private static final Damage DAMAGED_PAGES =
      new Damage(
          "page",
          "is damaged and was read as far as that was possible",
          "are damaged and were read as far as that was possible");
  private static final Damage DAMAGED_EVENTS =
      new Damage("event", "is damaged and was left out", "are damaged and were left out");
  private static final Damage STRANGE_EVENTS =
      new Damage(
          "event",
          "has no format in the file and was left out",
          "have no format in the file and were left out");

  private static final int BATCH = 128 << 10;
  private static final int COMMON_TYPE = 0;
  private static final int COMMON_PID = 4;
  private static final int COMMON = 8;

  private final InputFile file;
  private final TraceDat dat;
  private final EventTables tables;
  private final Tasks tasks;
  private final EventBatchBuilder batch;
  private final List<CpuLane> lanes = new ArrayList<>();
  private final Map<TraceDat.CpuLoss, Long> told = new HashMap<>();
  private CpuLane[] heap = {};
  private int size;

  /** By the kernel's number: the type's in the stream, 0 if not seen yet, -1 if not known. */
  private final int[] numbers = new int[1 << 16];

  private final int[] smallest = new int[1 << 16];
  private boolean isBegun;
  private boolean isFinished;
  private boolean hasEvents;
  private long firstNanos;
  private long lastNanos;
  private long strangeEvents;
  private long damagedEvents;

  TraceDatFeed(InputFile file, TraceDat dat, EventTables tables) {
    this.file = file;
    this.dat = dat;
    this.tables = tables;
    this.tasks = new Tasks(tables.names());
    this.batch = new EventBatchBuilder(tables, BATCH + 4096);
    new SavedCommands(tasks).take(dat.tracing().commands());
  }

  @Override
  public synchronized Optional<EventBatch> next() {
    if (!isBegun) {
      isBegun = true;
      begin();
    }
    while (size > 0 && batch.length() < BATCH) {
      step(); // small, since a JVM interprets the first 300,000 turns of a loop
    }
    if (size == 0 && !isFinished) {
      isFinished = true;
      addUntoldLosses();
    }
    return batch.isEmpty() ? Optional.empty() : Optional.of(batch.build());
  }

  private void step() {
    CpuLane lane = heap[0];
    take(lane);
    if (!lane.next()) {
      addLost(lane, lane.takeLost());
      lane = heap[--size];
    }
    sink(lane);
  }

  private void begin() {
    record Ring(TraceDat.Buffer buffer, TraceDat.CpuData data) {}
    List<Ring> rings = new ArrayList<>();
    for (TraceDat.Buffer buffer : dat.buffers()) {
      for (TraceDat.CpuData data : buffer.cpus()) {
        rings.add(new Ring(buffer, data));
      }
    }
    rings.sort(Comparator.comparingInt(ring -> ring.data().cpu()));
    for (Ring ring : rings) {
      CpuPages pages = new CpuPages(file, ring.buffer(), ring.data(), dat.compression());
      lanes.add(
          new CpuLane(
              ring.buffer().name(),
              ring.data().cpu(),
              lanes.size(),
              pages,
              dat.tracing().layout(),
              dat));
    }
    heap = new CpuLane[lanes.size()];
    for (CpuLane lane : lanes) {
      if (lane.next()) {
        add(lane);
      }
    }
  }

  private void add(CpuLane lane) {
    int at = size++;
    while (at > 0 && lane.isBefore(heap[(at - 1) / 2])) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = lane;
  }

  private void sink(CpuLane lane) {
    int at = 0;
    for (int child = 1; child < size; child = at * 2 + 1) {
      if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
        child++;
      }
      if (!heap[child].isBefore(lane)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = lane;
  }

  private void take(CpuLane lane) {
    long time = lane.timeNanos();
    long lost = lane.takeLost();
    if (lost > 0) {
      addLost(lane, lost);
    }
    byte[] bytes = lane.bytes();
    int at = lane.start();
    int length = lane.length();
    int kind = length < COMMON ? -1 : Bytes.getShort(bytes, at + COMMON_TYPE) & 0xffff;
    int type = kind < 0 ? -1 : number(kind);
    if (type < 0 || length < smallest[kind]) {
      strangeEvents += type < 0 && kind >= 0 ? 1 : 0;
      damagedEvents += type >= 0 || kind < 0 ? 1 : 0;
      return;
    }
    int tid = Math.max(0, Bytes.getInt(bytes, at + COMMON_PID));
    long task = tasks.get(tid, lane.cpu());
    int late = hasEvents && time < lastNanos ? EventBatch.LATE : 0;
    batch.add(
        type, time, lane.cpu(), tid, Tasks.pid(task), Tasks.command(task), late, bytes, at, length);
    firstNanos = hasEvents ? firstNanos : time;
    lastNanos = hasEvents ? Math.max(lastNanos, time) : time;
    hasEvents = true;
  }

  private int number(int kind) {
    if (numbers[kind] == 0) {
      Optional<EventType> type = dat.tracing().formats().find(kind);
      numbers[kind] = type.isPresent() ? tables.add(type.get()) : -1;
      smallest[kind] = type.isPresent() ? type.get().fixedSize() : 0;
    }
    return numbers[kind];
  }

  private void addLost(CpuLane lane, long count) {
    if (count > 0) {
      TraceDat.CpuLoss place = new TraceDat.CpuLoss(lane.buffer(), lane.cpu(), 0);
      told.merge(place, count, Long::sum);
      addLost(place, count, lane.timeNanos());
    }
  }

  private void addLost(TraceDat.CpuLoss place, long count, long time) {
    String ring = place.buffer().isEmpty() ? "" : "buffer " + place.buffer() + ", ";
    String source = ring + "cpu " + place.cpu() + " of " + file.path();
    batch.addLost(
        time, place.cpu(), count, Math.min(firstNanos, time), time, source, "its buffer was full");
  }

  /** What the kernel's statistics tell besides what the pages told. */
  private void addUntoldLosses() {
    for (TraceDat.CpuLoss loss : dat.losses()) {
      TraceDat.CpuLoss place = new TraceDat.CpuLoss(loss.buffer(), loss.cpu(), 0);
      long rest = loss.count() - told.getOrDefault(place, 0L);
      if (rest > 0) {
        addLost(place, rest, lastNanos);
      }
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
  public synchronized double progress() {
    long read = 0;
    long whole = 0;
    for (CpuLane lane : lanes) {
      read += lane.bytesRead();
      whole += lane.bytesInAll();
    }
    return whole <= 0 ? 1 : Math.min(1, (double) read / whole);
  }

  @Override
  public synchronized List<String> damages() {
    List<String> damages = new ArrayList<>();
    long damagedPages = 0;
    for (CpuLane lane : lanes) {
      damages.addAll(lane.damages());
      damagedPages += lane.damagedPages();
    }
    DAMAGED_PAGES.tell(damagedPages, file.path(), damages);
    DAMAGED_EVENTS.tell(damagedEvents, file.path(), damages);
    STRANGE_EVENTS.tell(strangeEvents, file.path(), damages);
    return damages;
  }
}
