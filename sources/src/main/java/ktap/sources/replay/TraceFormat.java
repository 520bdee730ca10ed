package ktap.sources.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a path holds, told by its first bytes and never by its name. */
public enum TraceFormat {
  /** A directory that ktap recorded into. */
  RECORDING,
  /** What {@code perf record} writes, as a file or as a pipe. */
  PERF_DATA("PERFILE2", "2ELIFREP", "PERFFILE"), // the last two can't be read, but told so
  /** What {@code trace-cmd record} writes. */
  TRACE_DAT("\u0017\bDtracing"),
  /** Something else, or nothing. */
  UNKNOWN;

  private static final int LONGEST = 16;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> magics;

  TraceFormat(String... magics) {
    this.magics = List.of(magics);
  }

  /** What a path holds; {@link #UNKNOWN} too if it can't be read. */
  public static TraceFormat of(Path path) {
    if (Files.isDirectory(path)) {
      return RECORDING;
    }
    String start = new String(start(path), StandardCharsets.ISO_8859_1);
    for (TraceFormat format : values()) {
      for (String magic : format.magics) {
        if (start.startsWith(magic)) {
          return format;
        }
      }
    }
    return UNKNOWN;
  }

  private static byte[] start(Path path) {
    if (!Files.isRegularFile(path)) {
      return new byte[0]; // what a pipe gives can't be read twice
    }
    try (InputStream file = Files.newInputStream(path)) {
      return file.readNBytes(LONGEST);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
