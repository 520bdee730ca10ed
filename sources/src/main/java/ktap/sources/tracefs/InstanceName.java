package ktap.sources.tracefs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import ktap.natives.linux.LinuxException;

/**
 * The names of our instances, {@code ktap-NAMESPACE-PID-START-COUNT}: they tell whether the run
 * that made them is still alive. A run of another process namespace can't be judged from here, and
 * is left alone.
 */
final class InstanceName {
  private static final String PREFIX = "ktap-";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private InstanceName() {}

  /** A name that nobody had before. */
  static String next() {
    long pid = ProcessHandle.current().pid();
    return PREFIX + namespace() + "-" + pid + "-" + startTime(pid) + "-" + COUNT.getAndIncrement();
  }

  /** Removes the instances of runs that are dead; gives their names. */
  static List<String> removeDead(TraceFileSystem files) {
    List<String> removed = new ArrayList<>();
    for (String name : files.list("instances")) {
      if (name.startsWith(PREFIX) && isDead(name)) {
        try {
          files.write("instances/" + name + "/tracing_on", "0");
          files.removeDirectory("instances/" + name);
          removed.add(name);
        } catch (LinuxException e) {
          // somebody looks into it, or was faster
        }
      }
    }
    return removed;
  }

  private static boolean isDead(String name) {
    String[] parts = name.split("-", -1);
    if (parts.length != 5 || !parts[1].equals(namespace()) || !isNumber(parts[2])) {
      return false;
    }
    return !parts[3].equals(startTime(Long.parseLong(parts[2])));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String namespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return link.substring(link.indexOf('[') + 1, link.length() - 1);
    } catch (IOException e) {
      return "0"; // a kernel without process namespaces has one
    }
  }

  /** When a process started, in clock ticks since boot; empty if there is none of that number. */
  private static String startTime(long pid) {
    String stat = TraceFileSystem.textOf("/proc/" + pid + "/stat");
    int at = stat.lastIndexOf(')') + 1;
    for (int field = 2; field < 22 && at > 0; field++) {
      at = stat.indexOf(' ', at) + 1;
    }
    return at <= 0 ? "" : stat.substring(at, stat.indexOf(' ', at));
  }
}
