package ktap.sinks;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file in the making. It grows as {@code NAME.part} and gets its name when it is complete, so
 * that nobody reads half of it and what had the name before stays until then. Something that isn't
 * a regular file (a pipe, {@code /dev/stderr}) is written as it is.
 */
final class OutputFile {
  private final Path path;
  private final Path part;
  private final FileOutputStream stream;
  private boolean isOpen = true;

  private OutputFile(Path path, Path part, FileOutputStream stream) {
    this.path = path;
    this.part = part;
    this.stream = stream;
  }

  /**
   * @throws IOException with what the system says
   * @throws SinkException if another run writes the same file
   */
  static OutputFile open(Path name) throws IOException {
    Path path = Files.exists(name) ? name.toRealPath() : name;
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      if (Files.isDirectory(path)) {
        throw new SinkException("can't write " + name + ": it is a directory; name a file in it");
      }
      return new OutputFile(path, path, new FileOutputStream(path.toFile(), true));
    }
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw new SinkException("can't write " + name + ": permission denied");
    }
    Path part = part(path);
    requireDirectory(name, part);
    FileOutputStream stream = lock(name, part);
    stream.getChannel().truncate(0);
    return new OutputFile(path, part, stream);
  }

  /** What a file is called that grows. */
  static Path part(Path path) {
    return path.resolveSibling(path.getFileName() + ".part");
  }

  /** Fails as {@link #open} would, and leaves nothing behind. */
  static void tryOut(Path name) throws IOException {
    OutputFile file = open(name);
    file.abandon();
    if (file.isRegular()) {
      Files.deleteIfExists(file.part);
    }
  }

  /**
   * Goes on in a file of which another run wrote the beginning: what is there of it, complete or
   * not, is cut back to so many bytes.
   */
  static OutputFile resume(Path name, long kept) throws IOException {
    Path path = Files.exists(name) ? name.toRealPath() : name;
    Path part = part(path);
    requireDirectory(name, part);
    FileOutputStream stream = lock(name, part);
    try {
      FileChannel channel = stream.getChannel();
      long found = Files.exists(path) ? Files.size(path) : 0;
      if (channel.size() >= kept) {
        channel.truncate(kept);
      } else if (found >= kept) {
        channel.truncate(0);
        copy(path, channel, kept);
      } else {
        throw new SinkException(
            "can't go on in "
                + name
                + ": the state was kept when it had "
                + kept
                + " bytes, and it has "
                + Math.max(found, channel.size())
                + "; --state-reset begins anew");
      }
      return new OutputFile(path, part, stream);
    } catch (IOException | RuntimeException e) {
      stream.close();
      if (Files.size(part) == 0) {
        Files.delete(part);
      }
      throw e;
    }
  }

  private static void copy(Path from, FileChannel to, long bytes) throws IOException {
    try (FileChannel all = FileChannel.open(from)) {
      for (long at = 0; at < bytes; ) {
        at += all.transferTo(at, bytes - at, to);
      }
    }
  }

  /** How it begins. */
  byte[] head(int most) throws IOException {
    try (InputStream in = Files.newInputStream(part)) {
      return in.readNBytes(most);
    }
  }

  /** Whether it can be cut back by a later run. */
  boolean isRegular() {
    return !part.equals(path);
  }

  private static void requireDirectory(Path name, Path part) {
    Path directory = part.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      String reason =
          Files.exists(directory)
              ? directory + " is not a directory"
              : "there is no directory " + directory + "; make it first, or name another";
      throw new SinkException("can't write " + name + ": " + reason);
    }
    if (directory != null && !Files.isWritable(directory)) {
      throw new SinkException(
          "can't write " + name + ": no permission to make files in " + directory);
    }
  }

  /** Opens what nobody else writes, without cutting it. */
  private static FileOutputStream lock(Path name, Path part) throws IOException {
    FileOutputStream stream = new FileOutputStream(part.toFile(), true);
    try {
      if (!isLocked(stream)) {
        throw new SinkException(
            "can't write " + name + ": another ktap is writing it; name another file");
      }
      return stream;
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  @SuppressWarnings("try") // the lock lives as long as the stream
  private static boolean isLocked(FileOutputStream stream) throws IOException {
    try {
      return stream.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  OutputStream stream() {
    return stream;
  }

  /** Gives it its name. */
  void complete() throws IOException {
    if (isOpen) {
      isOpen = false;
      if (isRegular()) {
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
      }
      stream.close();
    }
  }

  /** Leaves what was written as {@code NAME.part}. */
  void abandon() throws IOException {
    if (isOpen) {
      isOpen = false;
      stream.close();
    }
  }
}
