package ktap.pipelines.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ktap.operators.state.StatePosition;
import ktap.pipelines.live.LiveRun;
import ktap.pipelines.live.ScriptOutput;
import ktap.pipelines.live.StateKeeper;
import ktap.pipelines.live.Tap;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceText;
import ktap.sources.recording.Moment;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.replay.ReplayedTraces;

/** What a command line says of the state that is kept. */
final class StateOptions {
  private static final long SECOND = 1_000_000_000;

  private StateOptions() {}

  /**
   * Opens the directory; none if there is none to be opened.
   *
   * @param source what tells the source from others; empty for a live one
   * @param next sees what the script is given too
   */
  static Optional<StateKeeper> open(
      Arguments arguments, String source, Tap next, LiveOptions options, Console console)
      throws CommandException {
    Optional<String> directory = arguments.value(Option.STATE);
    if (directory.isEmpty()) {
      for (Option option : new Option[] {Option.STATE_RESET, Option.CHECKPOINT}) {
        if (arguments.has(option)) {
          throw CommandException.usage(option.word() + " is for --state: which directory?");
        }
      }
      return Optional.empty();
    }
    if (directory.get().isBlank()) {
      throw CommandException.usage("--state needs a directory, and its name is empty");
    }
    Optional<String> period = arguments.value(Option.CHECKPOINT);
    return Optional.of(
        StateKeeper.open(
            Path.of(directory.get()),
            source,
            arguments.has(Option.STATE_RESET),
            period.isEmpty() ? SECOND : OptionValues.nanos(Option.CHECKPOINT, period.get()),
            next,
            options.isQuiet() ? text -> {} : console::say));
  }

  /** Refuses a script that has something which no state can hold. */
  static void check(Arguments arguments, Script script, SourceText source) throws CommandException {
    Optional<Diagnostic> unkept =
        arguments.has(Option.STATE) ? script.unkeptFunction() : Optional.empty();
    if (unkept.isPresent()) {
      throw CommandException.failure(unkept.get().render(source));
    }
  }

  /** What tells traces from others, so that a script goes on only behind what it has seen. */
  static String identity(List<Path> paths, ReplaySettings settings) {
    StringBuilder identity = new StringBuilder();
    for (Path path : paths) {
      try (ReplayedTraces trace = ReplayedTraces.open(List.of(path), settings)) {
        identity.append(trace.facts().host()).append(' ');
        identity.append(trace.facts().startNanos()).append(' ');
      }
    }
    identity.append(settings.from().map(Moment::text).orElse("")).append(' ');
    return identity.append(settings.to().map(Moment::text).orElse("")).toString();
  }

  /**
   * Runs the main chunk, and gives the script what is kept.
   *
   * @param file that the script prints into
   */
  static void begin(
      Optional<StateKeeper> keeper,
      LiveRun live,
      ScriptRun run,
      ScriptOutput output,
      Optional<String> file) {
    if (keeper.isEmpty()) {
      live.runMain();
      return;
    }
    StateKeeper state = keeper.get();
    if (state.canRepeat()) {
      live.patience().spareHandlers(run::leave);
    }
    output.mute(state.isResuming());
    live.runMain();
    output.mute(false);
    Optional<Path> path = file.map(Path::of).filter(Files::isRegularFile);
    long before = path.isPresent() ? state.bytesOf(path.get(), "").orElse(0) : 0;
    if (run.hasBegun()) {
      state.begin(run, () -> written(output, path, before));
    }
  }

  /** The file up to here; empty if it couldn't be written to here. */
  private static Optional<List<StatePosition.Output>> written(
      ScriptOutput output, Optional<Path> file, long before) {
    output.flush();
    if (output.failure().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        file
            .map(Path::toAbsolutePath)
            .map(path -> new StatePosition.Output(path.toString(), before + output.written(), ""))
            .stream()
            .toList());
  }
}
