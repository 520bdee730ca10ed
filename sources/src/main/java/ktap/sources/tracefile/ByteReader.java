package ktap.sources.tracefile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ktap.sources.flow.Bytes;
import ktap.sources.recording.RecordingException;

/**
 * Reads little-endian numbers and texts one behind the other, from a part of a file or from memory.
 * A length that the data tell is believed only as far as there are bytes. Not for several threads.
 */
public final class ByteReader {
  private static final int WINDOW = 1 << 16;

  /** Nothing in a trace file's head is larger; kallsyms of a big kernel are a tenth of it. */
  private static final int LARGEST = 256 << 20;

  /** Gives the bytes of a part of something. */
  @FunctionalInterface
  private interface Origin {
    int read(long at, byte[] to, int from, int count);
  }

  private final String where;
  private final Origin origin;
  private final long end;
  private final byte[] window = new byte[WINDOW];
  private long windowStart;
  private int windowLength;
  private long at;

  private ByteReader(String where, Origin origin, long at, long end) {
    this.where = where;
    this.origin = origin;
    this.at = at;
    this.end = end;
  }

  /** Over a part of a file, which may be shorter than told. */
  public static ByteReader of(InputFile file, long from, long to) {
    return new ByteReader(
        file.path().toString(), file::read, from, Math.max(from, Math.min(to, file.size())));
  }

  /**
   * Over bytes in memory.
   *
   * @param where what they are, for messages
   */
  public static ByteReader of(String where, byte[] bytes) {
    return new ByteReader(
        where,
        (from, to, start, count) -> {
          System.arraycopy(bytes, (int) from, to, start, count);
          return count;
        },
        0,
        bytes.length);
  }

  /** What is read, for messages. */
  String where() {
    return where;
  }

  /** Where it stands: the next byte to be read. */
  public long position() {
    return at;
  }

  public long remaining() {
    return end - at;
  }

  public int getByte() {
    int index = need(1);
    at += 1;
    return window[index] & 0xff;
  }

  public int getShort() {
    int index = need(2);
    at += 2;
    return Bytes.getShort(window, index) & 0xffff;
  }

  public int getInt() {
    int index = need(4);
    at += 4;
    return Bytes.getInt(window, index);
  }

  public long getLong() {
    int index = need(8);
    at += 8;
    return Bytes.getLong(window, index);
  }

  /** So many bytes, a copy. */
  public byte[] getBytes(long count) {
    if (count < 0 || count > remaining() || count > LARGEST) {
      throw tooShort(count);
    }
    byte[] bytes = new byte[(int) count];
    if (origin.read(at, bytes, 0, bytes.length) < bytes.length) {
      throw tooShort(count);
    }
    at += count;
    return bytes;
  }

  /** Text up to a NUL, which is read too. */
  public String getText() {
    StringBuilder text = new StringBuilder();
    for (int c = getByte(); c != 0; c = getByte()) {
      if (text.length() == WINDOW) {
        throw new RecordingException(
            where + " is damaged at byte " + (at - WINDOW) + ": a name has no end");
      }
      text.append((char) c);
    }
    return text.toString();
  }

  /** A text of a fixed length, up to its first NUL. */
  public String getText(long count) {
    byte[] bytes = getBytes(count);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
  }

  public void skip(long count) {
    if (count < 0 || count > remaining()) {
      throw tooShort(count);
    }
    at += count;
  }

  /** Brings bytes into the window. */
  private int need(int count) {
    if (count > end - at) {
      throw tooShort(count);
    }
    if (at < windowStart || at + count > windowStart + windowLength) {
      windowLength = origin.read(at, window, 0, (int) Math.min(WINDOW, end - at));
      windowStart = at;
      if (windowLength < count) {
        throw tooShort(count);
      }
    }
    return (int) (at - windowStart);
  }

  private RecordingException tooShort(long count) {
    return new RecordingException(
        where
            + " is damaged or was cut off: at byte "
            + at
            + " it should go on for "
            + Long.toUnsignedString(count)
            + " bytes, but there are "
            + remaining());
  }
}
