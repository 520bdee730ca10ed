package ktap.pipelines.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ktap.script.host.HostFacts;

/** What {@code /proc} and {@code /sys} tell of the machine and of this process. */
public final class ThisMachine {
  private ThisMachine() {}

  static HostFacts facts() {
    return new HostFacts(
        Math.toIntExact(ProcessHandle.current().pid()),
        thread(),
        ProcFile.number(ProcFile.word(ProcFile.text("/proc/self/status"), "Uid:")),
        "ktap",
        cpus(onlineCpus()),
        architecture(System.getProperty("os.arch", "")),
        ProcFile.text("/proc/sys/kernel/osrelease"),
        ProcFile.text("/proc/sys/kernel/hostname"));
  }

  /** The link reads {@code PID/task/TID}. */
  private static int thread() {
    try {
      return ProcFile.number(
          Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
    } catch (IOException e) {
      return 0;
    }
  }

  /** What the kernel calls the machine. */
  private static String architecture(String java) {
    return java.equals("amd64") ? "x86_64" : java;
  }

  /** The CPUs that work now, as a list such as {@code 0-3,8}. */
  public static String onlineCpus() {
    return ProcFile.text("/sys/devices/system/cpu/online");
  }

  /** Whether a CPU is on such a list. */
  public static boolean isListed(int cpu, String list) {
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = ProcFile.number(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : ProcFile.number(range.substring(dash + 1));
      if (cpu >= first && cpu <= last) {
        return true;
      }
    }
    return false;
  }

  /** How many CPUs a list such as {@code 0-3,8} names; 1 if it can't be read. */
  static int cpus(String list) {
    int count = 0;
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      count +=
          dash < 0
              ? 1
              : ProcFile.number(range.substring(dash + 1))
                  - ProcFile.number(range.substring(0, dash))
                  + 1;
    }
    return Math.max(1, count);
  }
}
