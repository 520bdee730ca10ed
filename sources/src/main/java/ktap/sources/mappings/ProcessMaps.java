package ktap.sources.mappings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.MappingChange.Mapped;

/** The mappings of code that processes have now, by {@code /proc/PID/maps} (proc(5)). */
final class ProcessMaps {
  private static final int FIELDS = 6;

  private ProcessMaps() {}

  /** Those of a process; none if it has ended, or is a thread of the kernel. */
  static List<Mapped> of(int pid, long timeNanos) {
    try {
      return parse(
          new String(Files.readAllBytes(Path.of("/proc/" + pid + "/maps")), StandardCharsets.UTF_8),
          pid,
          timeNanos);
    } catch (IOException e) {
      return List.of(); // it has ended since
    }
  }

  /**
   * @param text lines such as {@code 7f00a000-7f00c000 r-xp 00002000 fd:01 1234 /usr/lib/libc.so}
   */
  static List<Mapped> parse(String text, int pid, long timeNanos) {
    List<Mapped> mapped = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] fields = line.split(" +", FIELDS);
      if (fields.length >= FIELDS - 1 && fields[1].indexOf('x') >= 0) {
        int dash = fields[0].indexOf('-');
        long start = Long.parseUnsignedLong(fields[0], 0, dash, 16);
        long end = Long.parseUnsignedLong(fields[0], dash + 1, fields[0].length(), 16);
        String file = fields.length < FIELDS || fields[5].isEmpty() ? "//anon" : fields[5];
        long offset = Long.parseUnsignedLong(fields[2], 16);
        mapped.add(new Mapped(pid, timeNanos, start, end - start, offset, file));
      }
    }
    return mapped;
  }
}
