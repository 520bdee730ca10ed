package ktap.pipelines.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ktap.pipelines.live.Quantity;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventName;
import ktap.sources.recording.RecordingInfo;

/** {@code ktap info TRACE...}: what is in recordings, without reading them all. */
final class InfoCommand {
  private static final int COUNT_COLUMN = 14;

  private InfoCommand() {}

  static int run(Arguments arguments, Console console) throws CommandException, IOException {
    if (arguments.operands().isEmpty()) {
      throw CommandException.usage("info about what? Name recordings: ktap info TRACE...");
    }
    String separator = "";
    for (String word : arguments.operands()) {
      RecordingInfo info = RecordingInfo.of(Path.of(word));
      if (arguments.has(Option.JSON)) {
        ByteText line = new ByteText();
        info.appendJson(line);
        console.print(line.append("\n").toString());
      } else {
        console.print(separator + text(info));
        separator = "\n";
      }
    }
    return ExitStatus.OK;
  }

  private static String text(RecordingInfo info) {
    StringBuilder text = new StringBuilder();
    line(text, "recording", info.directory().toString());
    line(text, "from", machine(info));
    line(text, "when", span(info));
    line(text, "recorder", recorder(info));
    line(text, "size", Quantity.bytes(info.bytes()) + " in " + plural(info.rolls(), "roll"));
    line(
        text,
        "events",
        Quantity.count(info.count()) + ", " + Quantity.count(info.lost()) + " lost");
    if (info.damages() > 0) {
      line(text, "damaged", plural(info.damages(), "place") + " of the last roll");
    }
    text.append('\n');
    for (Map.Entry<EventName, Long> entry : byCount(info)) {
      String count = Quantity.count(entry.getValue());
      text.append(" ".repeat(Math.max(1, COUNT_COLUMN - count.length()))).append(count);
      text.append("  ").append(entry.getKey()).append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(" ".repeat(COUNT_COLUMN + 2 - name.length() - 4)).append(value);
    text.append('\n');
  }

  private static String machine(RecordingInfo info) {
    return String.join(", ", info.hosts())
        + ", Linux "
        + info.facts().kernelRelease()
        + " "
        + info.facts().architecture()
        + ", "
        + plural(info.facts().cpus(), "CPU");
  }

  private static String span(RecordingInfo info) {
    if (info.seconds() == 0 && info.realtimeNanos() == 0) {
      return "no event";
    }
    ZonedDateTime start =
        Instant.ofEpochSecond(0, info.realtimeNanos()).atZone(ZoneId.systemDefault());
    return start.toLocalDate()
        + " "
        + DateTimeFormatter.ISO_LOCAL_TIME.format(start.toLocalTime().withNano(0))
        + " "
        + start.getOffset()
        + ", "
        + Quantity.seconds(info.seconds());
  }

  private static String recorder(RecordingInfo info) {
    if (info.isBeingWritten()) {
      return "is at work";
    }
    return info.isEnded() ? "has ended" : "was killed; what it wrote until then is here";
  }

  private static String plural(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  private static List<Map.Entry<EventName, Long>> byCount(RecordingInfo info) {
    List<Map.Entry<EventName, Long>> entries = new ArrayList<>(info.events().entrySet());
    entries.sort((a, b) -> Long.compare(b.getValue(), a.getValue())); // stable: then by name
    return entries;
  }
}
