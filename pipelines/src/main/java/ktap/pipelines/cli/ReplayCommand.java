package ktap.pipelines.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.pipelines.live.HeapPace;
import ktap.pipelines.live.LiveHost;
import ktap.pipelines.live.LiveRun;
import ktap.pipelines.live.LossReport;
import ktap.pipelines.live.Pulse;
import ktap.pipelines.live.ReplaySurroundings;
import ktap.pipelines.live.ScriptOutput;
import ktap.pipelines.live.StateKeeper;
import ktap.pipelines.live.Tap;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.script.source.SourceText;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.Message;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.replay.ReplayedTraces;

/**
 * {@code ktap replay TRACE... SCRIPT}: a script over what was recorded, by the runner that runs it
 * live. Needs no root and no kernel.
 */
final class ReplayCommand {
  private final LiveOptions options;
  private final Console console;
  private final ScriptOutput output;
  private final Optional<String> file;
  private final LossReport losses;

  private ReplayCommand(
      LiveOptions options, Console console, OutputStream out, Optional<String> file) {
    this.options = options;
    this.console = console;
    this.output = new ScriptOutput(out);
    this.file = file;
    this.losses = LossReport.ofReplay(console::say);
  }

  static int run(Arguments arguments, Console console) throws CommandException, IOException {
    LiveOptions options = LiveOptions.of(arguments);
    ReplaySettings settings = ReplayOptions.of(arguments);
    List<String> words = new ArrayList<>(arguments.operands());
    List<Path> paths = ReplayOptions.takeTraces(words, Verb.REPLAY);
    if (arguments.has(Option.OUTPUT)) {
      ReplayOptions.requireOther(paths, arguments.value(Option.OUTPUT).orElseThrow());
    }
    SourceText source = ScriptCommand.source(arguments, words, console);
    if (arguments.has(Option.PARTITIONS)) {
      return PartitionedCommand.run(
          arguments, paths, settings, source, List.copyOf(words), console);
    }
    try (ReplayedTraces traces = ReplayedTraces.open(paths, settings);
        Findings findings = new Findings(traces, console)) {
      Script script = ScriptCommand.compile(source, options, traces.catalog(), console);
      StateOptions.check(arguments, script, source);
      String identity = arguments.has(Option.STATE) ? StateOptions.identity(paths, settings) : "";
      Optional<StateKeeper> keeper =
          StateOptions.open(arguments, identity, Tap.NONE, options, console);
      try (OutputStream out = ScriptCommand.output(arguments, console, keeper)) {
        return new ReplayCommand(options, console, out, arguments.value(Option.OUTPUT))
            .run(script, traces, findings, List.copyOf(words), keeper);
      } finally {
        keeper.ifPresent(StateKeeper::close);
      }
    }
  }

  private int run(
      Script script,
      ReplayedTraces traces,
      Findings findings,
      List<String> words,
      Optional<StateKeeper> keeper) {
    ReplaySurroundings machine = new ReplaySurroundings(traces);
    LiveHost host = new LiveHost(output, options.hasTimestamps(), this::tell, machine);
    ScriptRun run = script.open(host, words);
    Tap tap = keeper.isPresent() ? keeper.get() : Tap.NONE;
    LiveRun live = new LiveRun(run, output, losses, tap, false, options.durationNanos());
    Pulse.begin(new HeapPace()::look, live.patience()::look);
    new Ending(live::stop, Optional.empty()).listen();
    StateOptions.begin(keeper, live, run, output, file);
    boolean isWaiting = !run.subscriptions().isEmpty() || run.hasTimers();
    if (!run.isExited() && !live.isStopped() && isWaiting) {
      EventSource source = source(traces, keeper);
      source.start();
      live.run(source);
    }
    keeper.ifPresent(StateKeeper::end);
    machine.endStream();
    live.runEnd();
    boolean isLossy = findings.tell(losses);
    Optional<String> unprinted = output.failure();
    unprinted.ifPresent(console::say);
    Optional<String> failure = keeper.isPresent() ? keeper.get().failure() : Optional.empty();
    failure.ifPresent(console::say);
    boolean isFailed =
        run.errors() > 0
            || unprinted.isPresent()
            || failure.isPresent()
            || (options.isStrict() && isLossy);
    return isFailed ? ExitStatus.FAILURE : ExitStatus.OK;
  }

  private static EventSource source(ReplayedTraces traces, Optional<StateKeeper> keeper) {
    return keeper.isPresent()
        ? keeper.get().behind(traces.source(), traces.places(), _ -> {})
        : traces.source();
  }

  private void tell(Message message) {
    console.tell(message.text());
  }
}
