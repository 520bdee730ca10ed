package ktap.sources.zstd;

/** Reads bits from the lowest of the first byte on. Not for several threads. */
final class ForwardBits {
  private final byte[] bytes;
  private final int start;
  private final int end;
  private int bit;

  ForwardBits(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** The next bits, at most 24; 0 beyond the end. */
  int peek(int count) {
    int at = start + (bit >>> 3);
    int window = 0;
    for (int i = 3; i >= 0; i--) {
      window = window << 8 | (at + i < end ? bytes[at + i] & 0xff : 0);
    }
    return window >>> (bit & 7) & (1 << count) - 1;
  }

  /**
   * @throws ZstdException if there are not so many
   */
  void skip(int count) {
    bit += count;
    if (bytesRead() > end - start) {
      throw new ZstdException("bits end early");
    }
  }

  int read(int count) {
    int bits = peek(count);
    skip(count);
    return bits;
  }

  /** Bytes of which at least one bit was read. */
  int bytesRead() {
    return bit + 7 >>> 3;
  }
}
