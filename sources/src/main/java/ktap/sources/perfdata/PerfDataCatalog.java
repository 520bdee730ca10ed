package ktap.sources.perfdata;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.tracefile.InputFile;

/** The events that a {@code perf.data} was recorded with. Immutable. */
public final class PerfDataCatalog implements EventCatalog {
  private final Map<EventName, EventType> types = new TreeMap<>();
  private final Set<Capture> captures = EnumSet.noneOf(Capture.class);

  PerfDataCatalog(PerfEvents events) {
    for (EventType type : events.types()) {
      types.putIfAbsent(type.name(), type);
      for (Capture capture : List.of(Capture.KERNEL_STACK, Capture.USER_STACK)) {
        if (type.field(capture.fieldName()).isPresent()) {
          captures.add(capture);
        }
      }
    }
  }

  /**
   * @throws ktap.sources.recording.RecordingException if it isn't such a file, or can't be read
   */
  public static PerfDataCatalog open(Path path) {
    try (InputFile file = InputFile.open(path)) {
      return new PerfDataCatalog(new PerfEvents(HeaderReader.read(file)));
    }
  }

  @Override
  public List<EventName> names() {
    return List.copyOf(types.keySet());
  }

  @Override
  public Optional<EventType> find(EventName name) {
    return Optional.ofNullable(types.get(name));
  }

  @Override
  public Set<Capture> captures() {
    return Set.copyOf(captures);
  }

  @Override
  public String listedBy() {
    return EventCatalog.RECORDED_EVENTS;
  }
}
