package ktap.sources.flow;

/**
 * Walks the events of one batch without allocating. Starts before the first event.
 *
 * <pre>{@code
 * for (EventCursor event = batch.cursor(); event.next(); ) {
 *   sum += field.readLong(event.bytes(), event.payload());
 * }
 * }</pre>
 *
 * <p>Not for several threads, and never kept longer than its batch.
 */
public final class EventCursor {
  private final EventBatch batch;
  private final byte[] bytes;
  private int at;
  private int next;

  EventCursor(EventBatch batch) {
    this.batch = batch;
    this.bytes = batch.bytes();
  }

  /** Goes to the next event; false after the last one. */
  public boolean next() {
    at = next;
    if (at >= batch.length()) {
      return false;
    }
    next = at + Bytes.getInt(bytes, at + EventBatch.SIZE);
    return true;
  }

  public EventBatch batch() {
    return batch;
  }

  /** The batch's slab; read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the event's header starts in the slab. */
  public int start() {
    return at;
  }

  /** Where the next event starts in the slab. */
  public int end() {
    return next;
  }

  /** Where the payload starts in the slab. */
  public int payload() {
    return at + EventBatch.HEADER;
  }

  /** Bytes of the payload, the filling included. */
  public int payloadSize() {
    return next - at - EventBatch.HEADER;
  }

  public int typeNumber() {
    return Bytes.getInt(bytes, at + EventBatch.TYPE);
  }

  public EventType type() {
    return batch.tables().types().get(typeNumber());
  }

  /** Whether it is the stream's own (a mark, a loss, a stop) and not for scripts. */
  public boolean isOwn() {
    return typeNumber() < EventTypes.FIRST;
  }

  public long timeNanos() {
    return Bytes.getLong(bytes, at + EventBatch.TIME);
  }

  public int tid() {
    return Bytes.getInt(bytes, at + EventBatch.TID);
  }

  public int pid() {
    return Bytes.getInt(bytes, at + EventBatch.PID);
  }

  /** Number of the command name in the stream's {@link CommandNames}. */
  public int command() {
    return Bytes.getInt(bytes, at + EventBatch.COMMAND);
  }

  public int cpu() {
    return Bytes.getShort(bytes, at + EventBatch.CPU) & 0xffff;
  }

  public boolean isLate() {
    return (Bytes.getShort(bytes, at + EventBatch.FLAGS) & EventBatch.LATE) != 0;
  }
}
