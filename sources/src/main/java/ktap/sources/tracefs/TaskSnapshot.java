package ktap.sources.tracefs;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import ktap.sources.tasks.Tasks;

/**
 * The threads that are alive now, by {@code /proc}. Taken after the events about tasks were
 * switched on, so that no thread falls between the two.
 */
final class TaskSnapshot {
  private static final int TEXT = 64;
  private static final byte[] WORKER = {'k', 'w', 'o', 'r', 'k', 'e', 'r', '/'};

  private final String root;
  private final Tasks tasks;
  private final byte[] name = new byte[TEXT];

  TaskSnapshot(String root, Tasks tasks) {
    this.root = root;
    this.tasks = tasks;
  }

  /** Tells the tasks of all threads. */
  void take() {
    for (String process : numbersIn(root)) {
      for (String thread : numbersIn(root + "/" + process + "/task")) {
        take(Integer.parseInt(process), Integer.parseInt(thread));
      }
    }
  }

  private static String[] numbersIn(String directory) {
    String[] names = new File(directory).list((parent, name) -> isNumber(name));
    return names == null ? new String[0] : names; // it has ended since
  }

  private static boolean isNumber(String name) {
    return name.charAt(0) >= '1' && name.charAt(0) <= '9';
  }

  private void take(int pid, int tid) {
    try (FileInputStream file = new FileInputStream(root + "/" + pid + "/task/" + tid + "/comm")) {
      int length = file.read(name);
      if (length > 0) {
        tasks.put(tid, pid, name, 0, ownName(length - 1));
      }
    } catch (IOException e) {
      // it has ended since
    }
  }

  /**
   * How much of the name is the task's own: for a worker of the kernel, {@code /proc} adds what it
   * works on ({@code kworker/0:1-events}).
   */
  private int ownName(int length) {
    int at = WORKER.length;
    if (length <= at || !startsWithWorker() || name[at] == 'R') {
      return length;
    }
    while (at < length && name[at] != '-' && name[at] != '+') {
      at++;
    }
    return at;
  }

  private boolean startsWithWorker() {
    for (int i = 0; i < WORKER.length; i++) {
      if (name[i] != WORKER[i]) {
        return false;
      }
    }
    return true;
  }
}
