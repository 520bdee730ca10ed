package ktap.sources.tracefs;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shell outside of this process that waits for its death, whatever kills it, and then removes its
 * instances. It waits for the end of its standard input, which is a pipe that only we hold.
 */
final class Guard implements AutoCloseable {
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM QUIT PIPE
      read -r end
      for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        left=
        for name; do
          [ -d "$name" ] || continue
          echo 0 >"$name/tracing_on"
          rmdir "$name" || left=1
        done
        [ "$left" ] || exit 0
        sleep 0.05
      done
      """;

  private final @Nullable Process process;

  private Guard(@Nullable Process process) {
    this.process = process;
  }

  /** Watches over instances that are or will be there. */
  static Guard over(TraceFileSystem files, List<String> instances) {
    List<String> command = new ArrayList<>();
    if (new File("/usr/bin/setsid").canExecute()) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(List.of("/bin/sh", "-c", SCRIPT, "ktap-guard"));
    command.addAll(instances);
    ProcessBuilder shell = new ProcessBuilder(command);
    shell.directory(new File(files.rootForOthers(), "instances"));
    shell.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    shell.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      return new Guard(shell.start());
    } catch (IOException e) {
      return new Guard(null); // the clean-up at the next start is left
    }
  }

  /** Its process number; 0 if it couldn't be started. */
  long pid() {
    return process == null ? 0 : process.pid();
  }

  /** Lets it go; it removes what is still there, and leaves. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }
}
