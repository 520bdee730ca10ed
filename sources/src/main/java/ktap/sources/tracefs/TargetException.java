package ktap.sources.tracefs;

import java.io.IOException;

/** A command that can't be started, or a process that isn't there. The message is for the user. */
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

  /** What a shell would exit with: 127 not found, 126 not executable; else 1. */
  public int exitStatus() {
    return exitStatus;
  }
}
