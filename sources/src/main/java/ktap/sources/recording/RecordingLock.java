package ktap.sources.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Holds a directory for one writer. The kernel gives it free when the process dies. */
final class RecordingLock implements AutoCloseable {
  private static final String FILE = "lock";

  private final FileChannel channel;

  private RecordingLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock; empty if another writer has it. */
  static Optional<RecordingLock> take(Path directory) throws IOException {
    if (isHeld(directory)) {
      return Optional.empty(); // if it's this process, closing a second channel would free the lock
    }
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    if (isLocked(channel)) {
      return Optional.of(new RecordingLock(channel));
    }
    channel.close();
    return Optional.empty();
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(); // lives as long as the channel
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it
    }
  }

  /** Whether someone is writing now. Takes no lock. */
  static boolean isHeld(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      long inode = (Long) Files.getAttribute(file, "unix:ino");
      String end = ":" + inode + " ";
      for (String line : Files.readAllLines(Path.of("/proc/locks"))) {
        if (line.contains(end)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new RecordingException("can't close the lock: " + e.getMessage(), e);
    }
  }
}
