package ktap.script.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Reads what {@link ByteWriter} wrote. */
final class ByteReader {
  private final Iterator<byte[]> parts;
  private byte[] part = {};
  private int at;
  private int pieceAt;

  ByteReader(List<byte[]> parts) {
    this.parts = parts.iterator();
  }

  /** Reads what lies in one array from some place on. */
  ByteReader(byte[] part, int at) {
    this.parts = Collections.emptyIterator();
    this.part = part;
    this.at = at;
  }

  int octet() {
    while (at == part.length) {
      if (!parts.hasNext()) {
        throw wrong("its end");
      }
      part = parts.next();
      at = 0;
    }
    return part[at++] & 0xff;
  }

  long count() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw wrong("a number of more than 64 bits");
  }

  /** A count of what comes, or a place. */
  int size() {
    long value = count();
    if (value < 0 || value > Integer.MAX_VALUE - 8) {
      throw wrong("a size of " + value);
    }
    return (int) value;
  }

  long integer() {
    long value = count();
    return value >>> 1 ^ -(value & 1);
  }

  long bits() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (long) octet() << shift;
    }
    return value;
  }

  byte[] bytes() {
    int size = size();
    if (size <= part.length - at) {
      at += size;
      return Arrays.copyOfRange(part, at - size, at);
    }
    byte[] bytes = new byte[size];
    int from = 0;
    while (from < bytes.length) {
      bytes[from++] = (byte) octet();
      int some = Math.min(bytes.length - from, part.length - at);
      System.arraycopy(part, at, bytes, from, some);
      at += some;
      from += some;
    }
    return bytes;
  }

  /**
   * Goes behind a piece that begins with an octet of its length.
   *
   * @return the array in which it lies, from {@link #pieceAt()} on
   */
  byte[] piece() {
    int size = octet();
    if (size <= part.length - at) {
      pieceAt = at - 1;
      at += size;
      return part;
    }
    byte[] own = new byte[1 + size];
    own[0] = (byte) size;
    for (int i = 1; i <= size; i++) {
      own[i] = (byte) octet();
    }
    pieceAt = 0;
    return own;
  }

  /** Where in its array the last piece begins. */
  int pieceAt() {
    return pieceAt;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  static StateException wrong(String found) {
    return new StateException("a checkpoint is damaged: found " + found + " in it");
  }
}
