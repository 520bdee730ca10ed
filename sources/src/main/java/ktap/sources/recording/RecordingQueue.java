package ktap.sources.recording;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The writing end of a Chronicle queue; the only class that knows the library. What {@link #append}
 * was given survives the death of the process.
 *
 * <p>The library begins a new file by the clock, once a minute. Here the clock is ours: it stands
 * still until {@link #roll()}, so that a roll ends when we say so, and its file bears the minute in
 * which it began.
 *
 * <p>The files are mapped, and a disk that is full would be told by a signal in the middle of a
 * write. So there must be room for what is written, and a reserve, before anything is.
 *
 * <p>For one thread.
 */
final class RecordingQueue implements AutoCloseable {
  /** Longest document of events. A snapshot may be longer, up to a quarter of a block. */
  static final int LONGEST = 1 << 20;

  private static final int BLOCK = 32 * LONGEST;
  private static final long RESERVE = 16L * LONGEST;

  /** How many bytes may be written before room is looked for again. */
  private static final long ROOM_CHECK = 1 << 20;

  private static final long MINUTE = 60_000;

  private final Path directory;
  private final FileStore store;
  private final ChronicleQueue queue;
  private final ExcerptAppender appender;
  private volatile long clock;
  private String kept;
  private long unchecked = ROOM_CHECK;
  private long end;

  /**
   * @param minute the first roll's name, in minutes since 1970
   * @param kept what can be done with what is there when no more can be written
   */
  RecordingQueue(Path directory, long minute, String kept) {
    this.directory = directory;
    this.kept = kept;
    this.clock = minute * MINUTE;
    // read by the library when its classes are loaded
    System.setProperty("chronicle.disk.space.monitor.disable", "true");
    System.setProperty("chronicle.analytics.disable", "true");
    boolean isContinued = !RollFile.in(directory).isEmpty();
    try {
      this.store = Files.getFileStore(directory);
      checkRoom(0);
      this.queue =
          SingleChronicleQueueBuilder.binary(directory)
              .rollCycle(LegacyRollCycles.MINUTELY)
              .blockSize(BLOCK)
              .timeProvider(() -> clock)
              .build();
      this.appender = queue.createAppender();
    } catch (RecordingException e) {
      throw e;
    } catch (IOException | RuntimeException | InternalError e) {
      throw isContinued && !(e instanceof IOException) ? cannotContinue(e) : cannotWrite(e);
    }
  }

  /** The same from now on. */
  void keeps(String whatCanBeDone) {
    kept = whatCanBeDone;
  }

  /** Appends one document made of two parts. */
  void append(byte[] head, int headLength, byte[] body, int from, int length) {
    checkRoom(headLength + length);
    try (DocumentContext document = appender.writingDocument()) {
      Bytes<?> out = document.wire().bytes();
      out.write(head, 0, headLength);
      out.write(body, from, length);
      end = out.writePosition() + 3 & ~3L;
    } catch (RuntimeException | InternalError e) {
      throw cannotWrite(e);
    }
  }

  /** The next document begins a new file. */
  void roll() {
    clock = Math.max(clock + MINUTE, System.currentTimeMillis() / MINUTE * MINUTE);
  }

  /** Name of the file that is written to, as the library makes it of the clock. */
  String file() {
    return RollFile.name(clock / MINUTE);
  }

  /** Where the last document that was appended ends in its file; 0 if there is none. */
  long end() {
    return end;
  }

  /** Takes away all rights of others; the directory's keep them out until then. */
  void makePrivate() {
    try {
      for (String name : new String[] {file(), RollFile.METADATA}) {
        Files.setPosixFilePermissions(
            directory.resolve(name), PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void checkRoom(int length) {
    unchecked += length;
    if (unchecked < ROOM_CHECK) {
      return;
    }
    unchecked = 0;
    try {
      long room = store.getUsableSpace();
      if (room < RESERVE + ROOM_CHECK) {
        throw new RecordingException(
            "can't write to "
                + directory
                + ": the disk is full, "
                + (room >> 20)
                + " MB are left and "
                + (RESERVE + ROOM_CHECK >> 20)
                + " are needed; "
                + kept);
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** The library reads how its last file begins. */
  private RecordingException cannotContinue(Throwable cause) {
    return new RecordingException(
        "can't write to "
            + directory
            + ": the head of its last file is damaged, so that nothing can be added; "
            + kept,
        cause);
  }

  private RecordingException cannotWrite(Throwable cause) {
    return cause instanceof RecordingException told
        ? told
        : new RecordingException("can't write to " + directory + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }
}
