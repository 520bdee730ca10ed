package ktap.sources.flow;

/**
 * Many events, one behind the other in one slab of bytes that the batch owns. The unit that moves
 * through a pipeline, into a recording and out of it.
 *
 * <p>All numbers are little-endian. An event is a header of 32 bytes, its payload in the layout of
 * its {@link EventType}, and zero bytes up to a multiple of 8:
 *
 * <pre>
 *  0  int    size      of all of it: header, payload, filling
 *  4  int    type      number in {@link EventTables#types()}
 *  8  long   time      CLOCK_MONOTONIC, ns
 * 16  int    tid       thread that was running; as the root pid namespace numbers it
 * 20  int    pid       process of that thread
 * 24  int    command   number in {@link EventTables#names()}
 * 28  short  cpu       where it happened
 * 30  short  flags     {@link #LATE}
 * 32  payload
 * </pre>
 *
 * <p>Events lie in the order (time, CPU, position in the CPU's ring), but for those with {@link
 * #LATE}. A batch doesn't change once it is built, so that any thread may read it.
 */
public final class EventBatch implements Item {
  public static final int SIZE = 0;
  public static final int TYPE = 4;
  public static final int TIME = 8;
  public static final int TID = 16;
  public static final int PID = 20;
  public static final int COMMAND = 24;
  public static final int CPU = 28;
  public static final int FLAGS = 30;
  public static final int HEADER = 32;

  /** Flag: the event came after a mark of a later time. */
  public static final int LATE = 1;

  private final EventTables tables;
  private final byte[] bytes;
  private final int length;
  private final int count;
  private final boolean hasLosses;

  EventBatch(EventTables tables, byte[] bytes, int length, int count, boolean hasLosses) {
    this.tables = tables;
    this.bytes = bytes;
    this.length = length;
    this.count = count;
    this.hasLosses = hasLosses;
  }

  /** A batch over bytes that already have this layout, of which it becomes the owner. */
  public static EventBatch of(EventTables tables, byte[] bytes, int length) {
    int count = 0;
    boolean hasLosses = false;
    int at = 0;
    while (at < length) {
      int size = length - at < HEADER ? 0 : Bytes.getInt(bytes, at + SIZE);
      if (size < HEADER || size > length - at || (size & 7) != 0) {
        throw new IllegalArgumentException("no event begins at byte " + at);
      }
      hasLosses |= Bytes.getInt(bytes, at + TYPE) == EventTypes.LOST;
      at += size;
      count++;
    }
    return new EventBatch(tables, bytes, length, count, hasLosses);
  }

  /**
   * A batch over bytes that were walked already: who calls this vouches that events begin where
   * they should, how many there are, and whether one of them is a loss.
   */
  public static EventBatch ofWalked(
      EventTables tables, byte[] bytes, int length, int count, boolean hasLosses) {
    return new EventBatch(tables, bytes, length, count, hasLosses);
  }

  /**
   * Moves the times of an event, those inside of a loss too.
   *
   * @param at where the event's header starts in the slab, which is still being made
   */
  public static void shift(byte[] slab, int at, long nanos) {
    add(slab, at + TIME, nanos);
    if (Bytes.getInt(slab, at + TYPE) == EventTypes.LOST) {
      add(slab, at + HEADER + EventTypes.LOST_FROM, nanos);
      add(slab, at + HEADER + EventTypes.LOST_TO, nanos);
    }
  }

  private static void add(byte[] slab, int at, long nanos) {
    Bytes.putLong(slab, at, Bytes.getLong(slab, at) + nanos);
  }

  public EventTables tables() {
    return tables;
  }

  /** The slab; read only, valid up to {@link #length()}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes in use. */
  public int length() {
    return length;
  }

  /** Events in it, the stream's own ones included. */
  public int count() {
    return count;
  }

  /** Whether one of them is a loss, so that nobody has to walk it to find out. */
  public boolean hasLosses() {
    return hasLosses;
  }

  /** A cursor before the first event. */
  public EventCursor cursor() {
    return new EventCursor(this);
  }

  /** The first {@code bytes} bytes of it as a batch of its own; they must end with an event. */
  public EventBatch head(int bytes) {
    return bytes == length ? this : of(tables, this.bytes, bytes);
  }

  /**
   * What a reader saw that left behind the first {@code bytes} bytes, which must end with an event:
   * these, and a mark of the time at which it left. What left may have been a timer, which the next
   * event's time made fire.
   */
  public EventBatch leftAt(int bytes) {
    if (bytes == length) {
      return this;
    }
    EventBatchBuilder seen = new EventBatchBuilder(tables, bytes + HEADER);
    EventCursor event = cursor();
    while (event.next() && event.start() < bytes) {
      seen.add(event);
    }
    if (!event.isLate()) {
      seen.addMark(event.timeNanos());
    }
    return seen.build();
  }
}
