package ktap.script.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ktap.sources.flow.Bytes;

/** Writes numbers and bytes one behind the other, and gives them on in parts. */
final class ByteWriter {
  private static final int PART = 512 << 10;
  private static final int LEAST = 4 << 10;

  private final StateParts out;
  private byte[] part = {};
  private int length;

  ByteWriter(StateParts out) {
    this.out = out;
  }

  void octet(int value) {
    room(1);
    part[length++] = (byte) value;
  }

  /** A number that is seldom negative or large: 7 bits a byte. */
  void count(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7f) != 0) {
      part[length++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    part[length++] = (byte) rest;
  }

  /** An integer; the nearer to 0 the shorter. */
  void integer(long value) {
    count(value << 1 ^ value >> 63);
  }

  /** 8 bytes. */
  void bits(long value) {
    room(8);
    Bytes.putLong(part, length, value);
    length += 8;
  }

  void bytes(byte[] bytes) {
    count(bytes.length);
    int from = 0;
    while (from < bytes.length) {
      room(Math.min(bytes.length - from, PART));
      int some = Math.min(bytes.length - from, PART - length);
      System.arraycopy(bytes, from, part, length, some);
      length += some;
      from += some;
    }
  }

  /** A piece that begins with an octet of its length. */
  void piece(byte[] bytes, int from) {
    int all = 1 + (bytes[from] & 0xff);
    room(all);
    System.arraycopy(bytes, from, part, length, all);
    length += all;
  }

  /** What was written, as such a piece. */
  byte[] toPiece() {
    byte[] piece = new byte[1 + length];
    piece[0] = (byte) length;
    System.arraycopy(part, 0, piece, 1, length);
    return piece;
  }

  /** Whether what was written is a piece that lies there. */
  boolean isSame(byte[] bytes, int from) {
    int to = from + 1 + length;
    return to <= bytes.length
        && (bytes[from] & 0xff) == length
        && Arrays.equals(part, 0, length, bytes, from + 1, to);
  }

  int length() {
    return length;
  }

  /** Begins anew. */
  void rewind() {
    length = 0;
  }

  void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void room(int wanted) {
    if (length + wanted > part.length) {
      makeRoom(wanted);
    }
  }

  private void makeRoom(int wanted) {
    if (length + wanted > PART) {
      flush();
    }
    if (length + wanted > part.length) {
      part = Arrays.copyOf(part, Math.min(PART, Math.max(LEAST, (length + wanted) * 2)));
    }
  }

  /** Gives on what there is. */
  void flush() {
    if (length > 0) {
      out.part(part, length);
      length = 0;
    }
  }
}
