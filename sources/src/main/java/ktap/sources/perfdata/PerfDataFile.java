package ktap.sources.perfdata;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.KernelNames;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.tracefile.EventFeed;
import ktap.sources.tracefile.InputFile;
import ktap.sources.tracefile.TraceFile;
import ktap.sources.tracefile.TracingData;

/**
 * A file that {@code perf record} wrote.
 *
 * <p>Times are perf's own: those of its default clock begin with the machine's start, and what time
 * of the day that was is told only by files recorded with {@code -k}.
 */
public final class PerfDataFile implements TraceFile {
  private final InputFile file;
  private final PerfHeader header;
  private final PerfEvents events;

  private PerfDataFile(InputFile file) {
    this.file = file;
    this.header = HeaderReader.read(file);
    this.events = new PerfEvents(header);
    if (header.events().isEmpty()) {
      throw new RecordingException(
          file.path() + " describes no events, so that nothing in it can be read");
    }
  }

  /**
   * @throws RecordingException if it isn't such a file, or can't be read
   */
  public static PerfDataFile open(Path path) {
    InputFile file = InputFile.open(path);
    try {
      return new PerfDataFile(file);
    } catch (RecordingException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public String format() {
    return header.isPipe() ? "perf.data of a pipe" : "perf.data";
  }

  @Override
  public RecordingFacts facts() {
    return header.facts();
  }

  @Override
  public EventCatalog catalog() {
    return new PerfDataCatalog(events);
  }

  @Override
  public KernelNames kernel() {
    return header.tracing().map(TracingData::kernel).orElse(KernelNames.NONE);
  }

  @Override
  public OptionalLong wallOffset() {
    return header.clock().isPresent()
        ? OptionalLong.of(header.clock().get().offset())
        : OptionalLong.empty();
  }

  @Override
  public List<Long> span() {
    return header.lastNanos() == 0 ? List.of() : List.of(header.firstNanos(), header.lastNanos());
  }

  @Override
  public EventFeed feed(EventTables tables) {
    return new PerfEventFeed(file, header, events, tables);
  }

  @Override
  public List<String> damages() {
    List<String> found = new ArrayList<>(header.damages());
    if (!header.isFinished()) {
      found.add(
          file.path()
              + " wasn't finished, as 'perf record' was killed: events of tracepoints have numbers"
              + " instead of names, and no fields");
    }
    header.tracing().ifPresent(tracing -> found.addAll(tracing.formats().damages()));
    return found;
  }

  @Override
  public void close() {
    file.close();
  }
}
