package ktap.sources.tracedat;

import ktap.sources.tasks.Tasks;

/**
 * Tells {@link Tasks} the names that a file has of threads: lines {@code TID NAME}, as the kernel
 * knew them at the end of the recording. Which process a thread belongs to isn't told.
 */
final class SavedCommands {
  /** No kernel has more threads (PID_MAX_LIMIT in linux/threads.h). */
  private static final int MOST_THREADS = 1 << 22;

  private final Tasks tasks;

  SavedCommands(Tasks tasks) {
    this.tasks = tasks;
  }

  void take(byte[] lines) {
    int at = 0;
    while (at < lines.length && lines[at] != 0) {
      int end = at;
      while (end < lines.length && lines[end] != '\n') {
        end++;
      }
      take(lines, at, end);
      at = end + 1;
    }
  }

  private void take(byte[] lines, int from, int to) {
    int tid = 0;
    int at = from;
    while (at < to && lines[at] >= '0' && lines[at] <= '9' && tid < MOST_THREADS) {
      tid = tid * 10 + lines[at++] - '0';
    }
    if (at > from && at < to && lines[at] == ' ' && tid > 0 && tid < MOST_THREADS) {
      tasks.put(tid, tid, lines, at + 1, to - at - 1);
    }
  }
}
