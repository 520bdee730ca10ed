package ktap.pipelines.cli;

import java.util.Optional;
import ktap.natives.linux.LinuxException;
import ktap.script.Script;
import ktap.script.ScriptSettings;
import ktap.script.check.Dialect;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.sources.flow.EventCatalog;

/**
 * {@code ktap check FILE…}: every mistake in scripts and pipelines, and nothing is run. Needs no
 * root; where the kernel's events can't be read, all but their names is checked, and that is said.
 */
final class CheckCommand {
  private CheckCommand() {}

  static int run(Arguments arguments, Console console) throws CommandException {
    if (arguments.operands().isEmpty()) {
      throw CommandException.usage("check what? Name scripts: ktap check FILE...");
    }
    Optional<Dialect> dialect = LiveOptions.dialect(arguments);
    int status = ExitStatus.OK;
    boolean namesEvents = false;
    try (LiveCatalog kernel = new LiveCatalog()) {
      Optional<String> obstacle = obstacle(kernel);
      Optional<EventCatalog> catalog =
          obstacle.isPresent() ? Optional.empty() : Optional.of(kernel);
      for (String file : arguments.operands()) {
        SourceText source = Scripts.read(file, console);
        int found =
            isPipeline(file)
                ? RunCommand.check(source, settings(catalog, dialect), console)
                : script(source, settings(catalog, dialect), console);
        status = Math.max(status, found);
        namesEvents |= Scripts.mentions(isPipeline(file) ? "tracepoint" : Scripts.TRACE, source);
      }
      if (namesEvents) {
        obstacle.ifPresent(why -> console.say("names of events were not checked: " + why));
      }
    }
    return status;
  }

  private static ScriptSettings settings(
      Optional<EventCatalog> catalog, Optional<Dialect> dialect) {
    ScriptSettings settings = ScriptSettings.of(catalog);
    return dialect.isPresent() ? settings.with(dialect.get()) : settings;
  }

  private static boolean isPipeline(String file) {
    return file.endsWith(".yaml") || file.endsWith(".yml");
  }

  /** Why the kernel's events can't be seen. */
  private static Optional<String> obstacle(LiveCatalog kernel) {
    try {
      kernel.names();
      return Optional.empty();
    } catch (LinuxException e) {
      return Optional.of(Failures.text(e));
    }
  }

  /** Compiled, too: only that finds what is too large. */
  private static int script(SourceText source, ScriptSettings settings, Console console) {
    try {
      for (Diagnostic warning : Script.compile(source, settings).warnings()) {
        console.tell(warning.render(source));
      }
      return ExitStatus.OK;
    } catch (ScriptSyntaxException e) {
      console.tell(Failures.text(e));
      return ExitStatus.SCRIPT;
    }
  }
}
