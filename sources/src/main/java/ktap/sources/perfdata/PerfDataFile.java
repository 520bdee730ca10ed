package ktap.sources.perfdata;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import ktap.sources.flow.KernelNames;
import ktap.sources.recording.RecordingException;
import ktap.sources.tracefile.InputFile;
import ktap.sources.tracefile.TraceFile;
import ktap.sources.tracefile.TracingData;

/**
 * Opens what {@code perf record} wrote.
 *
 * <p>Times are perf's own: those of its default clock begin with the machine's start, and what time
 * of the day that was is told only by files recorded with {@code -k}.
 */
public final class PerfDataFile {
  private PerfDataFile() {}

  /**
   * @throws RecordingException if it isn't such a file, or can't be read
   */
  public static TraceFile open(Path path) {
    return TraceFile.open(path, PerfDataFile::read);
  }

  private static TraceFile read(InputFile file) {
    PerfHeader header = HeaderReader.read(file);
    if (header.events().isEmpty()) {
      throw new RecordingException(
          file.path() + " describes no events, so that nothing in it can be read");
    }
    PerfEvents events = new PerfEvents(header);
    boolean hasSpan = header.lastNanos() != 0;
    return new TraceFile(
        file.path(),
        header.isPipe() ? "perf.data of a pipe" : "perf.data",
        header.facts(),
        new PerfDataCatalog(events),
        header.tracing().map(TracingData::kernel).orElse(KernelNames.NONE),
        header.clock().isPresent()
            ? OptionalLong.of(header.clock().get().offset())
            : OptionalLong.empty(),
        hasSpan ? List.of(header.firstNanos(), header.lastNanos()) : List.of(),
        tables -> new PerfEventFeed(file, header, events, tables),
        () -> damages(file, header),
        file::close);
  }

  private static List<String> damages(InputFile file, PerfHeader header) {
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
}
