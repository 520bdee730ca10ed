package ktap.pipelines.cli;

/** A reason to end that the user can mend: what to tell and the exit status. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String sentence;

  private CommandException(int status, String sentence) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }

  /** The command line isn't understood. */
  static CommandException usage(String sentence) {
    return new CommandException(ExitStatus.USAGE, sentence);
  }

  /** The system or the data don't allow it. */
  static CommandException failure(String sentence) {
    return new CommandException(ExitStatus.FAILURE, sentence);
  }

  /** Everything was told already; only the status is left. */
  static CommandException silent(int status) {
    return new CommandException(status, "");
  }

  int status() {
    return status;
  }

  /** Ready to print after the name of the program; empty if all was told. */
  String sentence() {
    return sentence;
  }
}
