package ktap.sources.mappings;

import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ktap.natives.linux.Errno;
import ktap.natives.linux.LinuxException;
import ktap.natives.linux.MappingRing;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.MappingChange.Mapped;
import ktap.sources.flow.Mappings;

/**
 * Where code is mapped in the processes of the running kernel, from a time on: what is there then,
 * by {@code /proc}, and each change since, from a ring of the kernel's for each CPU.
 *
 * <p>Life: opened, told which processes to follow, {@link #begin}, a {@link #takeUntil} for each
 * part of the stream before its events are given out, closed. For one thread; {@link #begin} may be
 * called by another.
 */
public final class LiveMappings implements AutoCloseable {
  /** Some thousand changes: hundreds of new programs between two looks. */
  private static final int RING_BYTES = 512 << 10;

  private final Mappings mappings;
  private final MappingRecords records;
  private final List<MappingRing> rings = new ArrayList<>();
  private final Deque<Change> pending = new ArrayDeque<>();
  private final Set<Integer> followed = new HashSet<>();
  private final long startNanos = System.nanoTime();
  private boolean isWhole = true;
  private boolean followsChildren;
  private int leftOut = -1;
  private long lost; // as records tell
  private long toldLost;

  /** A record of the kernel's. */
  @SuppressWarnings("ArrayRecordComponent") // stays in this class, and nobody compares it
  private record Change(long timeNanos, byte[] bytes, int start, int size) {
    int kind() {
      return Bytes.getInt(bytes, start);
    }

    int word(int number) {
      return Bytes.getInt(bytes, start + MappingRecords.HEADER + 4 * number);
    }
  }

  private LiveMappings(Mappings mappings) {
    this.mappings = mappings;
    this.records = new MappingRecords(mappings);
  }

  /**
   * From now on the kernel remembers changes, of all processes.
   *
   * @param cpus all that there can be; those that are switched off are passed over
   * @param mappings takes them in
   * @throws LinuxException if the kernel has no such rings, or doesn't permit it
   */
  public static LiveMappings open(List<Integer> cpus, Mappings mappings) {
    return open(cpus, mappings, RING_BYTES);
  }

  static LiveMappings open(List<Integer> cpus, Mappings mappings, int ringBytes) {
    LiveMappings live = new LiveMappings(mappings);
    try {
      for (int cpu : cpus) {
        live.open(cpu, ringBytes);
      }
    } catch (LinuxException e) {
      live.close();
      throw e;
    }
    return live;
  }

  private void open(int cpu, int ringBytes) {
    try {
      rings.add(MappingRing.open(cpu, ringBytes));
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENODEV) {
        throw e;
      }
    }
  }

  /** Follows all processes but one. */
  public void leaveOut(int pid) {
    leftOut = pid;
  }

  /** Follows only processes that it will be told, and perhaps their children. */
  public void followOnly(boolean children) {
    isWhole = false;
    followsChildren = children;
  }

  /** Follows a process. */
  public void follow(int pid) {
    followed.add(pid);
  }

  /** Tells what the followed processes have mapped now. */
  public void begin() {
    takeSnapshot(startNanos);
  }

  private void takeSnapshot(long timeNanos) {
    for (int pid : isWhole ? all() : List.copyOf(followed)) {
      if (pid != leftOut) {
        for (Mapped it : ProcessMaps.of(pid, timeNanos)) {
          String file = records.once(it.file());
          mappings.add(new Mapped(pid, timeNanos, it.start(), it.length(), it.offset(), file));
        }
      }
    }
  }

  private static List<Integer> all() {
    List<Integer> pids = new ArrayList<>();
    String[] names = new File("/proc").list((_, name) -> Character.isDigit(name.charAt(0)));
    for (String name : names == null ? new String[0] : names) {
      pids.add(Integer.valueOf(name));
    }
    return pids;
  }

  /** Tells the changes until a time, in their order. */
  public void takeUntil(long timeNanos) {
    boolean isNew = false;
    for (MappingRing ring : rings) {
      isNew |= read(ring.take());
    }
    if (isNew) {
      List<Change> sorted = new ArrayList<>(pending);
      sorted.sort(Comparator.comparingLong(Change::timeNanos));
      pending.clear();
      pending.addAll(sorted);
    }
    while (!pending.isEmpty() && pending.getFirst().timeNanos() <= timeNanos) {
      take(pending.removeFirst());
    }
  }

  private boolean read(byte[] bytes) {
    int size;
    for (int at = 0; at < bytes.length; at += size) {
      size = Bytes.getShort(bytes, at + 6) & 0xffff;
      long time = Bytes.getLong(bytes, at + size - Long.BYTES);
      pending.add(new Change(time, bytes, at, size));
    }
    return bytes.length > 0;
  }

  /** long number of the event, long how many were lost; else int pid, int pid of the parent. */
  private void take(Change change) {
    int pid = change.word(0);
    switch (change.kind()) {
      case MappingRecords.LOST -> {
        lost += Bytes.getLong(change.bytes(), change.start() + MappingRecords.HEADER + 8);
        return;
      }
      case MappingRecords.FORK -> {
        if (followsChildren && followed.contains(change.word(1))) {
          followed.add(pid);
        }
      }
      default -> {
        // a process that is known, or not
      }
    }
    if (isWhole ? pid != leftOut : followed.contains(pid)) {
      // the time behind the name isn't part of it
      int size = change.size() - Long.BYTES;
      records.accept(change.bytes(), change.start(), size, change.timeNanos());
      if (change.kind() == MappingRecords.EXIT && pid == change.word(2)) {
        followed.remove(pid);
      }
    }
  }

  /**
   * How many changes were lost since it was asked last, for want of room in a ring. What the
   * processes have mapped now is told again then.
   */
  public long takeLost() {
    long all = Math.max(lost, rings.stream().mapToLong(MappingRing::lost).sum());
    long count = all - toldLost;
    toldLost = all;
    if (count > 0) {
      takeSnapshot(System.nanoTime());
    }
    return count;
  }

  @Override
  public void close() {
    rings.forEach(MappingRing::close);
    rings.clear();
  }
}
