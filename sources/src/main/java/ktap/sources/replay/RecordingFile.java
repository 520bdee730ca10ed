package ktap.sources.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.recording.RecordingCatalog;
import ktap.sources.recording.RecordingInfo;
import ktap.sources.recording.RecordingSource;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.tracefile.EventFeed;
import ktap.sources.tracefile.TraceFile;

/** Opens a recording of ours among traces of other tools. */
final class RecordingFile {
  private RecordingFile() {}

  static TraceFile open(Path path) {
    RecordingInfo info = RecordingInfo.of(path);
    Path directory = info.directory();
    return new TraceFile(
        directory,
        "recording",
        info.facts(),
        RecordingCatalog.of(List.of(directory)),
        KernelNames.NONE,
        info.wallOffset(),
        info.count() == 0 ? List.of() : List.of(info.firstNanos(), info.lastNanos()),
        tables -> feed(info, tables),
        List::of,
        () -> {}); // its feeds close themselves at their end
  }

  private static EventFeed feed(RecordingInfo info, EventTables tables) {
    RecordingSource source =
        RecordingSource.open(List.of(info.directory()), ReplaySettings.all(), tables);
    source.start();
    return new Feed(source, info.firstNanos());
  }

  /** The events of a recording, which is closed behind the last one. */
  private record Feed(RecordingSource source, long firstNanos) implements EventFeed {
    @Override
    public Optional<EventBatch> next() {
      List<EventBatch> batch = new ArrayList<>(1);
      while (batch.isEmpty() && !source.isEnded()) {
        source.poll(batch::add, 1);
      }
      if (batch.isEmpty()) {
        source.close();
        return Optional.empty();
      }
      return Optional.of(batch.getFirst());
    }

    @Override
    public long lastNanos() {
      return source.lastNanos();
    }

    @Override
    public double progress() {
      return source.progress();
    }

    @Override
    public List<String> damages() {
      return source.messages().stream().map(Message::text).toList();
    }
  }
}
