package ktap.sources.recording;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Compresses finished rolls on a thread of its own. The plain file goes when the compressed one is
 * whole: whoever dies in between leaves one that can be read.
 */
final class RollCompressor implements AutoCloseable {
  /** The fastest level that isn't a compromise; events are 10 to 17 times smaller with it. */
  private static final int LEVEL = 1;

  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("ktap-compressor").daemon().unstarted(task));

  private volatile Optional<String> failure = Optional.empty();

  /** Takes a roll to which nothing is written any more. */
  void add(Path roll) {
    thread.execute(() -> compress(roll));
  }

  private void compress(Path roll) {
    if (failure.isPresent() || !Files.exists(roll)) { // compressed already, or let go
      return;
    }
    Path temporary = RollFile.temporary(roll);
    try {
      write(roll, temporary);
      Files.move(temporary, RollFile.compressed(roll), StandardCopyOption.ATOMIC_MOVE);
      if (!Files.deleteIfExists(roll)) {
        Files.delete(RollFile.compressed(roll)); // it was let go meanwhile
      }
    } catch (IOException | RecordingException | LinkageError e) {
      RollFile.deleteQuietly(temporary);
      if (Files.exists(roll)) { // else it was let go before its turn came
        String reason = e instanceof IOException known ? RollFile.reason(known) : e.getMessage();
        failure = Optional.of("can't compress " + roll + ": " + reason + "; it stays as it is");
      }
    }
  }

  private static void write(Path roll, Path to) throws IOException {
    Set<StandardOpenOption> how =
        EnumSet.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try (FileChannel in = FileChannel.open(roll, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                to,
                how,
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")))) {
      int[] packed = new int[64];
      int count = 0;
      int last = 0;
      ByteBuffer plain = ByteBuffer.allocate(CompressedRoll.FRAME);
      long end = end(roll);
      for (long at = 0; fill(in, plain, at, end); at += last) {
        last = plain.limit();
        byte[] frame = Zstd.compress(Arrays.copyOf(plain.array(), last), LEVEL);
        writeAll(out, ByteBuffer.wrap(frame));
        packed = count == packed.length ? Arrays.copyOf(packed, count * 2) : packed;
        packed[count++] = frame.length;
      }
      writeAll(out, CompressedRoll.table(packed, count, last));
    }
  }

  /** Where the last document and the mark behind it end; the file was made longer. */
  private static long end(Path roll) {
    try (RollReader reader = new RollReader(roll, RollReader.HOP, false)) {
      while (reader.next()) {
        // to the end
      }
      return reader.end() + Integer.BYTES;
    }
  }

  private static boolean fill(FileChannel in, ByteBuffer plain, long at, long end)
      throws IOException {
    plain.clear().limit((int) Math.min(plain.capacity(), end - at));
    while (plain.hasRemaining() && in.read(plain, at + plain.position()) > 0) {
      // until it is full or the file ends
    }
    plain.flip();
    return plain.hasRemaining();
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Why a roll could not be compressed; the recording is whole nevertheless. */
  Optional<String> failure() {
    return failure;
  }

  /** Waits for what was begun. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
