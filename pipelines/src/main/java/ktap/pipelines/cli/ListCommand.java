package ktap.pipelines.cli;

import java.io.IOException;
import java.util.List;
import ktap.sources.flow.EventPattern;
import ktap.sources.tracefs.TraceFileSystem;
import ktap.sources.tracefs.TracefsCatalog;

/** {@code ktap list} and {@code -le}: the events of the running kernel. */
final class ListCommand {
  private ListCommand() {}

  /**
   * @param words globs, perhaps several in a word
   */
  static int run(List<String> words, boolean withFields, Console console)
      throws CommandException, IOException {
    List<String> globs = words.stream().flatMap(it -> EventPattern.words(it).stream()).toList();
    try (TraceFileSystem files = TraceFileSystem.open()) {
      new EventLister(new TracefsCatalog(files), withFields).list(globs, console);
    }
    return ExitStatus.OK;
  }
}
