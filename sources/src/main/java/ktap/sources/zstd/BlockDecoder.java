package ktap.sources.zstd;

import java.util.Arrays;
import ktap.sources.flow.Bytes;

/**
 * Decodes blocks: literals, and sequences that say which of them to copy, and what to repeat of
 * what came before (RFC 8878, 3.1.1.3). Keeps what one block of a frame leaves to the next. Not for
 * several threads.
 */
final class BlockDecoder {
  /** No block is larger. */
  static final int LARGEST = 128 << 10;

  private static final short[] LITERAL_LENGTHS = {
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
    -1, -1, -1, -1
  };
  private static final short[] MATCH_LENGTHS = {
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
  };
  private static final short[] OFFSETS = {
    1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
  };

  /** By code: the bits that follow it, and the smallest length that it stands for. */
  private static final int[] LITERAL_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11,
    12, 13, 14, 15, 16
  };

  private static final int[] MATCH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };
  private static final int LARGEST_OFFSET_CODE = 31;
  private static final int[] LITERAL_BASES = bases(LITERAL_BITS, 0);
  private static final int[] MATCH_BASES = bases(MATCH_BITS, 3);

  private final byte[] literals = new byte[LARGEST];
  private final HuffmanTable huffman = new HuffmanTable();
  private final FseTable literalTable = new FseTable(9, LITERAL_BITS.length - 1);
  private final FseTable offsetTable = new FseTable(8, LARGEST_OFFSET_CODE);
  private final FseTable matchTable = new FseTable(9, MATCH_BITS.length - 1);
  private final BackwardBits in = new BackwardBits();

  private byte[] source = {};
  private int at;
  private int end;
  private int literalCount;
  private int offset1;
  private int offset2;
  private int offset3;

  /** Lengths follow each other without a gap, each code for twice as many as its bits say. */
  private static int[] bases(int[] bits, int first) {
    int[] bases = new int[bits.length];
    int next = first;
    for (int code = 0; code < bits.length; code++) {
      // the codes of 6 and more bits begin at a power of two, counted from the first length
      if (code > 0 && bits[code] > bits[code - 1] + 1) {
        next = first + (1 << bits[code]);
      }
      bases[code] = next;
      next += 1 << bits[code];
    }
    return bases;
  }

  /** Begins a frame. */
  void reset() {
    huffman.forget();
    literalTable.forget();
    offsetTable.forget();
    matchTable.forget();
    offset1 = 1;
    offset2 = 4;
    offset3 = 8;
  }

  /**
   * Decodes a block.
   *
   * @param window what came before in it, with room for {@link #LARGEST} bytes more
   * @param start where in the window the block begins
   * @return where in the window it ends
   */
  int decode(byte[] block, int from, int size, byte[] window, int start) {
    source = block;
    at = from;
    end = from + size;
    readLiterals();
    int count = readSequenceCount();
    if (count == 0) {
      if (at != end) {
        throw new ZstdException("a block goes on behind its last sequence");
      }
      System.arraycopy(literals, 0, window, start, literalCount);
      return start + literalCount;
    }
    readTables();
    in.reset(source, at, end - at);
    return execute(count, window, start);
  }

  private void need(int count) {
    if (count > end - at) {
      throw new ZstdException("a block ends early");
    }
  }

  private void readLiterals() {
    need(1);
    int head = source[at] & 0xff;
    int kind = head & 3;
    int format = head >> 2 & 3;
    if (kind < 2) {
      readPlainLiterals(kind, format, head);
    } else {
      readCodedLiterals(kind == 2, format);
    }
  }

  /** As they are, or one byte again and again. */
  private void readPlainLiterals(int kind, int format, int head) {
    int headBytes = format == 1 ? 2 : format == 3 ? 3 : 1;
    need(headBytes);
    literalCount =
        switch (format) {
          case 1 -> (Bytes.getShort(source, at) & 0xffff) >> 4;
          case 3 -> (Bytes.getShort(source, at) & 0xffff | (source[at + 2] & 0xff) << 16) >> 4;
          default -> head >> 3;
        };
    checkLiterals();
    at += headBytes;
    if (kind == 0) {
      need(literalCount);
      System.arraycopy(source, at, literals, 0, literalCount);
      at += literalCount;
    } else {
      need(1);
      Arrays.fill(literals, 0, literalCount, source[at++]);
    }
  }

  private void checkLiterals() {
    if (literalCount > LARGEST) {
      throw new ZstdException("a block has " + literalCount + " literals");
    }
  }

  private void readCodedLiterals(boolean hasCode, int format) {
    int headBytes = format < 2 ? 3 : format + 2;
    int width = format < 2 ? 10 : format == 2 ? 14 : 18;
    need(headBytes);
    long head = 0;
    for (int i = headBytes - 1; i >= 0; i--) {
      head = head << 8 | source[at + i] & 0xff;
    }
    int mask = (1 << width) - 1;
    literalCount = (int) (head >> 4) & mask;
    int size = (int) (head >> 4 + width) & mask;
    checkLiterals();
    at += headBytes;
    need(size);
    int from = at;
    int to = at + size;
    at = to;
    if (hasCode) {
      from += huffman.read(source, from, to);
    } else {
      huffman.mustBeSet();
    }
    if (format == 0) {
      huffman.decode(source, from, to - from, literals, 0, literalCount);
    } else {
      decodeStreams(from, to);
    }
  }

  /** Four streams behind each other, after the sizes of the first three. */
  private void decodeStreams(int from, int to) {
    if (to - from < 6) {
      throw new ZstdException("a block ends within its literals");
    }
    int each = (literalCount + 3) / 4;
    int start = from + 6;
    for (int i = 0; i < 4; i++) {
      int size = i < 3 ? Bytes.getShort(source, from + i * 2) & 0xffff : to - start;
      int count = i < 3 ? each : literalCount - 3 * each;
      if (size > to - start || count < 0) {
        throw new ZstdException("a block ends within its literals");
      }
      huffman.decode(source, start, size, literals, i * each, count);
      start += size;
    }
  }

  private int readSequenceCount() {
    need(1);
    int first = source[at++] & 0xff;
    if (first < 128) {
      return first;
    }
    need(first == 255 ? 2 : 1);
    int second = source[at++] & 0xff;
    return first < 255
        ? (first - 128 << 8) + second
        : second + ((source[at++] & 0xff) << 8) + 0x7f00;
  }

  private void readTables() {
    need(1);
    int modes = source[at++] & 0xff;
    if ((modes & 3) != 0) {
      throw new ZstdException("a block has tables of a kind that isn't known");
    }
    readTable(modes >> 6 & 3, literalTable, LITERAL_LENGTHS, 6);
    readTable(modes >> 4 & 3, offsetTable, OFFSETS, 5);
    readTable(modes >> 2 & 3, matchTable, MATCH_LENGTHS, 6);
  }

  private void readTable(int mode, FseTable table, short[] usual, int usualLog) {
    switch (mode) {
      case 0 -> table.set(usual, usualLog);
      case 1 -> {
        need(1);
        table.setSingle(source[at++] & 0xff);
      }
      case 2 -> at += table.read(source, at, end);
      default -> table.mustBeSet();
    }
  }

  private int execute(int count, byte[] window, int start) {
    int limit = start + LARGEST;
    int to = start;
    int literal = 0;
    int literalState = literalTable.firstState(in);
    int offsetState = offsetTable.firstState(in);
    int matchState = matchTable.firstState(in);
    for (int i = 0; i < count; i++) {
      in.reload();
      int offsetCode = offsetTable.symbol(offsetState);
      int matchCode = matchTable.symbol(matchState);
      int literalCode = literalTable.symbol(literalState);
      int offsetValue = (1 << offsetCode) + in.read(offsetCode);
      in.reload();
      int match = MATCH_BASES[matchCode] + in.read(MATCH_BITS[matchCode]);
      int length = LITERAL_BASES[literalCode] + in.read(LITERAL_BITS[literalCode]);
      int offset = offset(offsetValue, length);
      if (length > literalCount - literal || match > limit - to - length) {
        throw new ZstdException("a sequence goes beyond its block");
      }
      System.arraycopy(literals, literal, window, to, length);
      literal += length;
      to += length;
      if (offset <= 0 || offset > to) {
        throw new ZstdException("a sequence repeats what was never there");
      }
      repeat(window, to, offset, match);
      to += match;
      if (i + 1 < count) {
        in.reload();
        literalState = literalTable.nextState(literalState, in);
        matchState = matchTable.nextState(matchState, in);
        offsetState = offsetTable.nextState(offsetState, in);
      }
      if (in.isBeyond()) {
        throw new ZstdException("the bits of the sequences end early");
      }
    }
    int rest = literalCount - literal;
    if (!in.isAtEnd() || rest > limit - to) {
      throw new ZstdException("a block goes on behind its last sequence");
    }
    System.arraycopy(literals, literal, window, to, rest);
    return to + rest;
  }

  /** How far back a sequence repeats: a new distance, or one of the last three. */
  private int offset(int value, int length) {
    if (value > 3 || value < 0) {
      offset3 = offset2;
      offset2 = offset1;
      offset1 = value - 3;
      return offset1;
    }
    int which = length == 0 ? value + 1 : value;
    int offset =
        switch (which) {
          case 1 -> offset1;
          case 2 -> offset2;
          case 3 -> offset3;
          default -> offset1 - 1;
        };
    if (which > 1) {
      offset3 = which == 2 ? offset3 : offset2;
      offset2 = offset1;
      offset1 = offset;
    }
    return offset;
  }

  private static void repeat(byte[] window, int to, int offset, int count) {
    if (offset >= count) {
      System.arraycopy(window, to - offset, window, to, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      window[to + i] = window[to - offset + i];
    }
  }
}
