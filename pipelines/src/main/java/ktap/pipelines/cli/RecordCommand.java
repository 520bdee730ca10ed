package ktap.pipelines.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import ktap.pipelines.live.LiveHost;
import ktap.pipelines.live.LiveSurroundings;
import ktap.pipelines.live.LossReport;
import ktap.pipelines.live.RecordRun;
import ktap.pipelines.live.RecordStatus;
import ktap.pipelines.live.Recorder;
import ktap.pipelines.live.ScriptOutput;
import ktap.pipelines.live.ThisProcess;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.script.source.SourceText;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.Subscription;
import ktap.sources.format.KernelFiles;
import ktap.sources.recording.RecordingSettings;
import ktap.sources.tracefs.TargetException;
import ktap.sources.tracefs.TracedCommand;
import ktap.sources.tracefs.TracefsSource;

/** {@code ktap record EVENT... -o DIR}: events of the running kernel into a recording. */
final class RecordCommand {
  private static final long ROLL_NANOS = 3_600_000_000_000L;
  private static final long LARGEST_ROLL = 256 << 20;

  /** The last roll isn't compressed, so it should not be large. */
  private static final long COMPRESSED_ROLL = 64 << 20;

  /** Each roll has the kernel's names, a megabyte of its own. */
  private static final long SMALLEST_ROLL = 4 << 20;

  /** Into how many parts what is kept is divided, so that one of them can go. */
  private static final int PARTS = 8;

  private final Arguments arguments;
  private final LiveOptions options;
  private final Console console;
  private final LossReport losses;

  private RecordCommand(Arguments arguments, Console console) throws CommandException {
    this.arguments = arguments;
    this.options = LiveOptions.of(arguments);
    this.console = console;
    this.losses = LossReport.ofLive(console::say);
  }

  static int run(Arguments arguments, Console console) throws CommandException {
    if (arguments.operands().isEmpty() && !arguments.has(Option.FOR)) {
      throw CommandException.usage(
          "record what? Name events, or a script: ktap record -o DIR 'syscalls:*'");
    }
    Optional<String> directory = arguments.value(Option.DIRECTORY);
    if (directory.isEmpty()) {
      throw CommandException.usage("record into which directory? -o DIR");
    }
    RecordCommand command = new RecordCommand(arguments, console);
    try (Recorder recorder =
            new Recorder(
                Path.of(directory.get()),
                arguments.has(Option.APPEND),
                Option.APPEND.word(),
                command.settings());
        LiveCatalog catalog = new LiveCatalog()) {
      return command.run(recorder, catalog);
    } catch (TargetException e) {
      console.say(Failures.text(e));
      return e.exitStatus();
    }
  }

  private UnaryOperator<RecordingSettings> settings() throws CommandException {
    Optional<String> size = arguments.value(Option.KEEP);
    Optional<String> age = arguments.value(Option.KEEP_FOR);
    boolean compresses = arguments.has(Option.COMPRESS);
    long bytes = size.isEmpty() ? Long.MAX_VALUE : OptionValues.bytes(Option.KEEP, size.get());
    long nanos = age.isEmpty() ? Long.MAX_VALUE : OptionValues.nanos(Option.KEEP_FOR, age.get());
    long largest = compresses ? COMPRESSED_ROLL : LARGEST_ROLL;
    long rollBytes = Math.clamp(bytes / PARTS, SMALLEST_ROLL, largest);
    long rollNanos = Math.max(1, Math.min(ROLL_NANOS, nanos / PARTS));
    return usual -> {
      RecordingSettings kept = usual.withRolls(rollBytes, rollNanos).withRetention(bytes, nanos);
      return compresses ? kept.compressing() : kept;
    };
  }

  private long mostBytes() throws CommandException {
    Optional<String> size = arguments.value(Option.MAX_SIZE);
    return size.isEmpty() ? Long.MAX_VALUE : OptionValues.bytes(Option.MAX_SIZE, size.get());
  }

  private int run(Recorder recorder, LiveCatalog catalog) throws CommandException {
    List<Subscription> wanted = wanted(catalog);
    Optional<TracedCommand> command =
        arguments.traced().isEmpty()
            ? Optional.empty()
            : Optional.of(TracedCommand.of(arguments.traced()));
    RecordStatus status =
        new RecordStatus(
            recorder, losses, console::show, ThisProcess.isTerminal(2), options.isQuiet());
    RecordRun run = new RecordRun(recorder, losses, status, options.durationNanos(), mostBytes());
    new Ending(run::stop, command).listen();
    try (TracefsSource kernel =
        new TracefsSource(
            catalog.files(),
            catalog.kernel(),
            options.request(wanted, command, true, true),
            KernelFiles.running(Path.of(catalog.files().root())))) {
      record(kernel, recorder, run, wanted, catalog);
      return status(recorder, status, command, run);
    } finally {
      command.ifPresent(TracedCommand::close);
    }
  }

  private void record(
      TracefsSource kernel,
      Recorder recorder,
      RecordRun run,
      List<Subscription> wanted,
      EventCatalog catalog) {
    recorder.open(kernel.tables(), wanted, catalog);
    try {
      kernel.start();
    } catch (RuntimeException e) {
      recorder.abandon();
      throw e;
    }
    kernel.messages().forEach(message -> console.tell(message.text()));
    if (!options.isQuiet()) {
      console.tell("Recording... Hit Ctrl-C to end.");
    }
    run.run(kernel);
    recorder.end();
  }

  // ---- what is wanted ----

  private List<Subscription> wanted(LiveCatalog catalog) throws CommandException {
    List<Subscription> wanted = new ArrayList<>();
    for (String words : arguments.operands()) {
      for (EventPattern pattern : EventLister.patterns(words, catalog)) {
        wanted.add(new Subscription(pattern, Optional.empty()));
      }
    }
    Optional<String> file = arguments.value(Option.FOR);
    if (file.isPresent()) {
      wanted.addAll(forScript(Scripts.read(file.get(), console), catalog));
    }
    return wanted;
  }

  /** What a script traces; its main chunk says it, and what that prints isn't wanted now. */
  private List<Subscription> forScript(SourceText source, LiveCatalog catalog)
      throws CommandException {
    Script script = ScriptCommand.compile(source, options, catalog, console);
    ScriptOutput nowhere = new ScriptOutput(OutputStream.nullOutputStream());
    ScriptRun run =
        script.open(
            new LiveHost(
                nowhere, false, message -> console.tell(message.text()), new LiveSurroundings()),
            List.of(source.name()));
    run.runMain();
    List<Subscription> wanted = new ArrayList<>();
    boolean hasFilter = false;
    for (Subscription subscription : run.subscriptions()) {
      hasFilter |= subscription.filter().isPresent();
      wanted.add(new Subscription(subscription.pattern(), Optional.empty()));
    }
    if (wanted.isEmpty()) {
      throw CommandException.failure(
          source.name() + " traces no event: there is nothing to record");
    }
    if (hasFilter && !options.isQuiet()) {
      console.tell("The filters of " + source.name() + " are left to the replay.");
    }
    return wanted;
  }

  // ---- the end ----

  private int status(
      Recorder recorder, RecordStatus status, Optional<TracedCommand> command, RecordRun run) {
    if (!options.isQuiet()) {
      console.tell(status.summary());
    }
    losses.summary().ifPresent(console::say);
    recorder.failure().ifPresent(console::say);
    recorder.warning().ifPresent(console::say);
    OptionalInt ended = LiveSession.ended(command, run.isCut());
    if (command.isPresent() && ended.isEmpty() && !options.isQuiet()) {
      console.tell("'" + command.get() + "' goes on; it isn't recorded any more");
    }
    if (ended.isPresent() && ended.getAsInt() != 0) {
      console.say(LiveSession.how(command.orElseThrow(), ended.getAsInt()));
      return ended.getAsInt();
    }
    boolean isFailed = recorder.failure().isPresent() || (options.isStrict() && losses.total() > 0);
    return isFailed ? ExitStatus.FAILURE : ExitStatus.OK;
  }
}
