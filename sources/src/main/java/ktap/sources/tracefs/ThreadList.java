package ktap.sources.tracefs;

import java.io.File;
import java.util.HashSet;
import java.util.Set;

/** The threads of a process, asked for again and again until no new one turns up. */
final class ThreadList {
  private static final String PROCESS = "\nTgid:";

  private final File directory;
  private final Set<String> known = new HashSet<>();

  private ThreadList(File directory) {
    this.directory = directory;
  }

  /**
   * @param process its number, or {@code self}
   */
  static ThreadList of(String process) {
    return new ThreadList(new File("/proc/" + process + "/task"));
  }

  /** The process of a thread; its own number if it isn't there. */
  static int process(int thread) {
    String status = TraceFileSystem.textOf("/proc/" + thread + "/status");
    int at = status.indexOf(PROCESS);
    return at < 0
        ? thread
        : Integer.parseInt(
            status.substring(at + PROCESS.length(), status.indexOf('\n', at + 1)).strip());
  }

  /** Those that weren't there at the last call, each with a blank behind it. */
  String fresh() {
    StringBuilder fresh = new StringBuilder();
    String[] threads = directory.list();
    for (String thread : threads == null ? new String[0] : threads) {
      if (known.add(thread)) {
        fresh.append(thread).append(' ');
      }
    }
    return fresh.toString();
  }
}
