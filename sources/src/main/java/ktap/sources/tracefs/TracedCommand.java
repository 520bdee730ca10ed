package ktap.sources.tracefs;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import ktap.natives.linux.Linux;
import org.jspecify.annotations.Nullable;

/**
 * A command to be traced from its first instruction. It is held back in a shell that waits for a
 * word on a pipe, so that it can be followed before it runs; should this process die before, the
 * shell reads the pipe's end and leaves.
 *
 * <p>Standard streams, directory and environment are this process's own.
 */
public final class TracedCommand implements AutoCloseable {
  private static final String HOLD =
      "read -r go 2>/dev/null <\"/proc/$1/fd/$2\" || exit 0; shift 2; exec \"$@\"";

  private final List<String> words;
  private Linux.@Nullable Pipe pipe; // from start() on
  private @Nullable Process process; // from start() on

  private TracedCommand(List<String> words) {
    this.words = words;
  }

  /**
   * A command and its arguments; the first word is looked up in {@code PATH}.
   *
   * @throws TargetException if there is no such command, or it can't be executed
   */
  public static TracedCommand of(List<String> words) {
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    List<String> resolved = new ArrayList<>(words);
    resolved.set(0, find(words.getFirst(), path));
    return new TracedCommand(resolved);
  }

  static String find(String name, String path) {
    if (name.indexOf('/') >= 0) {
      return executable(name, new File(name));
    }
    TargetException failure = TargetException.notFound(name);
    for (String directory : path.split(":", -1)) {
      File file = new File(directory.isEmpty() ? "." : directory, name);
      if (file.isFile()) {
        if (file.canExecute()) {
          return file.getPath();
        }
        failure = TargetException.notExecutable(file.getPath());
      }
    }
    throw failure;
  }

  private static String executable(String name, File file) {
    if (!file.exists()) {
      throw TargetException.notFound(name);
    }
    if (file.isDirectory() || !file.canExecute()) {
      throw TargetException.notExecutable(name);
    }
    return name;
  }

  /** Starts the shell that holds it back, and gives the process number that it will have. */
  int hold() {
    Linux.Pipe barrier = Linux.pipe();
    pipe = barrier;
    List<String> shell = new ArrayList<>(List.of("sh", "-c", HOLD, "sh"));
    shell.add(Long.toString(ProcessHandle.current().pid()));
    shell.add(Integer.toString(barrier.readEnd().number()));
    shell.addAll(words);
    try {
      Process held = new ProcessBuilder(shell).inheritIO().start();
      process = held;
      return Math.toIntExact(held.pid());
    } catch (IOException e) {
      throw TargetException.notStarted(words.getFirst(), e);
    }
  }

  /** Lets it run. */
  void release() {
    if (pipe != null) {
      Linux.write(pipe.writeEnd(), "go\n");
    }
  }

  /**
   * Its exit status, 128 and the number for a signal; empty as long as it runs or if it was never
   * started.
   */
  public OptionalInt exitStatus() {
    return process == null || process.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(process.exitValue());
  }

  /**
   * Waits for its end, which is near once the stream of its events has ended.
   *
   * @return as {@link #exitStatus()}; 0 if it was never started
   */
  public int waitForExit() throws InterruptedException {
    return process == null ? 0 : process.waitFor();
  }

  /** Whether it was started and hasn't ended. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Sends it a signal, if it runs. */
  public void signal(int number) {
    if (process != null && process.isAlive()) {
      Linux.kill(Math.toIntExact(process.pid()), number);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }

  /** Lets go of it; a command that runs goes on, one that was held back never runs. */
  @Override
  public void close() {
    if (pipe != null) {
      pipe.close();
    }
  }
}
