package ktap.sources.zstd;

import java.util.Arrays;
import ktap.sources.flow.Bytes;

/**
 * Decompresses a stream of frames that comes in pieces, wherever they are cut: each piece gives out
 * what has become complete with it.
 *
 * <pre>{@code
 * ZstdStream stream = new ZstdStream();
 * stream.accept(piece, 0, piece.length, (bytes, from, length) -> take(bytes, from, length));
 * }</pre>
 *
 * <p>A frame is a head (magic number, size of the window), blocks of at most 128 KB, and perhaps a
 * checksum, which is not verified. Dictionaries aren't supported. Memory grows with the window that
 * a frame needs, as far as it is really filled, up to 128 MB and a quarter. Not for several
 * threads.
 */
public final class ZstdStream {
  /** Takes decompressed bytes, which are its own only during the call. */
  @FunctionalInterface
  public interface Output {
    void accept(byte[] bytes, int from, int length);
  }

  private enum Expected {
    HEAD,
    BLOCK,
    CHECKSUM,
    SKIPPED
  }

  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPED_MAGIC = 0x184D2A50;
  private static final int LARGEST_WINDOW = 128 << 20;
  private static final int SMALLEST_SLACK = 1 << 20;
  private static final int BLOCK_HEAD = 3;
  private static final int CHECKSUM_BYTES = 4;

  private final boolean hasMagic;
  private final BlockDecoder blocks = new BlockDecoder();
  private byte[] input = new byte[BlockDecoder.LARGEST + 64];
  private int at;
  private int end;
  private byte[] window = new byte[4 * BlockDecoder.LARGEST];
  private int windowEnd;
  private int windowSize;
  private boolean hasChecksum;
  private long toSkip;
  private Expected expected = Expected.HEAD;

  public ZstdStream() {
    this(true);
  }

  private ZstdStream(boolean hasMagic) {
    this.hasMagic = hasMagic;
  }

  /**
   * Decompresses a whole frame, with or without its magic number.
   *
   * @param size what comes out, exactly
   * @throws ZstdException if it isn't such a frame
   */
  public static byte[] decompress(byte[] source, int from, int length, int size) {
    boolean hasMagic = length >= 4 && Bytes.getInt(source, from) == MAGIC;
    byte[] to = new byte[size];
    int[] filled = {0};
    new ZstdStream(hasMagic)
        .accept(
            source,
            from,
            length,
            (bytes, start, count) -> {
              if (count > size - filled[0]) {
                throw new ZstdException("there is more than the " + size + " bytes that were told");
              }
              System.arraycopy(bytes, start, to, filled[0], count);
              filled[0] += count;
            });
    if (filled[0] != size) {
      throw new ZstdException(
          "there are " + filled[0] + " bytes, and not the " + size + " that were told");
    }
    return to;
  }

  /**
   * Takes in a piece of the stream.
   *
   * @throws ZstdException if the stream is damaged; nothing more can be read of it then
   */
  public void accept(byte[] piece, int from, int length, Output output) {
    keep(piece, from, length);
    boolean moves = true;
    while (moves) {
      moves =
          switch (expected) {
            case HEAD -> readHead();
            case BLOCK -> readBlock(output);
            case CHECKSUM -> readChecksum();
            case SKIPPED -> skip();
          };
    }
  }

  private void keep(byte[] piece, int from, int length) {
    if (end + length > input.length) {
      System.arraycopy(input, at, input, 0, end - at);
      end -= at;
      at = 0;
      if (end + length > input.length) {
        input = Arrays.copyOf(input, Math.max(input.length * 2, end + length));
      }
    }
    System.arraycopy(piece, from, input, end, length);
    end += length;
  }

  private boolean readHead() {
    int size = hasMagic ? 4 : 0;
    if (end - at < size + 1) {
      return false;
    }
    if (hasMagic && (Bytes.getInt(input, at) & ~15) == SKIPPED_MAGIC) {
      return readSkippedHead();
    }
    if (hasMagic && Bytes.getInt(input, at) != MAGIC) {
      throw new ZstdException("no frame begins where one should");
    }
    int flags = input[at + size] & 0xff;
    boolean isSingle = (flags & 0x20) != 0;
    int dictionaryBytes = new int[] {0, 1, 2, 4}[flags & 3];
    int sizeBytes = new int[] {isSingle ? 1 : 0, 2, 4, 8}[flags >> 6];
    int windowAt = at + size + 1;
    int dictionaryAt = windowAt + (isSingle ? 0 : 1);
    int sizeAt = dictionaryAt + dictionaryBytes;
    if (end < sizeAt + sizeBytes) {
      return false;
    }
    if ((flags & 8) != 0 || number(dictionaryAt, dictionaryBytes) != 0) {
      throw new ZstdException("a frame needs a dictionary, or something that isn't known");
    }
    long contentSize = number(sizeAt, sizeBytes) + (sizeBytes == 2 ? 256 : 0);
    begin(isSingle ? contentSize : windowSize(input[windowAt] & 0xff), (flags & 4) != 0);
    at = sizeAt + sizeBytes;
    return true;
  }

  private long number(int from, int count) {
    long number = 0;
    for (int i = count - 1; i >= 0; i--) {
      number = number << 8 | input[from + i] & 0xff;
    }
    return number;
  }

  private static long windowSize(int descriptor) {
    long base = 1L << 10 + (descriptor >> 3);
    return base + base / 8 * (descriptor & 7);
  }

  private void begin(long size, boolean checksum) {
    if (size < 0 || size > LARGEST_WINDOW) {
      throw new ZstdException(
          "a frame needs a window of "
              + Long.toUnsignedString(size >> 20)
              + " MB; 128 are the most");
    }
    windowSize = (int) size;
    windowEnd = 0;
    hasChecksum = checksum;
    blocks.reset();
    expected = Expected.BLOCK;
  }

  private boolean readSkippedHead() {
    if (end - at < 8) {
      return false;
    }
    toSkip = Bytes.getInt(input, at + 4) & 0xffffffffL;
    at += 8;
    expected = Expected.SKIPPED;
    return true;
  }

  private boolean skip() {
    int count = (int) Math.min(toSkip, end - at);
    at += count;
    toSkip -= count;
    if (toSkip == 0) {
      expected = Expected.HEAD;
    }
    return toSkip == 0;
  }

  private boolean readChecksum() {
    if (end - at < CHECKSUM_BYTES) {
      return false;
    }
    at += CHECKSUM_BYTES;
    expected = Expected.HEAD;
    return true;
  }

  /** A block's head: 1 bit whether it is the last, 2 of its kind, 21 of its size. */
  private boolean readBlock(Output output) {
    if (end - at < BLOCK_HEAD) {
      return false;
    }
    int head = (int) number(at, BLOCK_HEAD);
    int kind = head >> 1 & 3;
    int size = head >> 3;
    int stored = kind == 1 ? 1 : size;
    if (kind == 3 || size > BlockDecoder.LARGEST) {
      throw new ZstdException("a block of " + size + " bytes is of a kind that isn't known");
    }
    if (end - at - BLOCK_HEAD < stored) {
      return false;
    }
    int from = at + BLOCK_HEAD;
    makeRoom();
    int start = windowEnd;
    switch (kind) {
      case 0 -> {
        System.arraycopy(input, from, window, start, size);
        windowEnd += size;
      }
      case 1 -> {
        Arrays.fill(window, start, start + size, input[from]);
        windowEnd += size;
      }
      default -> windowEnd = blocks.decode(input, from, size, window, start);
    }
    at = from + stored;
    output.accept(window, start, windowEnd - start);
    if ((head & 1) != 0) {
      expected = hasChecksum ? Expected.CHECKSUM : Expected.HEAD;
    }
    return true;
  }

  /** Makes room for a block behind what a block may still repeat. */
  private void makeRoom() {
    if (windowEnd + BlockDecoder.LARGEST <= window.length) {
      return;
    }
    int slack = Math.max(SMALLEST_SLACK, windowSize / 4);
    if (windowEnd < windowSize + slack - BlockDecoder.LARGEST) {
      long doubled = Math.min(window.length * 2L, (long) windowSize + slack);
      window = Arrays.copyOf(window, (int) doubled);
      return;
    }
    int kept = Math.min(windowSize, windowEnd);
    System.arraycopy(window, windowEnd - kept, window, 0, kept);
    windowEnd = kept;
  }
}
