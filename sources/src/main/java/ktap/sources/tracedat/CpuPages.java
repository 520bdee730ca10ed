package ktap.sources.tracedat;

import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.Bytes;
import ktap.sources.recording.RecordingException;
import ktap.sources.tracefile.InputFile;

/**
 * The ring pages of one CPU, one after the other. Compressed ones come in chunks: int how many
 * chunks there are, and for each int its size, int the size of what comes out, which is whole
 * pages. The file tells the sum of their sizes, since trace-cmd 3.2 with their heads. Not for
 * several threads.
 */
final class CpuPages {
  private static final int LARGEST_CHUNK = 16 << 20;
  private static final int CHUNK_HEAD = 8;
  private static final int READ_AHEAD = 64 << 10;

  private final InputFile file;
  private final TraceDat.CpuData data;
  private final Compression compression;
  private final boolean isCompressed;
  private final int pageSize;
  private final List<String> damages = new ArrayList<>();
  private final long end;
  private long at;
  private long chunks;
  private long chunksLeft;
  private long chunkBytes; // of those that were read, without their heads
  private boolean isBegun;
  private byte[] bytes = {};
  private int length;
  private int start;

  CpuPages(InputFile file, TraceDat.Buffer buffer, TraceDat.CpuData data, Compression compression) {
    this.file = file;
    this.data = data;
    this.compression = compression;
    this.isCompressed = buffer.isCompressed();
    this.pageSize = buffer.pageSize();
    this.at = Math.max(0, data.offset());
    long told = data.offset() + data.size();
    boolean isWhole = data.offset() >= 0 && data.size() >= 0 && told >= 0 && told <= file.size();
    // how many heads of chunks there are isn't told
    this.end = isWhole && !isCompressed ? told : Math.max(at, file.size());
    if (!isWhole) {
      damages.add(
          file.path()
              + " was cut off: the ring of CPU "
              + data.cpu()
              + " should go on to byte "
              + Long.toUnsignedString(told));
    } else if (!isCompressed && data.size() % pageSize != 0) {
      damages.add(
          file.path()
              + " is damaged: the ring of CPU "
              + data.cpu()
              + " should have "
              + data.size()
              + " bytes, which aren't whole pages");
    }
  }

  /** Goes to the next page; false after the last one. */
  boolean next() {
    start += pageSize;
    if (start + pageSize <= length) {
      return true;
    }
    boolean hasMore;
    try {
      hasMore = isCompressed ? nextChunk() : readPages();
    } catch (RecordingException e) {
      damages.add(
          "the ring of CPU "
              + data.cpu()
              + " in "
              + file.path()
              + " can't be read from byte "
              + at
              + " on: "
              + e.getMessage());
      hasMore = false;
    }
    start = 0;
    length = hasMore ? length : 0;
    return hasMore;
  }

  private boolean readPages() {
    int wanted = (int) Math.min(Math.max(pageSize, READ_AHEAD / pageSize * pageSize), end - at);
    if (bytes.length < wanted) {
      bytes = new byte[wanted];
    }
    length = file.read(at, bytes, 0, wanted);
    at += length;
    return length >= pageSize;
  }

  private boolean nextChunk() {
    if (!isBegun) {
      isBegun = true;
      chunks = data.size() == 0 ? 0 : Bytes.getInt(read(4), 0) & 0xffffffffL;
      chunksLeft = chunks;
    }
    if (chunksLeft == 0) {
      checkSum();
      return false;
    }
    chunksLeft--;
    byte[] head = read(CHUNK_HEAD);
    int size = Bytes.getInt(head, 0);
    int whole = Bytes.getInt(head, 4);
    if (size <= 0 || size > end - at || size > LARGEST_CHUNK) {
      throw new RecordingException(
          "a compressed part should have " + Integer.toUnsignedString(size) + " bytes");
    }
    if (whole <= 0 || whole > LARGEST_CHUNK || whole % pageSize != 0) {
      throw new RecordingException(
          "a compressed part should become "
              + Integer.toUnsignedString(whole)
              + " bytes, which aren't whole pages");
    }
    bytes = compression.decompress(read(size), whole);
    length = whole;
    chunkBytes += size;
    return true;
  }

  private void checkSum() {
    if (chunkBytes != data.size() && chunkBytes + chunks * CHUNK_HEAD != data.size()) {
      throw new RecordingException(
          "its compressed parts should have " + data.size() + " bytes, but have " + chunkBytes);
    }
  }

  private byte[] read(int count) {
    byte[] to = new byte[count];
    int got = count > end - at ? 0 : file.read(at, to, 0, count);
    if (got < count) {
      throw new RecordingException("the file ends there");
    }
    at += count;
    return to;
  }

  /** Bytes that hold the page, until the next call of {@link #next()}. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the page starts. */
  int start() {
    return start;
  }

  int pageSize() {
    return pageSize;
  }

  /** How far it has come in the file. */
  long bytesRead() {
    return at - Math.max(0, data.offset());
  }

  /** How many bytes the file tells that there are. */
  long bytesInAll() {
    return Math.max(0, data.size());
  }

  List<String> damages() {
    return List.copyOf(damages);
  }
}
