package ktap.sources.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a roll, whether its file is compressed or not. Not for several threads. */
interface RollBytes extends AutoCloseable {
  /** How many there are; more later if the recorder is at work. */
  long size() throws IOException;

  /**
   * Reads some of them, as many as are at hand.
   *
   * @return how many; 0 or less if there are none at this place
   */
  int read(ByteBuffer to, long at) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens a roll by the name of its plain file. */
  static RollBytes open(Path roll) throws IOException {
    try {
      return plain(roll);
    } catch (NoSuchFileException plainIsGone) {
      Path compressed = RollFile.compressed(roll);
      try {
        return new CompressedRoll(FileChannel.open(compressed, StandardOpenOption.READ));
      } catch (NoSuchFileException bothAreGone) {
        throw plainIsGone;
      }
    }
  }

  /** Whether a roll has so many bytes. */
  static boolean has(Path roll, long count) {
    try (RollBytes bytes = open(roll)) {
      return bytes.size() >= count;
    } catch (IOException e) {
      return false;
    }
  }

  private static RollBytes plain(Path roll) throws IOException {
    FileChannel channel = FileChannel.open(roll, StandardOpenOption.READ);
    return new RollBytes() {
      @Override
      public long size() throws IOException {
        return channel.size();
      }

      @Override
      public int read(ByteBuffer to, long at) throws IOException {
        return channel.read(to, at);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
