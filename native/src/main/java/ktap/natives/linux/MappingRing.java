package ktap.natives.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the processes on one CPU map of code, and how they begin and end, as the kernel's own
 * records of it (linux/perf_event.h: MMAP2, FORK, EXIT, LOST), each with its time in
 * CLOCK_MONOTONIC as the last eight bytes. They wait in a ring; when that is full, what comes then
 * is lost, and the next record that finds room has one before it that says how many were.
 *
 * <p>For one thread.
 */
public final class MappingRing implements AutoCloseable {
  // struct perf_event_attr as of Linux 4.8
  private static final int ATTRIBUTE_SIZE = 112;
  private static final int TYPE_AT = 0;
  private static final int SIZE_AT = 4;
  private static final int CONFIG_AT = 8;
  private static final int SAMPLE_TYPE_AT = 24;
  private static final int READ_FORMAT_AT = 32;
  private static final int FLAGS_AT = 40;
  private static final int CLOCK_AT = 92;

  private static final int SOFTWARE = 1;
  private static final int DUMMY = 9;
  private static final long WITH_TIME = 1 << 2;
  private static final long COUNT_OF_LOST = 1 << 4;
  private static final int CLOCK_MONOTONIC = 1;
  private static final long WITHOUT_KERNEL = 1 << 5;
  private static final long MAPPINGS = 1 << 8;
  private static final long TASKS = 1 << 13;
  private static final long TIME_IN_ALL = 1 << 18;
  private static final long MAPPINGS_2 = 1 << 23;
  private static final long OWN_CLOCK = 1 << 25;
  private static final long FLAGS =
      WITHOUT_KERNEL | MAPPINGS | MAPPINGS_2 | TASKS | TIME_IN_ALL | OWN_CLOCK;

  private static final long ALL_PROCESSES = -1;
  private static final long NO_GROUP = -1;

  // struct perf_event_mmap_page
  private static final int HEAD = 1024;
  private static final int TAIL = 1032;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Descriptor event;
  private final long address;
  private final long length;
  private final ByteBuffer page;
  private final ByteBuffer ring;
  private final NativeBuffer counts = new NativeBuffer(2 * Long.BYTES); // the event's; of lost ones
  private boolean isClosed;

  private MappingRing(Descriptor event, long address, int pageSize, int ringSize) {
    this.event = event;
    this.address = address;
    this.length = pageSize + (long) ringSize;
    ByteBuffer all = new Pointer(address).getByteBuffer(0, length);
    this.page = all.slice(0, pageSize).order(ByteOrder.nativeOrder());
    this.ring = all.slice(pageSize, ringSize);
  }

  /**
   * Opens it; from now on the kernel writes.
   *
   * @param bytes of the ring; a power of two, a page at least
   */
  public static MappingRing open(int cpu, int bytes) {
    Descriptor event = openEvent(cpu);
    int pageSize = CLibrary.getpagesize();
    long address =
        CLibrary.mmap(
            0,
            pageSize + (long) bytes,
            CLibrary.PROT_READ | CLibrary.PROT_WRITE,
            CLibrary.MAP_SHARED,
            event.number(),
            0);
    if (address == CLibrary.MAP_FAILED) {
      LinuxException failure = new LinuxException("mmap", Native.getLastError(), event.path());
      event.close();
      throw failure;
    }
    return new MappingRing(event, address, pageSize, bytes);
  }

  /** Kernels before Linux 6.0 don't count what is lost. */
  private static Descriptor openEvent(int cpu) {
    try {
      return openEvent(cpu, COUNT_OF_LOST);
    } catch (LinuxException e) {
      if (e.errno() == Errno.EINVAL) {
        return openEvent(cpu, 0);
      }
      throw e;
    }
  }

  private static Descriptor openEvent(int cpu, long readFormat) {
    try (Memory attributes = new Memory(ATTRIBUTE_SIZE)) {
      attributes.clear();
      attributes.setInt(TYPE_AT, SOFTWARE);
      attributes.setInt(SIZE_AT, ATTRIBUTE_SIZE);
      attributes.setLong(CONFIG_AT, DUMMY);
      attributes.setLong(SAMPLE_TYPE_AT, WITH_TIME);
      attributes.setLong(READ_FORMAT_AT, readFormat);
      attributes.setLong(FLAGS_AT, FLAGS);
      attributes.setInt(CLOCK_AT, CLOCK_MONOTONIC);
      long number =
          CLibrary.syscall(
              Platform.isARM()
                  ? CLibrary.NR_PERF_EVENT_OPEN_ARM
                  : CLibrary.NR_PERF_EVENT_OPEN_INTEL,
              Pointer.nativeValue(attributes),
              ALL_PROCESSES,
              cpu,
              NO_GROUP,
              CLibrary.PERF_FLAG_FD_CLOEXEC);
      if (number < 0) {
        throw new LinuxException("perf_event_open", Native.getLastError(), "cpu " + cpu);
      }
      return new Descriptor((int) number, "mappings of cpu " + cpu);
    }
  }

  /**
   * How many records found no room since it was opened, those that no record has told of yet
   * included; 0 if the kernel doesn't count them.
   */
  public long lost() {
    byte[] values = new byte[counts.size()];
    if (Linux.read(event, counts) < values.length) {
      return 0;
    }
    counts.copyTo(values, 0, values.length);
    return (long) LONG.get(ByteBuffer.wrap(values), Long.BYTES);
  }

  /** Takes all records that are there, whole ones. */
  public byte[] take() {
    if (isClosed) {
      throw new IllegalStateException(event.path() + " is closed");
    }
    long head = (long) LONG.getAcquire(page, HEAD);
    long tail = page.getLong(TAIL);
    byte[] records = new byte[(int) (head - tail)];
    int from = (int) (tail & ring.capacity() - 1);
    int first = Math.min(records.length, ring.capacity() - from);
    ring.get(from, records, 0, first);
    ring.get(0, records, first, records.length - first);
    LONG.setRelease(page, TAIL, head);
    return records;
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      CLibrary.munmap(address, length);
      event.close();
    }
  }
}
