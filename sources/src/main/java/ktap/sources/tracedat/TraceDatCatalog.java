package ktap.sources.tracedat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.tracefile.EventFormats;

/**
 * The events whose formats a {@code trace.dat} holds, those that never happened included. Not for
 * several threads.
 */
final class TraceDatCatalog implements EventCatalog {
  private final EventFormats formats;

  TraceDatCatalog(EventFormats formats) {
    this.formats = formats;
  }

  @Override
  public List<EventName> names() {
    return formats.names();
  }

  @Override
  public Optional<EventType> find(EventName name) {
    return formats.find(name);
  }

  @Override
  public Set<Capture> captures() {
    return Set.of();
  }

  @Override
  public String listedBy() {
    return EventCatalog.RECORDED_EVENTS;
  }
}
