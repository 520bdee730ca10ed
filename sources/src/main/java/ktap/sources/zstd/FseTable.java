package ktap.sources.zstd;

import java.util.Arrays;

/**
 * A table of finite state entropy: each state stands for a symbol, and for the states that may come
 * next (RFC 8878, 4.1). Not for several threads.
 */
final class FseTable {
  private final int largestLog;
  private final int largestSymbol;
  private final short[] counts;
  private final int[] nexts;
  private final byte[] symbols;
  private final byte[] bits;
  private final short[] bases;
  private int log;
  private boolean isSet;

  /**
   * @param largestLog a table has no more states than this power of two
   */
  FseTable(int largestLog, int largestSymbol) {
    this.largestLog = largestLog;
    this.largestSymbol = largestSymbol;
    this.counts = new short[largestSymbol + 1];
    this.nexts = new int[largestSymbol + 1];
    this.symbols = new byte[1 << largestLog];
    this.bits = new byte[1 << largestLog];
    this.bases = new short[1 << largestLog];
  }

  /** Makes a table of one state, of one symbol. */
  void setSingle(int symbol) {
    if (symbol > largestSymbol) {
      throw new ZstdException("a code has the symbol " + symbol);
    }
    log = 0;
    symbols[0] = (byte) symbol;
    bits[0] = 0;
    bases[0] = 0;
    isSet = true;
  }

  /** Makes the table of a distribution. */
  void set(short[] distribution, int newLog) {
    Arrays.fill(counts, (short) 0);
    System.arraycopy(distribution, 0, counts, 0, distribution.length);
    log = newLog;
    build();
  }

  /**
   * Reads a distribution and makes its table.
   *
   * @return how many bytes it took
   */
  int read(byte[] source, int from, int end) {
    ForwardBits in = new ForwardBits(source, from, end);
    log = in.read(4) + 5;
    if (log > largestLog) {
      throw new ZstdException("a table has 2^" + log + " states");
    }
    Arrays.fill(counts, (short) 0);
    int remaining = 1 << log;
    int symbol = 0;
    while (remaining > 0) {
      if (symbol > largestSymbol) {
        throw new ZstdException("a distribution has too many symbols");
      }
      int count = readCount(in, remaining);
      remaining -= Math.abs(count);
      counts[symbol++] = (short) count;
      int skipped = count == 0 ? 3 : 0;
      while (skipped == 3) {
        skipped = in.read(2);
        symbol += skipped;
      }
    }
    if (remaining < 0) {
      throw new ZstdException("a distribution has more than its share");
    }
    build();
    return in.bytesRead();
  }

  /** A share of those that remain, -1 for less than one; small ones take a bit less. */
  private static int readCount(ForwardBits in, int remaining) {
    int width = 32 - Integer.numberOfLeadingZeros(remaining + 1);
    int value = in.peek(width);
    int lowMask = (1 << width - 1) - 1;
    int threshold = (1 << width) - 1 - (remaining + 1);
    if ((value & lowMask) < threshold) {
      in.skip(width - 1);
      return (value & lowMask) - 1;
    }
    in.skip(width);
    return (value > lowMask ? value - threshold : value) - 1;
  }

  private void build() {
    int size = 1 << log;
    int mask = size - 1;
    int high = mask;
    for (int symbol = 0; symbol <= largestSymbol; symbol++) {
      nexts[symbol] = Math.abs(counts[symbol]);
      if (counts[symbol] == -1) {
        symbols[high--] = (byte) symbol;
      }
    }
    int step = (size >> 1) + (size >> 3) + 3;
    int position = 0;
    for (int symbol = 0; symbol <= largestSymbol; symbol++) {
      for (int i = 0; i < counts[symbol]; i++) {
        symbols[position] = (byte) symbol;
        do {
          position = position + step & mask;
        } while (position > high);
      }
    }
    if (position != 0) {
      throw new ZstdException("a distribution doesn't fill its table");
    }
    for (int state = 0; state < size; state++) {
      int next = nexts[symbols[state] & 0xff]++;
      int width = log - (31 - Integer.numberOfLeadingZeros(next));
      bits[state] = (byte) width;
      bases[state] = (short) ((next << width) - size);
    }
    isSet = true;
  }

  /** A table from an earlier block can be used again if there was one. */
  void mustBeSet() {
    if (!isSet) {
      throw new ZstdException("a block uses the table of a block before it, but there is none");
    }
  }

  void forget() {
    isSet = false;
  }

  int firstState(BackwardBits in) {
    return in.read(log);
  }

  int symbol(int state) {
    return symbols[state] & 0xff;
  }

  int nextState(int state, BackwardBits in) {
    return (bases[state] & 0xffff) + in.read(bits[state]);
  }
}
