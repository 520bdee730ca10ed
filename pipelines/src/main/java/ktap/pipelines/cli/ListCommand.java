package ktap.pipelines.cli;

import java.io.IOException;
import java.util.List;
import ktap.sources.tracefs.TraceFileSystem;
import ktap.sources.tracefs.TracefsCatalog;

/** {@code ktap list} and {@code -le}: the events of the running kernel. */
final class ListCommand {
  private ListCommand() {}

  static int run(List<String> globs, boolean withFields, Console console)
      throws CommandException, IOException {
    try (TraceFileSystem files = TraceFileSystem.open()) {
      new EventLister(new TracefsCatalog(files), withFields).list(globs, console);
    }
    return ExitStatus.OK;
  }
}
