package ktap.sinks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in the making. It grows as {@code NAME.part} and gets its name when it is complete, so
 * that nobody reads half of it and what had the name before stays until then. Something that isn't
 * a regular file (a pipe, a device), or is an open descriptor ({@code /dev/stdout}), is written as
 * it is.
 */
final class OutputFile {
  private static final Pattern DESCRIPTOR = Pattern.compile("/proc/(self|\\d+)/fd/(\\d+)");
  private static final int MOST_LINKS = 40;

  private final Path name;
  private final Path path;
  private final Path part;
  private final FileOutputStream stream;
  private boolean isOpen = true;

  private OutputFile(Path name, Path path, Path part, FileOutputStream stream) {
    this.name = name;
    this.path = path;
    this.part = part;
    this.stream = stream;
  }

  /**
   * @throws IOException with what the system says
   * @throws SinkException if another run writes the same file
   */
  static OutputFile open(Path name) throws IOException {
    if (Files.isDirectory(name)) {
      throw new SinkException("can't write " + name + ": it is a directory; name a file in it");
    }
    if (isWrittenAsItIs(name)) {
      return new OutputFile(name, name, name, direct(name));
    }
    Path path = Files.exists(name) ? name.toRealPath() : name;
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw new SinkException("can't write " + name + ": permission denied");
    }
    Path part = part(path);
    requireDirectory(name, part);
    FileOutputStream stream = lock(name, part);
    stream.getChannel().truncate(0);
    return new OutputFile(name, path, part, stream);
  }

  /** Whether there is something of that name that nothing else can take the place of. */
  static boolean isWrittenAsItIs(Path name) {
    return Files.exists(name) && (!Files.isRegularFile(name) || !descriptor(name).isEmpty());
  }

  /** Standard output and error go on where they stand; whoever else writes there does so too. */
  private static FileOutputStream direct(Path name) throws IOException {
    return switch (descriptor(name)) {
      case "1" -> new Standard(FileDescriptor.out);
      case "2" -> new Standard(FileDescriptor.err);
      default -> new FileOutputStream(name.toFile(), true);
    };
  }

  /** A stream of the whole process, which isn't ours to close. */
  private static final class Standard extends FileOutputStream {
    Standard(FileDescriptor descriptor) {
      super(descriptor);
    }

    @Override
    public void close() {}
  }

  /** The number of an open descriptor that a path leads to by links; empty if it leads to none. */
  private static String descriptor(Path name) {
    try {
      Path at = name.toAbsolutePath();
      for (int links = 0; links < MOST_LINKS; links++) {
        Path directory = at.getParent();
        at = directory == null ? at : directory.toRealPath().resolve(at.getFileName());
        Matcher matcher = DESCRIPTOR.matcher(at.toString());
        if (matcher.matches()) {
          return matcher.group(2);
        }
        if (!Files.isSymbolicLink(at)) {
          return "";
        }
        at = at.resolveSibling(Files.readSymbolicLink(at));
      }
    } catch (IOException e) {
      // what can't be followed can't be opened either, and that tells why
    }
    return "";
  }

  /** What a file is called that grows. */
  static Path part(Path path) {
    return path.resolveSibling(path.getFileName() + ".part");
  }

  /** Fails as {@link #open} would, and leaves nothing behind. */
  static void tryOut(Path name) throws IOException {
    open(name).abandon();
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
      return new OutputFile(name, path, part, stream);
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

  /** Why it can't be written, and where the beginning of it stays. */
  SinkException failure(IOException cause) {
    String what = "can't write " + name;
    if (!isRegular()) {
      return SinkException.ofStream(what, cause);
    }
    String remains = part.toFile().length() > 0 ? "; what was written is in " + part : "";
    return SinkException.of(what, cause, remains);
  }

  /** Leaves what was written as {@code NAME.part}, if there is any. */
  void abandon() throws IOException {
    if (isOpen) {
      isOpen = false;
      if (isRegular() && stream.getChannel().size() == 0) {
        Files.deleteIfExists(part); // while the lock is held
      }
      stream.close();
    }
  }
}
