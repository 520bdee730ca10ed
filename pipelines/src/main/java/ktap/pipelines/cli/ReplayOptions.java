package ktap.pipelines.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import ktap.sinks.FileSink;
import ktap.sources.flow.SameFile;
import ktap.sources.recording.Moment;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.replay.TraceFormat;

/** What a command line says of the traces that it reads: which, from when to when, how fast. */
final class ReplayOptions {
  private ReplayOptions() {}

  static ReplaySettings of(Arguments arguments) throws CommandException {
    Optional<Moment> from = moment(arguments, Option.FROM);
    Optional<Moment> to = moment(arguments, Option.TO);
    ReplaySettings settings = ReplaySettings.all().between(from, to).withSpeed(speed(arguments));
    return arguments.has(Option.FOLLOW) ? settings.following() : settings;
  }

  private static Optional<Moment> moment(Arguments arguments, Option option)
      throws CommandException {
    Optional<String> text = arguments.value(option);
    try {
      return text.map(Moment::new);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(option.word() + ": " + Failures.text(e));
    }
  }

  /** 0 is as fast as it goes. */
  private static double speed(Arguments arguments) throws CommandException {
    Optional<String> text = arguments.value(Option.SPEED);
    OptionalDouble speed = text.isEmpty() ? OptionalDouble.of(0) : ReplaySettings.speed(text.get());
    if (speed.isEmpty()) {
      throw CommandException.usage(
          "--speed takes a factor such as 1x or 10x, not '" + text.orElse("") + "'");
    }
    return speed.getAsDouble();
  }

  /**
   * Takes the traces from the first words of a list; what isn't a trace begins what follows them.
   */
  static List<Path> takeTraces(List<String> words, Verb verb) throws CommandException {
    if (words.isEmpty()) {
      throw CommandException.usage(
          "there is no trace: name what was recorded, ktap " + verb.word() + " " + verb.operands());
    }
    String first = words.getFirst();
    if (Files.isRegularFile(Path.of(first))
        && !isTrace(first)
        && words.stream().anyMatch(ReplayOptions::isTrace)) {
      throw CommandException.usage(
          first
              + " is not a trace; traces come first: ktap "
              + verb.word()
              + " "
              + verb.operands());
    }
    List<Path> traces = new ArrayList<>();
    traces.add(Path.of(words.removeFirst()));
    while (!words.isEmpty() && isTrace(words.getFirst())) {
      traces.add(Path.of(words.removeFirst()));
    }
    return traces;
  }

  /** What is written must not be one of the traces that are read, by whatever name. */
  static void requireOther(List<Path> traces, String output) throws CommandException {
    Path path = Path.of(output);
    for (Path trace : traces) {
      if (SameFile.are(trace, path) || SameFile.are(trace, FileSink.part(path))) {
        throw CommandException.usage(
            "can't write "
                + output
                + " over the trace that is read, "
                + trace
                + "; name another file");
      }
    }
  }

  private static boolean isTrace(String word) {
    Path path = Path.of(word);
    return Files.exists(path) && TraceFormat.of(path) != TraceFormat.UNKNOWN;
  }
}
