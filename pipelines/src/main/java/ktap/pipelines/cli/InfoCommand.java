package ktap.pipelines.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import ktap.pipelines.live.Quantity;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventName;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.RecordingInfo;
import ktap.sources.replay.ReplayedTraces;
import ktap.sources.replay.TraceFormat;

/**
 * {@code ktap info TRACE...}: what is in recordings, without reading them all, and in traces of
 * other tools.
 */
final class InfoCommand {
  private static final int COUNT_COLUMN = 14;

  private InfoCommand() {}

  static int run(Arguments arguments, Console console) throws CommandException {
    if (arguments.operands().isEmpty()) {
      throw CommandException.usage("info about what? Name recordings: ktap info TRACE...");
    }
    int status = ExitStatus.OK;
    String separator = "";
    for (String word : arguments.operands()) {
      try {
        String told = told(Path.of(word), arguments.has(Option.JSON), console);
        console.print(separator + told);
        separator = arguments.has(Option.JSON) ? "" : "\n";
      } catch (RecordingException e) {
        console.say(Failures.text(e));
        status = ExitStatus.FAILURE; // others may be there
      }
    }
    return status;
  }

  private static String told(Path path, boolean asJson, Console console) {
    ReplayedTraces.checkReadable(path);
    if (TraceFormat.of(path) != TraceFormat.RECORDING) {
      ForeignInfo info = ForeignInfo.of(path, console);
      return asJson ? line(info::appendJson) : info.text();
    }
    RecordingInfo info = RecordingInfo.of(path);
    return asJson ? line(info::appendJson) : text(info);
  }

  private static String line(Consumer<ByteText> appendJson) {
    ByteText line = new ByteText();
    appendJson.accept(line);
    return line.append("\n").toString();
  }

  private static String text(RecordingInfo info) {
    StringBuilder text = new StringBuilder();
    line(text, "recording", info.directory().toString());
    line(text, "from", machine(info));
    line(text, "when", span(info));
    line(text, "recorder", recorder(info));
    line(text, "size", Quantity.bytes(info.bytes()) + " in " + Quantity.of(info.rolls(), "roll"));
    line(
        text,
        "events",
        Quantity.count(info.count()) + ", " + Quantity.count(info.lost()) + " lost");
    if (info.mappingChanges() > 0) {
      line(
          text, "mappings", Quantity.of(info.mappingChanges(), "change") + " of code in processes");
    }
    if (info.damages() > 0) {
      line(text, "damaged", Quantity.of(info.damages(), "place") + " of the last roll");
    }
    if (info.cutRolls() > 0) {
      line(text, "cut off", Quantity.of(info.cutRolls(), "roll") + " before the last");
    }
    if (info.missingRolls() > 0) {
      line(text, "missing", Quantity.of(info.missingRolls(), "roll") + " between others");
    }
    appendCounts(text.append('\n'), info.events());
    return text.toString();
  }

  static void appendCounts(StringBuilder text, Map<EventName, Long> counts) {
    for (Map.Entry<EventName, Long> entry : byCount(counts)) {
      String count = Quantity.count(entry.getValue());
      text.append(" ".repeat(Math.max(1, COUNT_COLUMN - count.length()))).append(count);
      text.append("  ").append(entry.getKey()).append('\n');
    }
  }

  static void line(StringBuilder text, String name, String value) {
    text.append(name).append(" ".repeat(COUNT_COLUMN + 2 - name.length() - 4)).append(value);
    text.append('\n');
  }

  private static String machine(RecordingInfo info) {
    return machine(String.join(", ", info.hosts()), info.facts());
  }

  /** A machine, in which what a trace doesn't tell of it is missing. */
  static String machine(String host, RecordingFacts facts) {
    return (host.isEmpty() ? "a machine that it doesn't name" : host)
        + (facts.kernelRelease().isEmpty() ? "" : ", Linux " + facts.kernelRelease())
        + (facts.architecture().isEmpty() ? "" : " " + facts.architecture())
        + ", "
        + Quantity.of(facts.cpus(), "CPU");
  }

  private static String span(RecordingInfo info) {
    return info.isEmpty() ? "no event" : span(info.firstNanos(), info.wallOffset(), info.seconds());
  }

  /** When a trace began, if it tells, and how long it went on. */
  static String span(long firstNanos, OptionalLong wallOffset, double seconds) {
    String length = Quantity.seconds(seconds);
    return wallOffset.isPresent()
        ? wallTime(firstNanos + wallOffset.getAsLong()) + ", " + length
        : length + "; the time of the day isn't told";
  }

  private static String wallTime(long realtimeNanos) {
    ZonedDateTime time = Instant.ofEpochSecond(0, realtimeNanos).atZone(ZoneId.systemDefault());
    return time.toLocalDate()
        + " "
        + DateTimeFormatter.ISO_LOCAL_TIME.format(time.toLocalTime().withNano(0))
        + " "
        + time.getOffset();
  }

  private static String recorder(RecordingInfo info) {
    if (info.isBeingWritten()) {
      return "is at work";
    }
    return info.isEnded()
        ? "has ended"
        : "was killed or had no more room, or later parts aren't here; what is here can be read";
  }

  private static List<Map.Entry<EventName, Long>> byCount(Map<EventName, Long> counts) {
    List<Map.Entry<EventName, Long>> entries = new ArrayList<>(counts.entrySet());
    entries.sort((a, b) -> Long.compare(b.getValue(), a.getValue())); // stable: then by name
    return entries;
  }
}
