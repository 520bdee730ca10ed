package ktap.sources.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The files of the rolls of a recording: {@code 20261124-1225.cq4}, by the minute they began in, or
 * a later one: names tell their order only.
 */
final class RollFile {
  static final String METADATA = "metadata.cq4t";
  private static final String SUFFIX = ".cq4";
  private static final String COMPRESSED = ".zst";
  private static final int MINUTES_OF_DAY = 24 * 60;

  private RollFile() {}

  /** Name of the file of a minute since 1970. */
  static String name(long minute) {
    long day = Math.floorDiv(minute, MINUTES_OF_DAY);
    int rest = (int) Math.floorMod(minute, (long) MINUTES_OF_DAY);
    // civil_from_days of Howard Hinnant's chrono-compatible date algorithms: no java.time needed
    long z = day + 719468;
    long era = Math.floorDiv(z, 146097L);
    long dayOfEra = z - era * 146097;
    long year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    long dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100);
    long shifted = (5 * dayOfYear + 2) / 153;
    long month = shifted < 10 ? shifted + 3 : shifted - 9;
    return digits(year + era * 400 + (month <= 2 ? 1 : 0), 4)
        + digits(month, 2)
        + digits(dayOfYear - (153 * shifted + 2) / 5 + 1, 2)
        + "-"
        + digits(rest / 60, 2)
        + digits(rest % 60, 2)
        + SUFFIX;
  }

  private static String digits(long number, int count) {
    String text = Long.toString(number);
    return "0".repeat(Math.max(0, count - text.length())) + text;
  }

  /** The minute since 1970 that the last of some files bears; 0 if there are none. */
  static long lastMinute(List<Path> rolls, long now) {
    if (rolls.isEmpty()) {
      return 0;
    }
    String last = rolls.getLast().getFileName().toString();
    long minute = now;
    while (name(minute).compareTo(last) < 0) {
      minute++; // a recording that rolls more than once a minute runs ahead of the clock
    }
    return minute;
  }

  /**
   * The files of a recording in their order, by their plain names: {@link RollBytes} finds those
   * that are compressed.
   *
   * @throws RecordingException if the directory isn't there or can't be read
   */
  static List<Path> in(Path directory) {
    if (!Files.exists(directory)) {
      throw new RecordingException("there is no recording " + directory);
    }
    if (!Files.isDirectory(directory)) {
      throw new RecordingException(
          directory + " is not a recording: expected a directory, found a file");
    }
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, "*" + SUFFIX + "{," + COMPRESSED + "}")) {
      for (Path entry : entries) {
        files.add(plain(entry));
      }
    } catch (IOException e) {
      throw new RecordingException("can't read the directory " + directory + ": " + reason(e), e);
    }
    return new ArrayList<>(files);
  }

  private static Path plain(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(COMPRESSED)
        ? file.resolveSibling(name.substring(0, name.length() - COMPRESSED.length()))
        : file;
  }

  /** Where a roll is when it is compressed. */
  static Path compressed(Path roll) {
    return roll.resolveSibling(roll.getFileName() + COMPRESSED);
  }

  /** Where a roll is while it is being compressed. */
  static Path temporary(Path roll) {
    return roll.resolveSibling(roll.getFileName() + COMPRESSED + ".tmp");
  }

  /** Removes a roll, compressed or not. */
  static void delete(Path roll) throws IOException {
    Files.deleteIfExists(roll);
    Files.deleteIfExists(compressed(roll));
  }

  static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // what is left is passed over by those who read
    }
  }

  /** Whether it is there, compressed or not: a recorder lets the oldest go. */
  static boolean isThere(Path roll) {
    return Files.exists(roll) || Files.exists(compressed(roll));
  }

  /** The file that a roll is in. */
  static Path present(Path roll) {
    return Files.exists(roll) ? roll : compressed(roll);
  }

  /** Bytes that a roll takes on the disk, if so many were written to it. */
  static long bytes(Path roll, long written) {
    try {
      return Files.exists(roll) ? written : Files.size(compressed(roll));
    } catch (IOException e) {
      return written;
    }
  }

  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException missing) {
      return "there is no directory " + Path.of(missing.getFile()).getParent();
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  /** Ends a roll whose recorder was killed: nothing more is written to it. */
  static void finish(Path file, long end) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer mark = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(mark.putInt(0, Document.END_OF_ROLL), end);
      channel.truncate(end + 4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
