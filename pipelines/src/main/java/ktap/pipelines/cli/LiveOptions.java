package ktap.pipelines.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ktap.pipelines.live.ThisMachine;
import ktap.script.ScriptSettings;
import ktap.script.ScriptSettings.Engine;
import ktap.script.check.Dialect;
import ktap.script.value.Limits;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.Subscription;
import ktap.sources.tracefs.TraceRequest;
import ktap.sources.tracefs.TraceTarget;
import ktap.sources.tracefs.TracedCommand;

/**
 * The options of a live run, as values.
 *
 * @param bufferKilobytes 0 for the usual
 * @param durationNanos {@link Long#MAX_VALUE} for no limit
 */
record LiveOptions(
    OptionalInt pid,
    OptionalInt cpu,
    boolean followsChildren,
    boolean includesSelf,
    int bufferKilobytes,
    long durationNanos,
    boolean isQuiet,
    boolean isDry,
    boolean isStrict,
    boolean isVerbose,
    boolean hasTimestamps,
    Limits limits,
    Engine engine,
    Optional<Dialect> dialect) {
  private static final int KILOBYTE = 1024;
  private static final long LEAST_MEMORY = 32L << 20;

  /** What the JVM gives an array at most. */
  private static final long LONGEST_STRING = Integer.MAX_VALUE - 8;

  static LiveOptions of(Arguments arguments) throws CommandException {
    checkMemory(arguments);
    return new LiveOptions(
        number(arguments, Option.PID),
        cpu(arguments),
        !arguments.has(Option.NO_FOLLOW),
        arguments.has(Option.INCLUDE_SELF),
        kilobytes(arguments),
        duration(arguments),
        arguments.has(Option.QUIET),
        arguments.has(Option.DRY_RUN),
        arguments.has(Option.STRICT),
        arguments.has(Option.VERBOSE),
        arguments.has(Option.TIMESTAMPS),
        limits(arguments),
        engine(arguments),
        dialect(arguments));
  }

  /** How scripts are compiled and run with these options. */
  ScriptSettings scriptSettings(Optional<EventCatalog> catalog) {
    return new ScriptSettings(catalog, dialect, limits, engine);
  }

  /**
   * What a live source is asked for with these options.
   *
   * @param isRecorded whether a replay should know all that it may be asked for
   */
  TraceRequest request(
      List<Subscription> wanted,
      Optional<TracedCommand> command,
      boolean readsTask,
      boolean isRecorded) {
    TraceRequest request =
        TraceRequest.of(wanted)
            .target(target(command))
            .bufferKilobytes(bufferKilobytes)
            .includeSelf(includesSelf)
            .wantsTasks(readsTask || isRecorded)
            .wantsMappings(isRecorded);
    return cpu.isPresent() ? request.cpu(cpu.getAsInt()) : request;
  }

  private TraceTarget target(Optional<TracedCommand> command) {
    if (command.isPresent()) {
      return new TraceTarget.Command(command.get(), followsChildren);
    }
    return pid.isPresent()
        ? new TraceTarget.RunningProcess(pid.getAsInt(), followsChildren)
        : new TraceTarget.Everything();
  }

  /** The launcher has set it already; it passes over what isn't a size. */
  private static void checkMemory(Arguments arguments) throws CommandException {
    Optional<String> memory = arguments.value(Option.MEMORY);
    if (memory.isPresent() && OptionValues.bytes(Option.MEMORY, memory.get()) < LEAST_MEMORY) {
      throw CommandException.usage("--memory takes at least 32m, not " + memory.get());
    }
  }

  private static OptionalInt number(Arguments arguments, Option option) throws CommandException {
    Optional<String> text = arguments.value(option);
    return text.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(OptionValues.smallCount(option, text.get()));
  }

  private static OptionalInt cpu(Arguments arguments) throws CommandException {
    OptionalInt cpu = number(arguments, Option.CPU);
    String online = cpu.isPresent() ? ThisMachine.onlineCpus() : "";
    if (cpu.isPresent() && !ThisMachine.isListed(cpu.getAsInt(), online)) {
      throw CommandException.failure(
          "cpu " + cpu.getAsInt() + " is not online; those that are: " + online);
    }
    return cpu;
  }

  private static int kilobytes(Arguments arguments) throws CommandException {
    Optional<String> text = arguments.value(Option.BUFFER);
    if (text.isEmpty()) {
      return 0;
    }
    long kilobytes = OptionValues.bytes(Option.BUFFER, text.get()) / KILOBYTE;
    return (int) Math.max(1, Math.min(kilobytes, Integer.MAX_VALUE));
  }

  private static long duration(Arguments arguments) throws CommandException {
    Optional<String> text = arguments.value(Option.DURATION);
    return text.isEmpty() ? Long.MAX_VALUE : OptionValues.nanos(Option.DURATION, text.get());
  }

  private static Limits limits(Arguments arguments) throws CommandException {
    Limits usual = Limits.DEFAULT;
    Optional<String> loops = arguments.value(Option.MAX_LOOPS);
    Optional<String> string = arguments.value(Option.MAX_STRING);
    return new Limits(
        loops.isEmpty() ? usual.maxLoops() : OptionValues.count(Option.MAX_LOOPS, loops.get()),
        number(arguments, Option.MAX_DEPTH).orElse(usual.maxDepth()),
        number(arguments, Option.MAX_ENTRIES).orElse(usual.maxTableEntries()),
        string.isEmpty()
            ? usual.maxStringBytes()
            : (int) Math.min(OptionValues.bytes(Option.MAX_STRING, string.get()), LONGEST_STRING));
  }

  private static Engine engine(Arguments arguments) throws CommandException {
    String name = arguments.value(Option.ENGINE).orElse("jvm");
    return switch (name) {
      case "jvm" -> Engine.JVM;
      case "interpreter" -> Engine.INTERPRETER;
      default ->
          throw CommandException.usage("--engine takes jvm or interpreter, not '" + name + "'");
    };
  }

  static Optional<Dialect> dialect(Arguments arguments) throws CommandException {
    Optional<String> label = arguments.value(Option.DIALECT);
    if (label.isEmpty()) {
      return Optional.empty();
    }
    Optional<Dialect> dialect = Dialect.parse(label.get());
    if (dialect.isEmpty()) {
      throw CommandException.usage(
          "--dialect takes 2013-06, 2013-12 or 2014, not '" + label.get() + "'");
    }
    return dialect;
  }
}
