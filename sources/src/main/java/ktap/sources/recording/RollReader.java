package ktap.sources.recording;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.Bytes;

/**
 * Walks the documents of one roll. What is damaged is stepped over: behind it the next document
 * that is whole is looked for. Not for several threads.
 */
final class RollReader implements AutoCloseable {
  /** For those who read all. */
  static final int AHEAD = 1 << 20;

  /** For those who read headers only. */
  static final int HOP = 256;

  private final Path file;
  private final FileWindow window;
  private boolean follows;
  private final byte[] header = new byte[Document.HEADER];
  private final List<Long> damages = new ArrayList<>();
  private long at;
  private long next;
  private boolean isFinished;

  /**
   * @param ahead {@link #AHEAD} or {@link #HOP}
   * @param follows whether it may still be written to
   */
  RollReader(Path file, int ahead, boolean follows) {
    this.file = file;
    this.window = new FileWindow(file, ahead);
    this.follows = follows;
  }

  /** The same, unless the recorder has let the roll go meanwhile. */
  static Optional<RollReader> ifThere(Path file, int ahead, boolean follows) {
    try {
      return Optional.of(new RollReader(file, ahead, follows));
    } catch (RecordingException e) {
      if (RollFile.isThere(file)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  Path file() {
    return file;
  }

  /** A place in it, for the user. */
  String place(long byteAt) {
    Path there = RollFile.present(file);
    return there + " at byte " + byteAt + (there.equals(file) ? "" : " of what it holds");
  }

  /**
   * Goes to the next document.
   *
   * @return false if there is none, or none yet
   * @throws RecordingException if it was written by a newer version
   */
  boolean next() {
    long here = next;
    while (true) {
      if (!window.has(here, 4)) {
        return noMore(here);
      }
      int head = window.getInt(here);
      int length = head & Document.LENGTH_MASK;
      if (head == Document.END_OF_ROLL) {
        isFinished = true;
        return noMore(here);
      }
      boolean isWritten = head != 0 && (head & Document.NOT_COMPLETE) == 0;
      if (!isWritten && follows) {
        return noMore(here);
      }
      if (isWritten && isOthers(head) && here + 4 + length <= window.size()) {
        here = following(here, length);
      } else if (isWritten && isOurs(here, length)) {
        at = here;
        next = following(here, length);
        return true;
      } else {
        long found = search(here + 4);
        if (found >= 0 && !isWritten && isChanged(here, head)) {
          continue; // the recorder was faster than the search
        }
        if (isWritten || found >= 0) {
          damages.add(here);
        }
        if (found < 0) {
          return noMore(here);
        }
        here = found;
      }
    }
  }

  private boolean isChanged(long here, int head) {
    window.forget();
    return window.has(here, 4) && window.getInt(here) != head;
  }

  private static boolean isOthers(int head) {
    return (head & Document.META_DATA) != 0;
  }

  private static long following(long here, int length) {
    return here + 4 + length + 3 & ~3L;
  }

  private boolean noMore(long here) {
    next = here;
    window.forget();
    return false;
  }

  private boolean isOurs(long here, int length) {
    if (length < Document.HEADER || !window.has(here + 4, Document.HEADER)) {
      return false;
    }
    window.copy(here + 4, header, Document.HEADER);
    int body = Bytes.getInt(header, Document.LENGTH);
    if (!Document.isHeader(header)
        || body != length - Document.HEADER
        || here + 4 + length > window.size()) {
      return false;
    }
    int version = header[Document.VERSION_AT];
    int newest = kind() < Journal.FIRST_KIND ? Document.SEVERAL_KERNELS : Document.VERSION;
    if (version > newest) {
      throw new RecordingException(
          file
              + " was written by a newer ktap: its layout is number "
              + version
              + ", and this one reads up to "
              + newest
              + "; replay it with the ktap that wrote it");
    }
    return true;
  }

  /** Looks for a document that is whole; -1 if there is none. */
  private long search(long from) {
    long end = window.size() - 4 - Document.HEADER;
    for (long here = from & ~3L; here <= end; here += 4) {
      if (!window.has(here, 8)) {
        return -1;
      }
      int magic = window.getInt(here + 4);
      if (magic == 0) { // a roll that wasn't finished has tens of megabytes of that
        here = (window.skipZeros(here + 4) & ~3L) - 8; // the next step looks there
      } else if (magic == Document.MAGIC) {
        int head = window.getInt(here);
        if ((head & ~Document.LENGTH_MASK) == 0 && isOurs(here, head)) {
          return here;
        }
      }
    }
    return -1;
  }

  /** From now on nothing is written to it any more. */
  void endFollowing() {
    follows = false;
  }

  int kind() {
    return header[Document.KIND];
  }

  /** Whether it tells of several kernels. */
  boolean hasSeveralKernels() {
    return header[Document.VERSION_AT] == Document.SEVERAL_KERNELS;
  }

  int session() {
    return Bytes.getShort(header, Document.SESSION) & 0xffff;
  }

  long ordinal() {
    return Bytes.getLong(header, Document.ORDINAL);
  }

  long timeNanos() {
    return Bytes.getLong(header, Document.TIME);
  }

  int count() {
    return Bytes.getInt(header, Document.COUNT);
  }

  /** What tells its body from others. */
  int checksum() {
    return Bytes.getInt(header, Document.CHECKSUM);
  }

  /** The body of the document; empty if it is damaged. */
  Optional<byte[]> body() {
    int length = Bytes.getInt(header, Document.LENGTH);
    long start = at + 4 + Document.HEADER;
    if (!window.has(start, length) || window.checksum(start, length) != checksum()) {
      damages.add(at);
      return Optional.empty();
    }
    byte[] body = new byte[length];
    window.copy(start, body, length);
    return Optional.of(body);
  }

  /** Where the document begins in the file. */
  long at() {
    return at;
  }

  /** Where the document after this one begins, or will begin. */
  long end() {
    return next;
  }

  /** Goes back or forth to a document that {@link #at()} told. */
  void seek(long position) {
    next = position;
  }

  /** Whether the mark was found behind which nothing is written any more. */
  boolean isFinished() {
    return isFinished;
  }

  /** Where in the file something was found that isn't what was written. */
  List<Long> damages() {
    return damages;
  }

  @Override
  public void close() {
    window.close();
  }
}
