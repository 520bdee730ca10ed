package ktap.sources.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a path holds, told by its first bytes and never by its name. */
public enum TraceFormat {
  /** A directory that ktap recorded into. */
  RECORDING(new byte[0]),
  /** What {@code perf record} writes, as a file or as a pipe. */
  PERF_DATA("PERFILE2".getBytes(StandardCharsets.ISO_8859_1)),
  /** What {@code trace-cmd record} writes. */
  TRACE_DAT("\u0017\bDtracing".getBytes(StandardCharsets.ISO_8859_1)),
  /** Something else, or nothing. */
  UNKNOWN(new byte[0]);

  private static final int LONGEST = 16;

  @SuppressWarnings("ImmutableEnumChecker") // never handed out
  private final byte[] magic;

  TraceFormat(byte[] magic) {
    this.magic = magic;
  }

  /** What a path holds; {@link #UNKNOWN} too if it can't be read. */
  public static TraceFormat of(Path path) {
    if (Files.isDirectory(path)) {
      return RECORDING;
    }
    byte[] start = start(path);
    for (TraceFormat format : values()) {
      if (format.magic.length > 0 && format.begins(start)) {
        return format;
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

  private boolean begins(byte[] start) {
    if (start.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (start[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
