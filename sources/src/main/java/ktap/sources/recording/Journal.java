package ktap.sources.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A directory of documents that are no events, kept as a recording is: by a Chronicle queue, each
 * document with checksums, in files that end when the user of the journal says so and can be
 * dropped when newer ones say all.
 *
 * <p>Writing is done by a thread of its own, in the order in which it was told. What {@link
 * #append} was given before a {@link #sync} returned survives the death of the process. If
 * something can't be written, nothing behind it is, and the next call says so.
 *
 * <p>Reading goes by the layout of the files and needs neither a lock nor the library, which is
 * loaded meanwhile. For one thread.
 */
public final class Journal implements AutoCloseable {
  /** Smaller kinds are those of recordings. */
  public static final int FIRST_KIND = 32;

  private static final String KEPT = "what was kept until now is whole";

  private final Path directory;
  private final RecordingLock lock;
  private final List<Path> old;
  private final byte[] header = new byte[Document.HEADER];
  private final JournalThread thread;
  private long bytes;
  private boolean isPrivate;

  private Journal(Path directory, RecordingLock lock, List<Path> old, long minute) {
    this.directory = directory;
    this.lock = lock;
    this.old = new ArrayList<>(old);
    this.thread =
        new JournalThread(() -> new RecordingQueue(directory, minute, KEPT), this::finish);
  }

  /**
   * Opens a directory to write to it, and makes it if it isn't there. A new file is begun.
   *
   * @param what it holds, for messages: {@code state}
   * @throws RecordingException if it holds something else, or someone else writes to it
   */
  public static Journal open(Path directory, String what) {
    try {
      if (!Files.exists(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      check(directory, what);
      RecordingLock lock = lock(directory, what);
      List<Path> old = RollFile.in(directory);
      finishLast(old);
      Files.deleteIfExists(directory.resolve(RollFile.METADATA)); // may hold a dead writer's lock
      long now = System.currentTimeMillis() / 60_000;
      return new Journal(directory, lock, old, Math.max(now, RollFile.lastMinute(old, now) + 1));
    } catch (IOException e) {
      throw new RecordingException(
          "can't use the " + what + " " + directory + ": " + RollFile.reason(e), e);
    }
  }

  /**
   * A writer that was killed left its file longer than what is in it, or with nothing in it: the
   * library would wait for somebody to begin it.
   */
  private static void finishLast(List<Path> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    long end = 0;
    boolean isFinished;
    boolean isDamaged;
    try (RollReader roll = new RollReader(files.getLast(), RollReader.AHEAD, false)) {
      while (roll.next()) {
        end = roll.end();
      }
      isFinished = roll.isFinished();
      isDamaged = !roll.damages().isEmpty();
    }
    if (end > 0 && !isFinished) {
      RollFile.finish(files.getLast(), end);
    } else if (end == 0 && !isDamaged) {
      Files.delete(files.removeLast());
    }
  }

  /**
   * Looks whether a directory holds a journal, or nothing.
   *
   * @throws RecordingException if it holds something else
   */
  public static void check(Path directory, String what) {
    if (!Files.exists(directory)) {
      throw new RecordingException("there is no " + what + " " + directory);
    }
    if (!Files.isDirectory(directory)) {
      throw new RecordingException(
          directory + " is not a " + what + ": expected a directory, found a file");
    }
    for (Path file : RollFile.in(directory)) {
      try (RollReader roll = new RollReader(file, RollReader.HOP, false)) {
        if (roll.next() && roll.kind() < FIRST_KIND) {
          throw new RecordingException(
              directory + " is a recording, not a " + what + "; 'ktap info' tells what is in it");
        }
      }
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.equals("lock") && !name.endsWith(".cq4") && !name.endsWith(".cq4t")) {
          throw new RecordingException(
              directory
                  + " is not a "
                  + what
                  + ": there is "
                  + name
                  + " in it; name a directory that is new, or empty");
        }
      }
    } catch (IOException e) {
      throw new RecordingException("can't read " + directory + ": " + RollFile.reason(e), e);
    }
  }

  /**
   * Empties a journal.
   *
   * @throws RecordingException if it holds something else, or someone writes to it
   */
  public static void clear(Path directory, String what) {
    check(directory, what);
    try (RecordingLock _ = lock(directory, what)) {
      for (Path file : RollFile.in(directory)) {
        Files.delete(file);
      }
      Files.deleteIfExists(directory.resolve(RollFile.METADATA));
    } catch (IOException e) {
      throw new RecordingException("can't empty " + directory + ": " + RollFile.reason(e), e);
    }
  }

  private static RecordingLock lock(Path directory, String what) throws IOException {
    return RecordingLock.take(directory)
        .orElseThrow(
            () ->
                new RecordingException(
                    "can't use the " + what + " " + directory + ": another ktap uses it"));
  }

  /** The files of a journal, the oldest first. */
  public static List<Path> files(Path directory) {
    return RollFile.in(directory);
  }

  /**
   * Gives the documents of a file in order, as long as they are wanted.
   *
   * @return whether nothing between them was damaged
   * @throws RecordingException if it can't be read, or was written by a newer version
   */
  public static boolean read(Path file, Predicate<JournalDocument> consumer) {
    try (RollReader roll = new RollReader(file, RollReader.AHEAD, false)) {
      boolean isWanted = true;
      while (isWanted && roll.next()) {
        isWanted =
            consumer.test(
                new JournalDocument(
                    roll.kind(), roll.ordinal(), roll.count(), roll.timeNanos(), roll.body()));
      }
      return roll.damages().isEmpty();
    }
  }

  /** Appends a document of at most a megabyte. */
  public void append(int kind, long sequence, int part, long timeNanos, byte[] body, int length) {
    byte[] own = Arrays.copyOf(body, length);
    bytes += Document.HEADER + length;
    thread.add(
        queue -> {
          Document.writeHeader(
              header, kind, Document.VERSION, 0, sequence, timeNanos, part, own, 0, length);
          queue.append(header, Document.HEADER, own, 0, length);
          if (!isPrivate) {
            queue.makePrivate();
            isPrivate = true;
          }
        });
  }

  /** The next document begins a new file. */
  public void roll() {
    bytes = 0;
    thread.add(
        queue -> {
          old.add(directory.resolve(queue.file()));
          queue.roll();
          isPrivate = false;
        });
  }

  /** Bytes in the file that is written to, or will be. */
  public long bytes() {
    return bytes;
  }

  /** Removes all files but the one that is written to. */
  public void dropOlder() {
    thread.add(queue -> removeOld());
  }

  private void removeOld() {
    try {
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
      old.clear();
    } catch (IOException e) {
      throw new RecordingException("can't remove from " + directory + ": " + RollFile.reason(e), e);
    }
  }

  /**
   * Waits until all is written.
   *
   * @throws RecordingException if it can't be
   */
  public void sync() {
    thread.sync();
  }

  /** Whether all is written. */
  public boolean isIdle() {
    return thread.isIdle();
  }

  /** Whether something couldn't be written; the next call says what. */
  public boolean hasFailed() {
    return thread.hasFailed();
  }

  /** The library leaves a file that it made as long as what it had mapped. */
  private void finish(RecordingQueue queue) {
    queue.close();
    if (isPrivate) {
      RollFile.finish(directory.resolve(queue.file()), queue.end());
    }
  }

  @Override
  public void close() {
    thread.close();
    lock.close();
  }
}
