package ktap.pipelines.cli;

/** What the exit statuses mean. A traced command's own status is passed on as it is. */
final class ExitStatus {
  static final int OK = 0;

  /** The system, the data, or run-time errors of the script. */
  static final int FAILURE = 1;

  /** The command line or a pipeline file. */
  static final int USAGE = 2;

  /** A bug of ours. */
  static final int INTERNAL = 70;

  /** A script that doesn't compile, as in the original. */
  static final int SCRIPT = 255;

  private ExitStatus() {}
}
