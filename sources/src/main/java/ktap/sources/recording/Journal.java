package ktap.sources.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * A directory of documents that are no events, kept as a recording is: by a Chronicle queue, each
 * document with checksums, in files that end when the user of the journal says so and can be
 * dropped when newer ones say all. What {@link #append} was given survives the death of the
 * process.
 *
 * <p>Reading goes by the layout of the files and needs no lock. The library is loaded by a thread
 * of its own meanwhile: it takes its time, and what is kept can be read without it. For one thread.
 */
public final class Journal implements AutoCloseable {
  /** Smaller kinds are those of recordings. */
  public static final int FIRST_KIND = 32;

  private static final String KEPT = "what was kept until now is whole";

  private final Path directory;
  private final RecordingLock lock;
  private final List<Path> old;
  private final CompletableFuture<RecordingQueue> opening;
  private final byte[] header = new byte[Document.HEADER];
  private long bytes;
  private boolean isPrivate;

  private Journal(Path directory, RecordingLock lock, List<Path> old, long minute) {
    this.directory = directory;
    this.lock = lock;
    this.old = new ArrayList<>(old);
    this.opening = new CompletableFuture<>();
    Thread opener =
        new Thread(
            () -> {
              try {
                opening.complete(new RecordingQueue(directory, minute, KEPT));
              } catch (Throwable e) {
                opening.completeExceptionally(e);
              }
            },
            "ktap-journal");
    opener.setDaemon(true);
    opener.start();
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

  /** A writer that was killed left its file longer than what is in it. */
  private static void finishLast(List<Path> files) {
    if (files.isEmpty()) {
      return;
    }
    long end = 0;
    try (RollReader roll = new RollReader(files.getLast(), RollReader.AHEAD, false)) {
      while (roll.next()) {
        end = roll.end();
      }
      if (roll.isFinished() || end == 0) {
        return;
      }
    }
    RollFile.finish(files.getLast(), end);
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
    Document.writeHeader(header, kind, 0, sequence, timeNanos, part, body, 0, length);
    RecordingQueue to = queue();
    to.append(header, Document.HEADER, body, 0, length);
    if (!isPrivate) {
      to.makePrivate();
      isPrivate = true;
    }
    bytes += Document.HEADER + length;
  }

  private RecordingQueue queue() {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RecordingException told
          ? told
          : new RecordingException("can't write to " + directory + ": " + e.getMessage(), e);
    }
  }

  /** The next document begins a new file. */
  public void roll() {
    RecordingQueue to = queue();
    old.add(directory.resolve(to.file()));
    to.roll();
    isPrivate = false;
    bytes = 0;
  }

  /** Bytes in the file that is written to. */
  public long bytes() {
    return bytes;
  }

  /** Removes all files but the one that is written to. */
  public void dropOlder() {
    try {
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
      old.clear();
    } catch (IOException e) {
      throw new RecordingException("can't remove from " + directory + ": " + RollFile.reason(e), e);
    }
  }

  /** The library leaves a file that it made as long as what it had mapped. */
  private void close(RecordingQueue queue) {
    queue.close();
    if (isPrivate) {
      RollFile.finish(directory.resolve(queue.file()), queue.end());
    }
  }

  @Override
  public void close() {
    Optional<RecordingQueue> opened =
        opening.isCompletedExceptionally() ? Optional.empty() : Optional.of(queue());
    opened.ifPresent(this::close);
    lock.close();
  }
}
