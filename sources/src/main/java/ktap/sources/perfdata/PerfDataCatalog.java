package ktap.sources.perfdata;

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

/** The events that a {@code perf.data} was recorded with. Immutable. */
final class PerfDataCatalog implements EventCatalog {
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
