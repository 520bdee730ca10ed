package ktap.pipelines.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import ktap.pipelines.live.Quantity;
import ktap.pipelines.live.ThisProcess;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.JsonString;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingInfo;
import ktap.sources.replay.ForeignTraces;
import ktap.sources.tracefile.TraceFile;
import ktap.sources.tracefile.TraceFileInfo;

/** What {@code ktap info} tells of a trace that another tool wrote; reads all of it to count. */
final class ForeignInfo {
  private static final long INTERVAL = 200_000_000;

  private final TraceFile file;
  private final TraceFileInfo info;
  private final long bytes;

  private ForeignInfo(TraceFile file, TraceFileInfo info, long bytes) {
    this.file = file;
    this.info = info;
    this.bytes = bytes;
  }

  static ForeignInfo of(Path path, Console console) {
    try (TraceFile file = ForeignTraces.open(List.of(path))) {
      boolean isTerminal = ThisProcess.isTerminal(2);
      TraceFileInfo info = TraceFileInfo.of(file, progress(console, isTerminal));
      if (isTerminal) {
        console.show("\r\u001b[K");
      }
      info.damages().forEach(console::say);
      return new ForeignInfo(file, info, size(path));
    }
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new RecordingException("can't read " + path + ": " + e.getMessage(), e);
    }
  }

  private static DoubleConsumer progress(Console console, boolean isTerminal) {
    long[] next = {System.nanoTime() + INTERVAL};
    return part -> {
      if (isTerminal && System.nanoTime() - next[0] > 0) {
        next[0] = System.nanoTime() + INTERVAL;
        console.show("\r\u001b[K" + (int) (part * 100) + " % read");
      }
    };
  }

  String text() {
    StringBuilder text = new StringBuilder();
    InfoCommand.line(text, "trace", file.path().toString());
    InfoCommand.line(text, "format", file.format());
    InfoCommand.line(text, "from", InfoCommand.machine(file.facts().host(), file.facts()));
    InfoCommand.line(text, "when", span());
    InfoCommand.line(text, "size", Quantity.bytes(bytes));
    InfoCommand.line(
        text,
        "events",
        Quantity.count(info.count()) + ", " + Quantity.count(info.lost()) + " lost");
    InfoCommand.appendCounts(text.append('\n'), info.events());
    return text.toString();
  }

  private String span() {
    double seconds = (info.lastNanos() - info.firstNanos()) / 1e9;
    return info.count() == 0
        ? "no event"
        : InfoCommand.span(info.firstNanos(), file.wallOffset(), seconds);
  }

  /** One JSON object, without a line break. */
  void appendJson(ByteText out) {
    JsonString.append(file.path().toString(), out.append("{\"trace\":"));
    JsonString.append(file.format(), out.append(",\"format\":"));
    out.append(",\"hosts\":[");
    JsonString.append(file.facts().host(), out);
    JsonString.append(file.facts().kernelRelease(), out.append("],\"kernel\":"));
    JsonString.append(file.facts().architecture(), out.append(",\"arch\":"));
    out.append(",\"cpus\":").appendDecimal(file.facts().cpus());
    out.append(",\"count\":").appendDecimal(info.count());
    out.append(",\"lost\":").appendDecimal(info.lost());
    file.wallOffset()
        .ifPresent(offset -> out.append(",\"start\":").appendDecimal(info.firstNanos() + offset));
    out.append(",\"duration\":").appendDecimal(info.lastNanos() - info.firstNanos());
    out.append(",\"bytes\":").appendDecimal(bytes);
    out.append(",\"damaged\":").appendDecimal(info.damages().size());
    RecordingInfo.appendCounts(out.append(",\"events\":"), info.events());
    out.append("}");
  }
}
