package ktap.sources.tracefs;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;
import ktap.sources.tasks.Tasks;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rings of all CPUs into one stream of batches, in the order (time, CPU, position in the
 * ring).
 *
 * <p>It goes by rounds. A round has an end in time; it gives out all that happened until then, and
 * closes with the losses that were found and a mark of that time. What is in the rings beyond the
 * end waits for the next round. What turns up in a round and belongs to an earlier one is late.
 */
final class EventStream {
  private final TracefsCatalog catalog;
  private final EventTables tables;
  private final Tasks tasks;
  private final @Nullable TaskFeed feed;
  private final TargetWatch watch;
  private final List<CpuRing> rings;
  private final RingMerge merge;
  private final EventBatchBuilder batch;

  /** Number of a type in the stream by the number that the kernel gave it; 0 if not seen yet. */
  private int[] numbers = new int[4096];

  private long until;
  private boolean isInRound;
  private long lastMark;
  private long lateEvents;

  /**
   * @param feed absent if nobody wants to know tasks
   */
  EventStream(
      TracefsCatalog catalog,
      EventTables tables,
      Tasks tasks,
      @Nullable TaskFeed feed,
      TargetWatch watch,
      List<CpuRing> rings,
      int batchBytes) {
    this.catalog = catalog;
    this.tables = tables;
    this.tasks = tasks;
    this.feed = feed;
    this.watch = watch;
    this.rings = rings;
    this.merge = new RingMerge(rings.size());
    this.batch = new EventBatchBuilder(tables, batchBytes);
  }

  /** Begins a round that ends with a time. */
  void begin(long untilNanos) {
    until = untilNanos;
    isInRound = true;
    merge.clear();
    for (CpuRing ring : rings) {
      if (ring.begin()) {
        merge.add(ring);
      }
    }
  }

  boolean isInRound() {
    return isInRound;
  }

  /** Takes events until the round is through or the batch has so many bytes. */
  void fill(int enough) {
    while (batch.length() < enough) {
      if (merge.isEmpty() || merge.first().timeNanos() > until) {
        isInRound = false;
        return;
      }
      CpuRing ring = merge.first();
      if (feed != null && ring.isTasks()) {
        feed.accept(ring);
      } else {
        take(ring);
      }
      merge.advanceFirst();
    }
  }

  private void take(CpuRing ring) {
    byte[] bytes = ring.bytes();
    int at = ring.start();
    int cpu = ring.cpu();
    int tid = Bytes.getInt(bytes, at + TaskFeed.COMMON_PID);
    long task = tasks.get(tid, cpu);
    int pid = Tasks.pid(task);
    int type = number(Bytes.getShort(bytes, at + TaskFeed.COMMON_TYPE) & 0xffff);
    if (type == 0 || !watch.wants(pid)) {
      return;
    }
    long time = ring.timeNanos();
    int flags = 0;
    if (time <= lastMark) {
      flags = EventBatch.LATE;
      lateEvents++;
    }
    batch.add(type, time, cpu, tid, pid, Tasks.command(task), flags, bytes, at, ring.length());
  }

  private int number(int kernelId) {
    int number = kernelId < numbers.length ? numbers[kernelId] : 0;
    return number == 0 ? learn(kernelId) : number;
  }

  private int learn(int kernelId) {
    Optional<EventType> type = catalog.find(kernelId);
    if (type.isEmpty()) {
      return 0; // the event was removed while it was on its way
    }
    if (kernelId >= numbers.length) {
      numbers = Arrays.copyOf(numbers, kernelId * 2);
    }
    return numbers[kernelId] = tables.add(type.get());
  }

  /** Adds a loss to the batch, at the end of the round. */
  void addLost(int cpu, long count, long from, long to, String cause) {
    batch.addLost(to, cpu, count, from, to, "cpu " + cpu + " ring", cause);
  }

  /** Adds that changes of mappings were lost, if any were. */
  void addLostMappings(long count, long from, long to) {
    if (count > 0) {
      batch.addLost(to, 0, count, from, to, "mappings of code", "their buffer was full");
    }
  }

  /** Ends the round: all that comes from now on is later, or late. */
  void mark(long timeNanos) {
    tasks.forget(timeNanos);
    lastMark = timeNanos;
    batch.addMark(timeNanos);
  }

  /** Adds that the user ended the trace. */
  void addStop() {
    batch.add(EventTypes.STOP, lastMark, 0, 0, 0, 0, 0, 0);
  }

  boolean hasBatch() {
    return !batch.isEmpty();
  }

  EventBatch build() {
    return batch.build();
  }

  /** Events that came after the mark of a later time. */
  long lateEvents() {
    return lateEvents;
  }
}
