package ktap.sources.zstd;

import java.util.Arrays;

/**
 * A Huffman code of bytes: what the next bits stand for, and how many of them (RFC 8878, 4.2). Not
 * for several threads.
 */
final class HuffmanTable {
  private static final int LARGEST_LOG = 11;
  private static final int WEIGHTS = 256;
  private static final int DIRECT = 128;

  private final byte[] weights = new byte[WEIGHTS];
  private final int[] rank = new int[LARGEST_LOG + 2];
  private final short[] entries = new short[1 << LARGEST_LOG]; // bits in the upper byte, symbol
  private final FseTable weightTable = new FseTable(6, LARGEST_LOG + 1);
  private final BackwardBits in = new BackwardBits();
  private int log;

  void forget() {
    log = 0;
  }

  void mustBeSet() {
    if (log == 0) {
      throw new ZstdException("a block uses the code of a block before it, but there is none");
    }
  }

  /**
   * Reads the description of a code.
   *
   * @return how many bytes it took
   */
  int read(byte[] source, int from, int end) {
    if (from >= end) {
      throw new ZstdException("a block ends within its code");
    }
    int head = source[from] & 0xff;
    int count = head < DIRECT ? head : (head - DIRECT + 2) / 2;
    if (from + 1 + count > end) {
      throw new ZstdException("a block ends within its code");
    }
    int symbols =
        head < DIRECT
            ? readCompressed(source, from + 1, count)
            : readDirect(source, from + 1, head - DIRECT + 1);
    build(symbols);
    return 1 + count;
  }

  private int readDirect(byte[] source, int from, int count) {
    for (int i = 0; i < count; i++) {
      int both = source[from + i / 2];
      weights[i] = (byte) ((i & 1) == 0 ? both >> 4 & 15 : both & 15);
    }
    return count;
  }

  /** Two states that take turns, until the bits are used up. */
  private int readCompressed(byte[] source, int from, int size) {
    int head = weightTable.read(source, from, from + size);
    in.reset(source, from + head, size - head);
    int first = weightTable.firstState(in);
    int second = weightTable.firstState(in);
    int count = 0;
    while (count < WEIGHTS - 2) {
      weights[count++] = (byte) weightTable.symbol(first);
      in.reload();
      first = weightTable.nextState(first, in);
      if (in.isBeyond()) {
        weights[count++] = (byte) weightTable.symbol(second);
        return count;
      }
      int third = first;
      first = second;
      second = third;
    }
    throw new ZstdException("a code has too many symbols");
  }

  /** Makes the table; the weight of the last symbol is what the others leave. */
  private void build(int count) {
    Arrays.fill(rank, 0);
    int sum = 0;
    for (int i = 0; i < count; i++) {
      if (weights[i] > LARGEST_LOG) {
        throw new ZstdException("a code has the weight " + weights[i]);
      }
      sum += 1 << weights[i] >> 1;
      rank[weights[i]]++;
    }
    int newLog = 32 - Integer.numberOfLeadingZeros(sum);
    int rest = (1 << newLog) - sum;
    if (sum == 0 || newLog > LARGEST_LOG || (rest & rest - 1) != 0) {
      throw new ZstdException("the weights of a code don't fit each other");
    }
    int last = 32 - Integer.numberOfLeadingZeros(rest);
    weights[count] = (byte) last;
    rank[last]++;
    log = newLog;
    int next = 0;
    for (int weight = 1; weight <= newLog; weight++) {
      int symbolsOfWeight = rank[weight];
      rank[weight] = next;
      next += symbolsOfWeight << weight - 1;
    }
    for (int symbol = 0; symbol <= count; symbol++) {
      int weight = weights[symbol];
      if (weight > 0) {
        int from = rank[weight];
        rank[weight] += 1 << weight - 1;
        short entry = (short) (newLog + 1 - weight << 8 | symbol);
        Arrays.fill(entries, from, rank[weight], entry);
      }
    }
  }

  /** Decodes so many bytes from one stream of bits, which must hold no more. */
  void decode(byte[] source, int from, int size, byte[] to, int start, int count) {
    in.reset(source, from, size);
    int end = start + count;
    int at = start;
    int width = log;
    while (at < end) {
      in.reload();
      int many = Math.min(4, end - at); // 4 of 11 bits at most
      for (int i = 0; i < many; i++) {
        short entry = entries[in.peek(width)];
        in.skip(entry >> 8);
        to[at++] = (byte) entry;
      }
      if (in.isBeyond()) {
        throw new ZstdException("the bits of a code end early");
      }
    }
    if (!in.isAtEnd()) {
      throw new ZstdException("the bits of a code go on behind its last symbol");
    }
  }
}
