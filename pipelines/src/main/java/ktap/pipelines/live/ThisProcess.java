package ktap.pipelines.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code /proc/self} tells of this process and its terminal. */
public final class ThisProcess {
  private ThisProcess() {}

  /** Whether it was started with a signal ignored. */
  public static boolean ignores(int signal) {
    String mask = ProcFile.word(ProcFile.text("/proc/self/status"), "SigIgn:");
    return !mask.isEmpty() && (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) != 0;
  }

  /** Whether the keys of a terminal reach it. */
  public static boolean isInForeground() {
    return isInForeground(ProcFile.text("/proc/self/stat"));
  }

  /** Fields 5 and 8 of stat: its process group, and that to which its terminal listens. */
  static boolean isInForeground(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 7);
    return fields.length == 7 && fields[2].equals(fields[5]);
  }

  /** Whether a descriptor is a terminal, where a line can be overwritten. */
  public static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
