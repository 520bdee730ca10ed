package ktap.pipelines.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ktap.operators.Surroundings;
import ktap.pipelines.live.ClockSource;
import ktap.pipelines.live.HeapPace;
import ktap.pipelines.live.LiveSurroundings;
import ktap.pipelines.live.Pulse;
import ktap.pipelines.live.Recorder;
import ktap.pipelines.live.ReplaySurroundings;
import ktap.pipelines.live.StateKeeper;
import ktap.pipelines.live.Tap;
import ktap.pipelines.run.EventSources;
import ktap.pipelines.run.PipelinePlan;
import ktap.pipelines.run.PipelineRun;
import ktap.pipelines.spec.Mistakes;
import ktap.pipelines.spec.PipelineException;
import ktap.pipelines.spec.PipelineParser;
import ktap.pipelines.spec.PipelineSpec;
import ktap.script.ScriptSettings;
import ktap.script.source.SourceText;
import ktap.sinks.SinkException;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.SourcePlaces;
import ktap.sources.flow.Subscription;
import ktap.sources.recording.RecordingException;
import ktap.sources.replay.ReplayedTraces;
import ktap.sources.tracefs.TargetException;
import ktap.sources.tracefs.TracedCommand;
import ktap.sources.tracefs.TracefsSource;

/** {@code ktap run PIPELINE.yaml [-- COMMAND]}: a pipeline on the running kernel. */
final class RunCommand {
  private final LiveOptions options;
  private final LiveCatalog catalog;
  private final Console console;
  private final Optional<TracedCommand> command;
  private final boolean isReset;

  private RunCommand(
      LiveOptions options,
      LiveCatalog catalog,
      Console console,
      Optional<TracedCommand> command,
      boolean isReset) {
    this.isReset = isReset;
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
    List<String> traced = arguments.traced();
    Optional<TracedCommand> command =
        traced.isEmpty() ? Optional.empty() : Optional.of(TracedCommand.of(traced));
    try (LiveCatalog catalog = new LiveCatalog()) {
      RunCommand run =
          new RunCommand(options, catalog, console, command, arguments.has(Option.STATE_RESET));
      Mistakes mistakes = new Mistakes(text);
      PipelineSpec spec = PipelineParser.parse(text, mistakes);
      Optional<PipelineSpec.Source> offline = spec.offline();
      return offline.isPresent()
          ? run.offline(spec, mistakes, offline.get())
          : run.live(spec, mistakes);
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
  static int check(SourceText text, ScriptSettings settings, Console console) {
    try {
      Mistakes mistakes = new Mistakes(text);
      PipelineSpec spec = PipelineParser.parse(text, mistakes);
      Optional<PipelineSpec.Source> offline = spec.offline();
      if (offline.isEmpty()) {
        plan(spec, mistakes, settings, new LiveSurroundings(), console);
      } else {
        try (ReplayedTraces traces = OfflineSource.open(mistakes, offline.get())) {
          ScriptSettings inside = settings.with(traces.catalog());
          plan(spec, mistakes, inside, new ReplaySurroundings(traces), console);
        }
      }
      return ExitStatus.OK;
    } catch (PipelineException e) {
      console.tell(Failures.text(e));
      return ExitStatus.USAGE;
    }
  }

  private static PipelinePlan plan(
      PipelineSpec spec,
      Mistakes mistakes,
      ScriptSettings settings,
      Surroundings machine,
      Console console) {
    PipelinePlan plan = PipelinePlan.of(spec, mistakes, settings, machine);
    plan.warnings().forEach(console::tell);
    return plan;
  }

  private int live(PipelineSpec spec, Mistakes mistakes) {
    ScriptSettings settings = options.scriptSettings(Optional.of(catalog));
    Optional<Recorder> recorder = recorder(spec);
    Surroundings machine = recorder.map(Recorder::surroundings).orElseGet(LiveSurroundings::new);
    PipelinePlan plan = plan(spec, mistakes, settings, machine, console);
    return run(plan, settings, new KernelEvents(recorder, machine.kernelNames("")), "");
  }

  /** The one that remembers what scripts are told of the time; a second one doesn't. */
  private static Optional<Recorder> recorder(PipelineSpec spec) {
    for (PipelineSpec.Sink sink : spec.sinks()) {
      if (sink instanceof PipelineSpec.Recording to) {
        try {
          return Optional.of(
              new Recorder(
                  Path.of(to.path()), to.appends(), EventSources.CONTINUING, usual -> usual));
        } catch (RecordingException e) {
          break; // the sink says so when it is opened; mistakes in the pipeline come first
        }
      }
    }
    return Optional.empty();
  }

  // ---- without the kernel ----

  private int offline(PipelineSpec spec, Mistakes mistakes, PipelineSpec.Source source)
      throws CommandException {
    if (command.isPresent()) {
      throw CommandException.usage(
          "the source of this pipeline isn't the running kernel: it can't trace a command");
    }
    try (ReplayedTraces traces = OfflineSource.open(mistakes, source);
        Findings findings = new Findings(traces, console)) {
      ScriptSettings settings = options.scriptSettings(Optional.of(traces.catalog()));
      ReplaySurroundings machine = new ReplaySurroundings(traces);
      PipelinePlan plan = plan(spec, mistakes, settings, machine, console);
      String identity = spec.state().isPresent() ? OfflineSource.identity(source) : "";
      int status = run(plan, settings, new TraceEvents(traces, machine), identity);
      findings.tell();
      boolean isLost = isStrict(spec) && findings.hasDamage();
      return status == ExitStatus.OK && isLost ? ExitStatus.FAILURE : status;
    }
  }

  private record TraceEvents(ReplayedTraces traces, ReplaySurroundings machine)
      implements EventSources {
    @Override
    public EventSource open(List<Subscription> wanted, boolean readsTask) {
      return traces.source();
    }

    @Override
    public SourcePlaces places() {
      return traces.places();
    }

    @Override
    public void ended() {
      machine.endStream();
    }

    @Override
    public Recorder recorder(Path directory, boolean appends) {
      return Recorder.ofReplay(directory, appends, CONTINUING, traces);
    }
  }

  private Optional<StateKeeper> keeper(PipelinePlan plan, String source) {
    return plan.spec()
        .state()
        .map(
            state ->
                StateKeeper.open(
                    Path.of(state.path()),
                    source,
                    isReset,
                    state.everyNanos(),
                    Tap.NONE,
                    options.isQuiet() ? text -> {} : console::say));
  }

  /**
   * @param source what tells the source from others; empty for a live one
   */
  private int run(PipelinePlan plan, ScriptSettings settings, EventSources sources, String source) {
    Optional<StateKeeper> keeper = keeper(plan, source);
    PipelineRun run = new PipelineRun(plan, settings, console.out(), console::tell, keeper);
    Pulse.begin(new HeapPace()::look, run.patience()::look);
    new Ending(run::interrupt, run.patience()::hangs, command).listen();
    try {
      OptionalLong duration =
          options.durationNanos() == Long.MAX_VALUE
              ? OptionalLong.empty()
              : OptionalLong.of(options.durationNanos());
      PipelineRun.Outcome outcome = run.run(sources, duration);
      OptionalInt ended = LiveSession.ended(command, !outcome.isExhausted());
      if (ended.isPresent() && ended.getAsInt() != 0) {
        console.say(LiveSession.how(command.orElseThrow(), ended.getAsInt()));
        return ended.getAsInt();
      }
      return outcome.isFailure(isStrict(plan.spec())) ? ExitStatus.FAILURE : ExitStatus.OK;
    } finally {
      keeper.ifPresent(StateKeeper::close);
      command.ifPresent(TracedCommand::close);
    }
  }

  private boolean isStrict(PipelineSpec spec) {
    return options.isStrict() || spec.isStrict();
  }

  private final class KernelEvents implements EventSources {
    private final Optional<Recorder> recorder;
    private final KernelNames names;

    KernelEvents(Optional<Recorder> recorder, KernelNames names) {
      this.recorder = recorder;
      this.names = names;
    }

    @Override
    public Recorder recorder(Path directory, boolean appends) {
      return recorder
          .filter(first -> first.directory().equals(directory))
          .orElseGet(() -> EventSources.super.recorder(directory, appends));
    }

    @Override
    public EventSource open(List<Subscription> wanted, boolean readsTask) {
      if (wanted.isEmpty() && command.isEmpty() && options.pid().isEmpty()) {
        return new ClockSource();
      }
      return new TracefsSource(
          catalog.files(),
          catalog.kernel(),
          options.request(wanted, command, readsTask, recorder.isPresent()),
          names);
    }

    @Override
    public boolean isLive() {
      return true;
    }

    @Override
    public void started(EventSource source) {
      if (source instanceof TracefsSource kernel) {
        kernel.messages().forEach(message -> console.tell(message.text()));
      }
      if (!options.isQuiet()) {
        console.tell("Tracing... Hit Ctrl-C to end.");
      }
    }
  }
}
