package ktap.sources.flow;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events that a source can deliver: what a script is checked against. The live one reads
 * tracefs, that of a recording its metadata.
 */
public interface EventCatalog {
  /** All events, sorted. */
  List<EventName> names();

  /** What the payload of an event means; empty if there is no such event. */
  Optional<EventType> find(EventName name);

  /** What it can capture at the event. */
  Set<Capture> captures();

  /** The events that a pattern stands for, sorted. */
  default List<EventName> matching(EventPattern pattern) {
    return names().stream().filter(pattern::matches).toList();
  }
}
