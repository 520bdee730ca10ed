package ktap.sources.flow;

import java.util.Arrays;

/**
 * Writes events one behind the other and gives them out as a batch. The slab grows as needed; after
 * {@link #build()} the builder begins a new one. Not for several threads.
 */
public final class EventBatchBuilder {
  /** A batch that fills less than this part of the slab gets one of its own. */
  private static final int SMALL = 4;

  private final EventTables tables;
  private final int capacity;
  private byte[] bytes;
  private int length;
  private int count;
  private boolean hasLosses;

  /**
   * @param capacity bytes to begin with; make it what a batch usually takes
   */
  public EventBatchBuilder(EventTables tables, int capacity) {
    this.tables = tables;
    this.capacity = capacity;
    this.bytes = new byte[capacity];
  }

  /**
   * Writes the header of an event and makes room for its payload.
   *
   * @return where to write the payload in {@link #bytes()}, valid until the next call
   */
  public int add(
      int type,
      long timeNanos,
      int cpu,
      int tid,
      int pid,
      int command,
      int flags,
      int payloadSize) {
    int size = EventBatch.HEADER + payloadSize + 7 & ~7;
    if (length + size > bytes.length) {
      grow(size);
    }
    byte[] slab = bytes;
    int at = length;
    Bytes.putLong(slab, at + size - Long.BYTES, 0); // the filling, in a slab that was used before
    Bytes.putLong(slab, at + EventBatch.SIZE, pair(size, type));
    Bytes.putLong(slab, at + EventBatch.TIME, timeNanos);
    Bytes.putLong(slab, at + EventBatch.TID, pair(tid, pid));
    Bytes.putLong(slab, at + EventBatch.COMMAND, pair(command, cpu & 0xffff | flags << 16));
    length = at + size;
    count++;
    hasLosses |= type == EventTypes.LOST;
    return at + EventBatch.HEADER;
  }

  private void grow(int size) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size));
  }

  /** Two numbers that lie next to each other. */
  private static long pair(int first, int second) {
    return (long) second << 32 | first & 0xffffffffL;
  }

  /** Writes an event with its payload. */
  public void add(
      int type,
      long timeNanos,
      int cpu,
      int tid,
      int pid,
      int command,
      int flags,
      byte[] source,
      int from,
      int payloadSize) {
    int at = add(type, timeNanos, cpu, tid, pid, command, flags, payloadSize);
    System.arraycopy(source, from, bytes, at, payloadSize);
  }

  /** Writes the event that a cursor stands on, of a batch with the same tables. */
  public void add(EventCursor event) {
    int size = event.end() - event.start();
    if (length + size > bytes.length) {
      grow(size);
    }
    System.arraycopy(event.bytes(), event.start(), bytes, length, size);
    length += size;
    count++;
    hasLosses |= event.typeNumber() == EventTypes.LOST;
  }

  /** Writes a mark of time. */
  public void addMark(long timeNanos) {
    add(EventTypes.MARK, timeNanos, 0, 0, 0, CommandNames.UNKNOWN, 0, 0);
  }

  /** Writes a loss: {@code lost} events between two times, where and why. */
  public void addLost(
      long timeNanos, int cpu, long lost, long from, long to, String source, String cause) {
    byte[] payload = EventTypes.lostPayload(lost, from, to, source, cause);
    add(EventTypes.LOST, timeNanos, cpu, 0, 0, CommandNames.UNKNOWN, 0, payload, 0, payload.length);
  }

  /** The slab that is being written; changes when it grows. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes written. */
  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** Gives out what was written and begins anew. */
  public EventBatch build() {
    // A quiet live source gives out a mark at a time: a slab for each would be mostly air.
    boolean isSmall = length < bytes.length / SMALL;
    byte[] slab = isSmall ? Arrays.copyOf(bytes, length) : bytes;
    EventBatch batch = new EventBatch(tables, slab, length, count, hasLosses);
    bytes = isSmall ? bytes : new byte[capacity];
    length = 0;
    count = 0;
    hasLosses = false;
    return batch;
  }
}
