package ktap.sources.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Part of a file, read ahead. Not mapped: a mapped file that gets shorter ends the process. Not for
 * several threads.
 */
final class FileWindow implements AutoCloseable {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16).asReadOnlyBuffer();

  private final Path file;
  private final RollBytes bytes;
  private ByteBuffer buffer;
  private long start;

  /**
   * @param size how much is read ahead
   */
  FileWindow(Path file, int size) {
    this.file = file;
    this.buffer = allocate(size);
    buffer.limit(0);
    try {
      this.bytes = RollBytes.open(file);
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  long size() {
    try {
      return bytes.size();
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /** Brings bytes into the window; false if the file has fewer. */
  boolean has(long at, int count) {
    if (at >= start && at + count <= start + buffer.limit()) {
      return true;
    }
    if (at + count > size()) {
      return false;
    }
    if (count > buffer.capacity()) {
      buffer = allocate(count);
    }
    fill(at);
    return buffer.limit() >= count;
  }

  private void fill(long at) {
    buffer.clear();
    start = at;
    try {
      while (buffer.hasRemaining() && bytes.read(buffer, at + buffer.position()) > 0) {
        // until it is full or the file ends
      }
    } catch (IOException e) {
      throw cannotRead(e);
    }
    buffer.flip();
  }

  /** Forgets what was read: the file may have grown. */
  void forget() {
    buffer.limit(0);
  }

  int getInt(long at) {
    return buffer.getInt((int) (at - start));
  }

  /** The first byte from a place on that isn't zero; the size of the file if there is none. */
  long skipZeros(long from) {
    long at = from;
    while (has(at, 1)) {
      int offset = (int) (at - start);
      int count = Math.min(buffer.limit() - offset, ZEROS.capacity());
      int found = buffer.slice(offset, count).mismatch(ZEROS.slice(0, count));
      if (found >= 0) {
        return at + found;
      }
      at += count;
      if (buffer.capacity() < ZEROS.capacity()) { // there may be many, so more is read at a time
        buffer = allocate(ZEROS.capacity());
        buffer.limit(0);
      }
    }
    return size();
  }

  void copy(long at, byte[] to, int count) {
    buffer.get((int) (at - start), to, 0, count);
  }

  int checksum(long at, int count) {
    return Document.checksum(buffer.slice((int) (at - start), count));
  }

  private RecordingException cannotRead(IOException e) {
    return new RecordingException("can't read " + file + ": " + RollFile.reason(e), e);
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }
}
