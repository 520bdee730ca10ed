package ktap.sources.tracefile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.KernelNames;
import ktap.sources.recording.RecordingException;

/**
 * Makes one trace of several, merged by their wall clocks. Times are given in the clock of the
 * first, which also stands for the machine.
 */
public final class MergedTraceFiles {
  private MergedTraceFiles() {}

  /**
   * Becomes the owner of the traces.
   *
   * @throws RecordingException if one doesn't tell when it happened; they stay open
   */
  public static TraceFile of(List<TraceFile> files) {
    files.forEach(MergedTraceFiles::requireClock);
    TraceFile first = files.getFirst();
    return new TraceFile(
        first.path(),
        "several traces",
        first.facts(),
        new Catalog(files.stream().map(TraceFile::catalog).toList()),
        KernelNames.NONE, // each has its own
        first.wallOffset(),
        span(files),
        tables -> feed(files, tables),
        () -> files.stream().flatMap(file -> file.damages().stream()).toList(),
        () -> files.forEach(TraceFile::close));
  }

  private static void requireClock(TraceFile file) {
    if (file.wallOffset().isEmpty()) {
      throw RecordingException.unmergeable(file.path());
    }
  }

  /** What a trace's times need to be those of the first. */
  private static long shift(List<TraceFile> files, TraceFile file) {
    return file.wallOffset().orElseThrow() - files.getFirst().wallOffset().orElseThrow();
  }

  private static List<Long> span(List<TraceFile> files) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (TraceFile file : files) {
      if (file.span().isEmpty()) {
        return List.of();
      }
      first = Math.min(first, file.span().getFirst() + shift(files, file));
      last = Math.max(last, file.span().getLast() + shift(files, file));
    }
    return List.of(first, last);
  }

  private static EventFeed feed(List<TraceFile> files, EventTables tables) {
    MergedFeed merged = new MergedFeed(tables);
    for (TraceFile file : files) {
      EventTables own = tables.of(file.facts().boot() + " " + file.path(), file.kernel());
      merged.add(file.feed(own), shift(files, file));
    }
    return merged;
  }

  /** The events of all. */
  private record Catalog(List<EventCatalog> catalogs) implements EventCatalog {
    @Override
    public List<EventName> names() {
      Set<EventName> names = new TreeSet<>();
      for (EventCatalog catalog : catalogs) {
        names.addAll(catalog.names());
      }
      return List.copyOf(names);
    }

    @Override
    public Optional<EventType> find(EventName name) {
      for (EventCatalog catalog : catalogs) {
        Optional<EventType> type = catalog.find(name);
        if (type.isPresent()) {
          return type;
        }
      }
      return Optional.empty();
    }

    @Override
    public Set<Capture> captures() {
      Set<Capture> captures = new TreeSet<>();
      for (EventCatalog catalog : catalogs) {
        captures.addAll(catalog.captures());
      }
      return Set.copyOf(captures);
    }

    @Override
    public String listedBy() {
      return EventCatalog.RECORDED_EVENTS;
    }
  }
}
