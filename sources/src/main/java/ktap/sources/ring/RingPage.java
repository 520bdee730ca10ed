package ktap.sources.ring;

import ktap.sources.flow.Bytes;

/**
 * Walks the events of one page of the kernel's ring buffer, without allocating.
 *
 * <pre>{@code
 * page.reset(bytes, 0, bytes.length);
 * while (page.next()) {
 *   take(page.timeNanos(), bytes, page.start(), page.length());
 * }
 * }</pre>
 *
 * <p>An event is a word and its payload (linux/ring_buffer.h). The low 5 bits of the word are its
 * kind, the upper 27 the nanoseconds since the event before:
 *
 * <pre>
 *  1..28  payload of 4 times as many bytes
 *  0      the next word is the length of itself and the payload
 *  29     filling, or an event that was taken back; the next word is its length; a word whose upper
 *         bits are 0 fills the rest of the page
 *  30     the next word adds to the time, shifted by 27
 *  31     the next word, shifted by 27, and the upper bits are the time itself, but for its upper 5
 * </pre>
 *
 * <p>Little-endian. Not for several threads.
 */
public final class RingPage {
  private static final int KIND = 31;
  private static final int TIME_SHIFT = 5;
  private static final int FILLING = 29;
  private static final int TIME_EXTEND = 30;
  private static final int TIME_STAMP = 31;
  private static final int DELTA_BITS = 27;
  private static final long STAMP_BITS = (1L << 59) - 1;

  /** Above these bits of the commit word are flags. */
  private static final int COMMIT = (1 << 27) - 1;

  private static final int LOST = 1 << 31;
  private static final int LOST_COUNTED = 1 << 30;

  /** {@link #lostBefore}: events were lost, but the page had no room for their number. */
  public static final long LOST_UNCOUNTED = -1;

  private final PageLayout layout;
  private byte[] bytes = {};
  private int at;
  private int end;
  private long time;
  private int start;
  private int length;
  private int committed;
  private long lostBefore;

  public RingPage(PageLayout layout) {
    this.layout = layout;
  }

  /**
   * Goes before the first event of a page.
   *
   * @param from where the page starts in {@code bytes}
   * @param size bytes of the page, header included
   * @throws CorruptPageException if the header tells of more bytes than there are
   */
  public void reset(byte[] bytes, int from, int size) {
    if (size < layout.dataOffset()) {
      throw new CorruptPageException("a ring page of " + size + " bytes has no header");
    }
    int commit = Bytes.getInt(bytes, from + layout.commitOffset());
    committed = commit & COMMIT;
    if (committed > size - layout.dataOffset()) {
      throw new CorruptPageException(
          "a ring page of " + size + " bytes says that " + committed + " of them are events");
    }
    this.bytes = bytes;
    at = from + layout.dataOffset();
    end = at + committed;
    time = Bytes.getLong(bytes, from + layout.timestampOffset());
    lostBefore = (commit & LOST) == 0 ? 0 : lostCount(commit, from + size);
  }

  private long lostCount(int commit, int pageEnd) {
    if ((commit & LOST_COUNTED) == 0 || end + layout.commitSize() > pageEnd) {
      return LOST_UNCOUNTED;
    }
    return layout.commitSize() == 8
        ? Bytes.getLong(bytes, end)
        : Bytes.getInt(bytes, end) & 0xffffffffL;
  }

  /**
   * Goes to the next event; false after the last one.
   *
   * @throws CorruptPageException if an event reaches beyond the page
   */
  public boolean next() {
    while (at + 4 <= end) {
      int word = Bytes.getInt(bytes, at);
      int kind = word & KIND;
      long delta = Integer.toUnsignedLong(word) >>> TIME_SHIFT;
      if (kind > 0 && kind < FILLING) {
        return event(delta, at + 4, kind * 4);
      }
      if (kind == FILLING && delta == 0) {
        break;
      }
      int second = at + 8 <= end ? Bytes.getInt(bytes, at + 4) : -1;
      if (kind == 0) {
        return event(delta, at + 8, second - 4);
      }
      skip(kind, delta, second);
    }
    at = end;
    return false;
  }

  private boolean event(long delta, int payload, int size) {
    if (size < 0 || size > end - payload) {
      throw corrupt(size);
    }
    time += delta;
    start = payload;
    length = size;
    at = payload + size;
    return true;
  }

  private void skip(int kind, long delta, int second) {
    long high = (second & 0xffffffffL) << DELTA_BITS;
    switch (kind) {
      case TIME_EXTEND -> time += high + delta;
      case TIME_STAMP -> time = time & ~STAMP_BITS | high + delta;
      default -> {
        // An event that was taken back counts in the time of those after it; 1 stands for none
        // (rb_event_discard in kernel/trace/ring_buffer.c).
        time += delta == 1 ? 0 : delta;
        if (second < 4 || second > end - at - 4) {
          throw corrupt(second);
        }
        at += second - 4;
      }
    }
    at += 8;
  }

  private CorruptPageException corrupt(int size) {
    return new CorruptPageException(
        "an event of " + size + " bytes doesn't fit the " + (end - at) + " bytes left in its page");
  }

  /** When the event happened, by the ring's clock. */
  public long timeNanos() {
    return time;
  }

  /** Where the event's payload starts in the bytes of the page. */
  public int start() {
    return start;
  }

  /** Bytes of the payload, filling included. */
  public int length() {
    return length;
  }

  /** Bytes of all events in the page. */
  public int committed() {
    return committed;
  }

  /** Events that were overwritten before this page, or {@link #LOST_UNCOUNTED}. */
  public long lostBefore() {
    return lostBefore;
  }
}
