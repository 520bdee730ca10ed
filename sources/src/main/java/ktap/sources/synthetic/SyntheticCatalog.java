package ktap.sources.synthetic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;

/** The events that a generator can make. Immutable. */
public final class SyntheticCatalog implements EventCatalog {
  private final Map<EventName, EventType> types = new TreeMap<>();

  public SyntheticCatalog(List<EventType> types) {
    for (EventType type : types) {
      this.types.put(type.name(), type);
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
    return Set.of();
  }

  @Override
  public String sourceName() {
    return "synthetic events";
  }
}
