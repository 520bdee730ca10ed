package ktap.sources.tracefile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.KernelNames;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;

/**
 * Several traces as one, merged by their wall clocks. Times are given in the clock of the first,
 * which also stands for the machine.
 */
public final class MergedTraceFiles implements TraceFile {
  private final List<TraceFile> files;

  /**
   * Becomes the owner of the traces.
   *
   * @throws RecordingException if one doesn't tell when it happened; they stay open
   */
  public MergedTraceFiles(List<TraceFile> files) {
    this.files = List.copyOf(files);
    for (TraceFile file : files) {
      if (file.wallOffset().isEmpty()) {
        throw new RecordingException(
            "can't merge traces by time: "
                + file.path()
                + " doesn't tell at what time of the day its events happened (what 'perf record -k"
                + " mono' and 'trace-cmd record --date' write does); replay each alone");
      }
    }
  }

  private long shift(TraceFile file) {
    return file.wallOffset().orElseThrow() - files.getFirst().wallOffset().orElseThrow();
  }

  @Override
  public Path path() {
    return files.getFirst().path();
  }

  @Override
  public String format() {
    return "several traces";
  }

  @Override
  public RecordingFacts facts() {
    return files.getFirst().facts();
  }

  @Override
  public EventCatalog catalog() {
    List<EventCatalog> catalogs = new ArrayList<>();
    for (TraceFile file : files) {
      catalogs.add(file.catalog());
    }
    return new Catalog(catalogs);
  }

  @Override
  public KernelNames kernel() {
    return files.getFirst().kernel();
  }

  @Override
  public OptionalLong wallOffset() {
    return files.getFirst().wallOffset();
  }

  @Override
  public List<Long> span() {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (TraceFile file : files) {
      List<Long> span = file.span();
      if (span.isEmpty()) {
        return span;
      }
      first = Math.min(first, span.getFirst() + shift(file));
      last = Math.max(last, span.getLast() + shift(file));
    }
    return List.of(first, last);
  }

  @Override
  public EventFeed feed(EventTables tables) {
    MergedFeed merged = new MergedFeed(tables);
    for (TraceFile file : files) {
      merged.add(file.feed(tables.withOwnMappings()), shift(file));
    }
    return merged;
  }

  @Override
  public List<String> damages() {
    List<String> damages = new ArrayList<>();
    for (TraceFile file : files) {
      damages.addAll(file.damages());
    }
    return damages;
  }

  @Override
  public void close() {
    for (TraceFile file : files) {
      file.close();
    }
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
