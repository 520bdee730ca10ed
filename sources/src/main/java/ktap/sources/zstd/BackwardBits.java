package ktap.sources.zstd;

import ktap.sources.flow.Bytes;

/**
 * Reads bits from the end of some bytes to their start: the last byte's highest bit that is set
 * marks where they begin. Beyond the start all bits are 0. Not for several threads.
 */
final class BackwardBits {
  private byte[] bytes = {};
  private int start;
  private int at;
  private long window; // 8 bytes from at on
  private int used; // bits of the window, from its highest on

  /**
   * Goes before the first bit.
   *
   * @throws ZstdException if there is no mark
   */
  void reset(byte[] source, int from, int size) {
    if (size < 1 || source[from + size - 1] == 0) {
      throw new ZstdException("bits have no end");
    }
    bytes = source;
    start = from;
    int mark = Integer.numberOfLeadingZeros(source[from + size - 1] & 0xff) - 24 + 1;
    if (size >= Long.BYTES) {
      at = from + size - Long.BYTES;
      window = Bytes.getLong(source, at);
      used = mark;
    } else {
      at = from;
      window = 0;
      for (int i = size - 1; i >= 0; i--) {
        window = window << 8 | source[from + i] & 0xff;
      }
      used = mark + (Long.BYTES - size) * 8;
    }
  }

  /** The next bits, at most 57 since the last {@link #reload()} counting those passed. */
  int peek(int count) {
    return used >= Long.SIZE ? 0 : (int) (window << used >>> 1 >>> 63 - count);
  }

  void skip(int count) {
    used += count;
  }

  int read(int count) {
    int bits = peek(count);
    used += count;
    return bits;
  }

  /** Brings as many bits as possible into reach. */
  void reload() {
    int whole = Math.min(used >>> 3, at - start);
    if (whole > 0) {
      at -= whole;
      used -= whole * 8;
      window = Bytes.getLong(bytes, at);
    }
  }

  /** Whether more bits were read than there were. */
  boolean isBeyond() {
    return used - (at - start) * 8 > Long.SIZE;
  }

  /** Whether exactly all bits were read. */
  boolean isAtEnd() {
    return used - (at - start) * 8 == Long.SIZE;
  }
}
