package ktap.sources.perfdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import ktap.sources.flow.Bytes;
import ktap.sources.tracefile.InputFile;

/**
 * Gives the records of a file one behind the other. A record is 4 bytes of type, 2 of flags, 2 of
 * size, and what the type says.
 *
 * <p>Where there is no record, it looks for the next place where some follow each other, and tells
 * what it left out. Not for several threads.
 *
 * <p>The windows of bytes in which records lie aren't its own: those of which it gave records stay
 * as they are.
 */
final class RecordReader {
  /** So many records in a row are taken for real ones after damage. */
  private static final int IN_A_ROW = 4;

  private static final int MOST_DAMAGES = 16;

  private final InputFile file;
  private final long from;
  private final long end;
  private final boolean mayBeOpen;
  private final List<String> damages = new ArrayList<>();
  private final Supplier<byte[]> windows;
  private byte[] bytes = {};
  private boolean hasGiven; // records of this window
  private long windowStart;
  private int windowLength;
  private int next;
  private int start;
  private int size;
  private int type;
  private int step = Long.BYTES; // compressed records have any size

  /**
   * @param mayBeOpen whether the records simply stop where the file does, as perf leaves them when
   *     it is killed
   * @param windows gives bytes that nobody uses, of a size that any record fits in
   */
  RecordReader(InputFile file, long from, long to, boolean mayBeOpen, Supplier<byte[]> windows) {
    this.file = file;
    this.from = from;
    this.windowStart = from;
    this.end = Math.min(to, file.size());
    this.mayBeOpen = mayBeOpen;
    this.windows = windows;
    if (to > file.size()) {
      damages.add(
          file.path()
              + " was cut off: its records should go on for "
              + Long.toUnsignedString(to - file.size())
              + " bytes");
    }
  }

  /** Goes to the next record; false after the last one. */
  boolean next() {
    while (has(RecordType.HEADER)) {
      if (isRecord(next) && has(sizeAt(next))) {
        start = next;
        size = sizeAt(next);
        type = Bytes.getInt(bytes, start);
        step = type == RecordType.COMPRESSED ? 1 : step;
        next += size;
        hasGiven = true;
        return true;
      }
      if (!isRecord(next)) {
        findRecords();
      } else {
        break; // the last one isn't complete
      }
    }
    finish();
    return false;
  }

  private void finish() {
    long rest = end - windowStart - next;
    if (rest > 0 && !mayBeOpen) {
      damage(windowStart + next, rest);
    }
    next = windowLength;
    windowStart = end - windowLength;
  }

  /** Brings so many bytes from the next record on into the window, which moves if need be. */
  private boolean has(int count) {
    if (next + count <= windowLength) {
      return true;
    }
    long from = windowStart + next;
    if (from + count > end) {
      return false;
    }
    int kept = windowLength - next;
    byte[] window = hasGiven || bytes.length == 0 ? windows.get() : bytes;
    System.arraycopy(bytes, next, window, 0, kept);
    bytes = window;
    hasGiven = false;
    int wanted = (int) Math.min(bytes.length - kept, end - from - kept);
    windowLength = kept + file.read(from + kept, bytes, kept, wanted);
    windowStart = from;
    next = 0;
    return windowLength >= count;
  }

  /** Bytes of a record, its header included. */
  static int sizeOf(byte[] bytes, int start) {
    return Bytes.getShort(bytes, start + 6) & 0xffff;
  }

  private int sizeAt(int at) {
    return sizeOf(bytes, at);
  }

  private boolean isRecord(int at) {
    int kind = Bytes.getInt(bytes, at);
    return kind > 0 && kind <= RecordType.LAST && sizeAt(at) >= RecordType.HEADER;
  }

  /** Goes on where a few records follow each other, or to the end. */
  private void findRecords() {
    long from = windowStart + next;
    do {
      next = Math.min(next + step, windowLength);
    } while (has(RecordType.HEADER) && !startsRecords());
    damage(from, Math.min(windowStart + next, end) - from);
  }

  private boolean startsRecords() {
    int ahead = 0;
    for (int i = 0; i < IN_A_ROW; i++) {
      if (windowStart + next + ahead == end) {
        return i > 0;
      }
      if (!has(ahead + RecordType.HEADER)) {
        return false;
      }
      int at = next + ahead;
      if (!isRecord(at) || sizeAt(at) % step != 0) {
        return false;
      }
      ahead += sizeAt(at);
    }
    return true;
  }

  private void damage(long from, long count) {
    if (damages.size() < MOST_DAMAGES) {
      damages.add(
          file.path()
              + " is damaged: "
              + count
              + " bytes from byte "
              + from
              + " on are no records");
    }
  }

  /** Leaves out bytes that follow the record and aren't records. */
  void skip(long count) {
    long to = windowStart + next + Math.max(0, count);
    if (to < 0 || to > end) {
      to = end;
    }
    if (to <= windowStart + windowLength) {
      next = (int) (to - windowStart);
    } else {
      windowStart = to;
      windowLength = 0;
      next = 0;
    }
  }

  /** The bytes that follow the record and aren't records, as far as there are. */
  byte[] following(long count) {
    long from = windowStart + next;
    byte[] copy = new byte[(int) Math.max(0, Math.min(count, Math.min(end - from, 1 << 28)))];
    return Arrays.copyOf(copy, file.read(from, copy, 0, copy.length));
  }

  /** Where in the window the next record starts. */
  int position() {
    return next;
  }

  /** Goes on behind records of the window that were looked at without this. */
  void moveTo(int position) {
    next = position;
  }

  /** Bytes of the window that were read. */
  int windowLength() {
    return windowLength;
  }

  int type() {
    return type;
  }

  int flags() {
    return Bytes.getShort(bytes, start + 4) & 0xffff;
  }

  /** The window that holds the record. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the record starts, its header included. */
  int start() {
    return start;
  }

  /** Bytes of the record, its header included. */
  int size() {
    return size;
  }

  /** How much was read so far, from 0 to 1. */
  double progress() {
    return end <= from ? 1 : (double) (windowStart + next - from) / (end - from);
  }

  List<String> damages() {
    return List.copyOf(damages);
  }
}
