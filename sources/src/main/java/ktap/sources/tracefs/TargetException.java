package ktap.sources.tracefs;

import java.io.IOException;

/**
 * A command that can't be started, a process that isn't there, or a buffer that the kernel hasn't
 * the memory for. The message is for the user.
 */
public final class TargetException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int FAILED = 1;
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private final int exitStatus;

  private TargetException(String message, int exitStatus) {
    super(message);
    this.exitStatus = exitStatus;
  }

  static TargetException notFound(String name) {
    return new TargetException(name + ": command not found", NOT_FOUND);
  }

  static TargetException notExecutable(String name) {
    return new TargetException(name + " is there, but can't be executed", NOT_EXECUTABLE);
  }

  static TargetException notStarted(String name, IOException e) {
    TargetException failure =
        new TargetException(name + " can't be started: " + e.getMessage(), NOT_EXECUTABLE);
    failure.initCause(e);
    return failure;
  }

  static TargetException noProcess(int pid) {
    return new TargetException("no process has the number " + pid, FAILED);
  }

  static TargetException noMemory(int kilobytes, int cpus) {
    return new TargetException(
        "the kernel has not enough memory for a buffer of "
            + kilobytes
            + " KB for each of "
            + (cpus == 1 ? "1 CPU" : cpus + " CPUs")
            + "; take a smaller --buffer",
        FAILED);
  }

  static TargetException inContainer() {
    return new TargetException(
        "ktap runs in a container whose process numbers aren't the kernel's, so that it could"
            + " neither tell its own events from others nor follow a process: start it on the host,"
            + " or the container with the host's process numbers (docker run --pid=host)",
        FAILED);
  }

  /** What a shell would exit with: 127 not found, 126 not executable; else 1. */
  public int exitStatus() {
    return exitStatus;
  }
}
