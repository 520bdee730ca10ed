package ktap.pipelines.cli;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ktap.operators.Surroundings;
import ktap.pipelines.live.ClockSource;
import ktap.pipelines.live.HeapPace;
import ktap.pipelines.live.LiveHost;
import ktap.pipelines.live.LiveRun;
import ktap.pipelines.live.LiveSurroundings;
import ktap.pipelines.live.LossReport;
import ktap.pipelines.live.Patience;
import ktap.pipelines.live.Pulse;
import ktap.pipelines.live.Recorder;
import ktap.pipelines.live.ScriptOutput;
import ktap.pipelines.live.StateKeeper;
import ktap.pipelines.live.Tap;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.flow.Subscription;
import ktap.sources.tracefs.TargetException;
import ktap.sources.tracefs.TracedCommand;
import ktap.sources.tracefs.TracefsSource;

/**
 * One script from its main chunk to its exit status, on the running kernel. Here the parts are put
 * together.
 */
final class LiveSession {
  private final LiveOptions options;
  private final LiveCatalog catalog;
  private final Console console;
  private final ScriptOutput output;
  private final Optional<String> file;
  private final LossReport losses;
  private final Optional<Recorder> recorder;
  private final Optional<StateKeeper> keeper;

  /** Whether something else than its own end ended the stream. */
  private boolean isCut;

  /** Events that the script didn't come to. */
  private long left;

  LiveSession(
      LiveOptions options,
      LiveCatalog catalog,
      Console console,
      OutputStream out,
      Optional<String> file,
      Optional<Recorder> recorder,
      Optional<StateKeeper> keeper) {
    this.recorder = recorder;
    this.keeper = keeper;
    this.options = options;
    this.catalog = catalog;
    this.console = console;
    this.output = new ScriptOutput(out);
    this.file = file;
    this.losses = LossReport.ofLive(console::say);
  }

  /**
   * @param words of the script: its name and its arguments
   * @param traced the command to trace; none if empty
   * @return the exit status
   */
  int run(Script script, List<String> words, List<String> traced) throws CommandException {
    try {
      Optional<TracedCommand> command =
          traced.isEmpty() ? Optional.empty() : Optional.of(TracedCommand.of(traced));
      Surroundings machine =
          recorder.isPresent() ? recorder.get().surroundings() : new LiveSurroundings();
      LiveHost host = new LiveHost(output, options.hasTimestamps(), this::tell, machine);
      ScriptRun run = script.open(host, words);
      Tap recording = recorder.isPresent() ? recorder.get() : Tap.NONE;
      Tap tap = keeper.isPresent() ? keeper.get() : recording;
      LiveRun live =
          new LiveRun(run, output, losses, tap, options.isDry(), options.durationNanos());
      Pulse.begin(new HeapPace()::look, live.patience()::look);
      new Ending(live::stop, live.patience()::hangs, command).listen();
      StateOptions.begin(keeper, live, run, output, file);
      List<Subscription> wanted = run.subscriptions();
      if (!run.isExited() && !live.isStopped() && (!wanted.isEmpty() || run.hasTimers())) {
        trace(script, live, wanted, command, machine.kernelNames(""));
      } else {
        if (recorder.isPresent()) {
          recorder.get().open(EventTables.create(), wanted, catalog);
        }
        end(live);
      }
      recorder.ifPresent(Recorder::end);
      return status(run, command);
    } catch (TargetException e) {
      console.say(Failures.text(e));
      return e.exitStatus();
    }
  }

  private void trace(
      Script script,
      LiveRun live,
      List<Subscription> wanted,
      Optional<TracedCommand> command,
      KernelNames names) {
    if (wanted.isEmpty() && command.isEmpty() && options.pid().isEmpty()) {
      try (ClockSource clock = new ClockSource()) {
        follow(live, clock, wanted);
      }
      return;
    }
    try (TracefsSource kernel =
        new TracefsSource(
            catalog.files(),
            catalog.kernel(),
            options.request(wanted, command, script.readsTask(), recorder.isPresent()),
            names)) {
      follow(live, kernel, wanted);
    } finally {
      command.ifPresent(TracedCommand::close);
    }
  }

  private void follow(LiveRun live, EventSource source, List<Subscription> wanted) {
    start(source, wanted);
    if (source instanceof TracefsSource kernel) {
      kernel.messages().forEach(this::tell);
    }
    if (!options.isQuiet()) {
      console.tell("Tracing... Hit Ctrl-C to end.");
    }
    live.run(source);
    left = live.left(source);
    end(live);
    isCut = live.isStopped() || output.isClosed() || options.durationNanos() != Long.MAX_VALUE;
  }

  private void end(LiveRun live) {
    keeper.ifPresent(StateKeeper::end);
    live.runEnd();
  }

  /** A recording of what could not be traced doesn't stay. */
  private void start(EventSource source, List<Subscription> wanted) {
    if (recorder.isEmpty()) {
      source.start();
      return;
    }
    recorder.get().open(source.tables(), wanted, catalog);
    try {
      source.start();
    } catch (RuntimeException e) {
      recorder.get().abandon();
      throw e;
    }
  }

  private void tell(Message message) {
    console.tell(message.text());
  }

  private int status(ScriptRun run, Optional<TracedCommand> command) {
    losses.summary().ifPresent(console::say);
    if (left > 0) {
      console.say(Patience.sentence(left));
    }
    OptionalInt ended = ended(command, run.isExited() || isCut);
    if (ended.isPresent() && ended.getAsInt() != 0) {
      console.say(how(command.orElseThrow(), ended.getAsInt()));
      return ended.getAsInt();
    }
    Optional<String> unprinted = output.failure();
    unprinted.ifPresent(console::say);
    Optional<String> failure = recorder.isPresent() ? recorder.get().failure() : Optional.empty();
    failure.ifPresent(console::say);
    Optional<String> unkept = keeper.isPresent() ? keeper.get().failure() : Optional.empty();
    unkept.ifPresent(console::say);
    boolean isFailed =
        run.errors() > 0
            || unprinted.isPresent()
            || failure.isPresent()
            || unkept.isPresent()
            || (options.isStrict() && losses.total() + left > 0);
    return isFailed ? ExitStatus.FAILURE : ExitStatus.OK;
  }

  /**
   * Whether the command, if there is one, ended, and how. If nothing cut the stream, which ended by
   * itself, its end is near.
   */
  static OptionalInt ended(Optional<TracedCommand> traced, boolean isCut) {
    if (traced.isEmpty()) {
      return OptionalInt.empty();
    }
    TracedCommand command = traced.get();
    if (isCut || !command.isRunning()) {
      return command.exitStatus();
    }
    try {
      return OptionalInt.of(command.waitForExit());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  static String how(TracedCommand command, int status) {
    return status > 128
        ? "'" + command + "' was ended by signal " + (status - 128)
        : "'" + command + "' exited with status " + status;
  }
}
