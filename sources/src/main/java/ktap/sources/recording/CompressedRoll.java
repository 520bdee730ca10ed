package ktap.sources.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import ktap.sources.flow.Bytes;
import ktap.sources.zstd.ZstdException;
import ktap.sources.zstd.ZstdStream;

/**
 * A finished roll in Zstandard's seekable format (contrib/seekable_format of the reference
 * implementation): frames of {@link #FRAME} bytes each, and a table of their sizes in a frame that
 * decompressors skip, so that {@code zstd -d} gives the plain roll.
 *
 * <pre>
 *  frame …
 *  int 0x184D2A5E, int length of what follows
 *  for each frame: int bytes compressed, int bytes plain
 *  int frames, byte 0, int 0x8F92EAB1
 * </pre>
 *
 * <p>If the table is damaged, the frames are found by their own heads. A frame that is damaged
 * reads as zeros, behind which the next document is looked for. Not for several threads.
 */
final class CompressedRoll implements RollBytes {
  /** Plain bytes of each frame but the last, which may have fewer. */
  static final int FRAME = 1 << 20;

  static final int TABLE_MAGIC = 0x184D2A5E;
  static final int FOOTER_MAGIC = 0x8F92EAB1;
  static final int TABLE_HEAD = 8;
  static final int ENTRY = 8;
  static final int FOOTER = 9;

  private static final int FRAME_MAGIC = 0xFD2FB528;
  private static final int BLOCK_HEAD = 3;
  private static final int RUN_BLOCK = 1;

  private final FileChannel channel;
  private long[] starts = new long[64];
  private int frames;
  private byte[] plain = new byte[0];
  private int current = -1;

  CompressedRoll(FileChannel channel) throws IOException {
    this.channel = channel;
    if (!readTable()) {
      frames = 0;
      walk();
    }
  }

  private byte[] bytes(long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
      // until all is there or the file ends
    }
    return buffer.hasRemaining()
        ? Arrays.copyOf(buffer.array(), buffer.position())
        : buffer.array();
  }

  private boolean readTable() throws IOException {
    long end = channel.size() - FOOTER;
    byte[] footer = end < TABLE_HEAD ? new byte[0] : bytes(end, FOOTER);
    if (footer.length < FOOTER || Bytes.getInt(footer, 5) != FOOTER_MAGIC) {
      return false;
    }
    int count = Bytes.getInt(footer, 0);
    if (count < 1 || count > (end - TABLE_HEAD) / ENTRY) {
      return false;
    }
    long table = end - (long) count * ENTRY;
    byte[] entries = bytes(table, count * ENTRY);
    long at = 0;
    for (int i = 0; i < count; i++) {
      int packed = Bytes.getInt(entries, i * ENTRY);
      int length = Bytes.getInt(entries, i * ENTRY + 4);
      if (packed <= 0 || i < count - 1 && length != FRAME) {
        return false;
      }
      at = add(at, at + packed);
    }
    return at == table - TABLE_HEAD;
  }

  private long add(long start, long end) {
    if (frames + 1 == starts.length) {
      starts = Arrays.copyOf(starts, frames * 2 + 2);
    }
    starts[frames] = start;
    starts[++frames] = end;
    return end;
  }

  /** Goes from frame to frame by their heads (RFC 8878, 3.1.1) as far as they are whole. */
  private void walk() throws IOException {
    long at = 0;
    long next = frameEnd(at);
    while (next > 0) {
      at = add(at, next);
      next = frameEnd(at);
    }
  }

  /** Where a frame ends; -1 if there is none. */
  private long frameEnd(long start) throws IOException {
    byte[] head = bytes(start, 5);
    if (head.length < 5 || Bytes.getInt(head, 0) != FRAME_MAGIC) {
      return -1;
    }
    int flags = head[4];
    boolean isSingle = (flags & 0x20) != 0;
    int sizeBytes = (flags >> 6 & 3) == 0 ? (isSingle ? 1 : 0) : 1 << (flags >> 6 & 3);
    long at = start + 5 + (isSingle ? 0 : 1) + sizeBytes;
    boolean isLast = false;
    while (!isLast) {
      byte[] block = bytes(at, BLOCK_HEAD);
      if (block.length < BLOCK_HEAD) {
        return -1;
      }
      int word = block[0] & 0xff | (block[1] & 0xff) << 8 | (block[2] & 0xff) << 16;
      isLast = (word & 1) != 0;
      at += BLOCK_HEAD + ((word >> 1 & 3) == RUN_BLOCK ? 1 : word >> 3);
    }
    at += (flags & 4) != 0 ? 4 : 0;
    return at <= channel.size() ? at : -1;
  }

  /** In whole frames: what the last one lacks reads as zeros, as behind the end of a plain roll. */
  @Override
  public long size() {
    return (long) frames * FRAME;
  }

  @Override
  public int read(ByteBuffer to, long at) throws IOException {
    if (at >= size()) {
      return -1;
    }
    int frame = (int) (at / FRAME);
    int from = (int) (at % FRAME);
    open(frame);
    int count = Math.min(to.remaining(), plain.length - from);
    to.put(plain, from, count);
    return count;
  }

  private void open(int frame) throws IOException {
    if (frame == current) {
      return;
    }
    current = frame;
    byte[] to = new byte[FRAME];
    byte[] packed =
        bytes(starts[frame], (int) Math.min(starts[frame + 1] - starts[frame], 2 * FRAME));
    int[] filled = {0};
    try {
      new ZstdStream()
          .accept(
              packed,
              0,
              packed.length,
              (bytes, start, count) -> {
                int fits = Math.min(count, FRAME - filled[0]);
                System.arraycopy(bytes, start, to, filled[0], fits);
                filled[0] += fits;
              });
    } catch (ZstdException damaged) {
      Arrays.fill(to, (byte) 0);
    }
    plain = to;
  }

  /** The table of frames and the footer behind it. */
  static ByteBuffer table(int[] packed, int count, int lastLength) {
    ByteBuffer table =
        ByteBuffer.allocate(TABLE_HEAD + count * ENTRY + FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(TABLE_MAGIC).putInt(count * ENTRY + FOOTER);
    for (int i = 0; i < count; i++) {
      table.putInt(packed[i]).putInt(i == count - 1 ? lastLength : FRAME);
    }
    return table.putInt(count).put((byte) 0).putInt(FOOTER_MAGIC).flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
