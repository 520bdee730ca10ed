package ktap.sources.perfdata;

import java.util.Arrays;
import ktap.sources.flow.Bytes;
import ktap.sources.zstd.ZstdException;
import ktap.sources.zstd.ZstdStream;

/**
 * The records inside of compressed ones. All compressed records of a file are one stream, which
 * perf cuts wherever it has written something; so may a record be. Not for several threads.
 */
final class CompressedRecords {
  private final ZstdStream stream = new ZstdStream();
  private byte[] bytes = new byte[1 << 18];
  private int end;
  private int next;
  private int start;
  private String damage = "";

  /** Takes in a compressed record. */
  void accept(byte[] record, int at, int size) {
    if (!damage.isEmpty()) {
      return;
    }
    System.arraycopy(bytes, next, bytes, 0, end - next);
    end -= next;
    next = 0;
    int from = RecordType.HEADER;
    int length = size - from;
    if (Bytes.getInt(record, at) == RecordType.COMPRESSED_2) { // filled up to a multiple of 8
      from += Long.BYTES;
      long told = size < from ? 0 : Bytes.getLong(record, at + RecordType.HEADER);
      length = (int) Math.max(0, Math.min(told, size - from));
    }
    try {
      stream.accept(record, at + from, length, this::keep);
    } catch (ZstdException e) {
      damage = "what follows in its compressed records can't be read, " + e.getMessage();
    }
  }

  private void keep(byte[] source, int from, int length) {
    if (end + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + length));
    }
    System.arraycopy(source, from, bytes, end, length);
    end += length;
  }

  /** Goes to the next record that is complete; false if more must be taken in first. */
  boolean next() {
    if (end - next < RecordType.HEADER || end - next < RecordReader.sizeOf(bytes, next)) {
      return false;
    }
    int size = RecordReader.sizeOf(bytes, next);
    int type = Bytes.getInt(bytes, next);
    if (size < RecordType.HEADER
        || type <= 0
        || type > RecordType.LAST
        || type == RecordType.COMPRESSED
        || type == RecordType.COMPRESSED_2) {
      damage = "what follows in its compressed records isn't made of records";
      next = end;
      return false;
    }
    start = next;
    next += size;
    return true;
  }

  /** Whether the last record isn't complete. */
  boolean hasRest() {
    return end > next;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int size() {
    return next - start;
  }

  /** Why it couldn't read further; empty if it could. */
  String damage() {
    return damage;
  }
}
