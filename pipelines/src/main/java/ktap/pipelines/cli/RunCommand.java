package ktap.pipelines.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ktap.pipelines.live.ClockSource;
import ktap.pipelines.live.LiveSurroundings;
import ktap.pipelines.run.PipelinePlan;
import ktap.pipelines.run.PipelineRun;
import ktap.pipelines.spec.PipelineException;
import ktap.pipelines.spec.PipelineParser;
import ktap.script.ScriptSettings;
import ktap.script.source.SourceText;
import ktap.sinks.SinkException;
import ktap.sources.filter.EventFilter;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.Subscription;
import ktap.sources.tracefs.TargetException;
import ktap.sources.tracefs.TracedCommand;
import ktap.sources.tracefs.TracefsSource;

/** {@code ktap run PIPELINE.yaml [-- COMMAND]}: a pipeline on the running kernel. */
final class RunCommand {
  private final LiveOptions options;
  private final LiveCatalog catalog;
  private final Console console;
  private final Optional<TracedCommand> command;
  private volatile boolean isInterrupted;

  private RunCommand(
      LiveOptions options, LiveCatalog catalog, Console console, Optional<TracedCommand> command) {
    this.options = options;
    this.catalog = catalog;
    this.console = console;
    this.command = command;
  }

  static int run(Arguments arguments, Console console) throws CommandException {
    if (arguments.operands().size() != 1) {
      throw CommandException.usage("run takes one pipeline: ktap run PIPELINE.yaml");
    }
    LiveOptions options = LiveOptions.of(arguments);
    SourceText text = Scripts.read(arguments.operands().getFirst(), console);
    try (LiveCatalog catalog = new LiveCatalog()) {
      ScriptSettings settings = options.scriptSettings(catalog);
      PipelinePlan plan = plan(text, settings, console);
      List<String> traced = arguments.traced();
      Optional<TracedCommand> command =
          traced.isEmpty() ? Optional.empty() : Optional.of(TracedCommand.of(traced));
      return new RunCommand(options, catalog, console, command).run(plan, settings);
    } catch (PipelineException e) {
      console.tell(Failures.text(e));
      return ExitStatus.USAGE;
    } catch (SinkException e) {
      console.say(Failures.text(e));
      return ExitStatus.FAILURE;
    } catch (TargetException e) {
      console.say(Failures.text(e));
      return e.exitStatus();
    }
  }

  /**
   * Tells all mistakes of a pipeline.
   *
   * @return the exit status
   */
  static int check(SourceText text, EventCatalog catalog, Console console) {
    try {
      plan(text, ScriptSettings.of(catalog), console);
      return ExitStatus.OK;
    } catch (PipelineException e) {
      console.tell(Failures.text(e));
      return ExitStatus.USAGE;
    }
  }

  private static PipelinePlan plan(SourceText text, ScriptSettings settings, Console console) {
    PipelinePlan plan =
        PipelinePlan.of(PipelineParser.parse(text), settings, new LiveSurroundings());
    plan.warnings().forEach(console::tell);
    return plan;
  }

  private int run(PipelinePlan plan, ScriptSettings settings) {
    PipelineRun run = new PipelineRun(plan, settings, console.out(), console::tell);
    new Ending(() -> interrupt(run), command).listen();
    try {
      OptionalLong duration =
          options.durationNanos() == Long.MAX_VALUE
              ? OptionalLong.empty()
              : OptionalLong.of(options.durationNanos());
      PipelineRun.Outcome outcome = run.run(this::open, duration);
      OptionalInt ended = command.isPresent() ? ended(command.get()) : OptionalInt.empty();
      if (ended.isPresent() && ended.getAsInt() != 0) {
        console.say(LiveSession.how(command.orElseThrow(), ended.getAsInt()));
        return ended.getAsInt();
      }
      boolean isStrict = options.isStrict() || plan.spec().isStrict();
      return outcome.isFailure(isStrict) ? ExitStatus.FAILURE : ExitStatus.OK;
    } finally {
      command.ifPresent(TracedCommand::close);
    }
  }

  private void interrupt(PipelineRun run) {
    isInterrupted = true;
    run.interrupt();
  }

  private EventSource open(List<Subscription> wanted, boolean readsTask) {
    if (!options.isQuiet()) {
      console.tell("Tracing... Hit Ctrl-C to end.");
    }
    if (wanted.isEmpty() && command.isEmpty() && options.pid().isEmpty()) {
      return new ClockSource();
    }
    return new TracefsSource(
        catalog.files(),
        catalog.kernel(),
        options.request(wanted, command, readsTask),
        (type, filter) -> EventFilter.parse(filter).kernelText(type));
  }

  private OptionalInt ended(TracedCommand traced) {
    return isInterrupted || traced.isRunning() ? OptionalInt.empty() : traced.exitStatus();
  }
}
