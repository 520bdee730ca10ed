package ktap.sources.tracefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import ktap.sources.recording.RecordingException;

/**
 * A file that is read at any place. Not mapped: a mapped file that gets shorter ends the process.
 * What it holds may lie, so nothing is read or allocated beyond its size.
 */
public final class InputFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long size;

  private InputFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * @throws RecordingException if there is no such file, or it can't be read
   */
  public static InputFile open(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new RecordingException(
          "expected a file that can be read at any place, but " + path + " is none");
    }
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new InputFile(path, channel, channel.size());
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }

  private static RecordingException cannotRead(Path path, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "permission denied";
          default -> e.getMessage();
        };
    return new RecordingException("can't read " + path + ": " + reason, e);
  }

  public Path path() {
    return path;
  }

  /** Bytes when it was opened. */
  public long size() {
    return size;
  }

  /**
   * Reads as much as there is.
   *
   * @return how many bytes were read, fewer than {@code count} only at the end of the file
   */
  public int read(long at, byte[] to, int from, int count) {
    ByteBuffer buffer = ByteBuffer.wrap(to, from, count);
    try {
      while (buffer.hasRemaining() && channel.read(buffer, at + (buffer.position() - from)) > 0) {
        // until it is full or the file ends
      }
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
    return buffer.position() - from;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cannotRead(path, e);
    }
  }
}
