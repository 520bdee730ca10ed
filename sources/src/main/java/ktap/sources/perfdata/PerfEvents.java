package ktap.sources.perfdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventType;
import ktap.sources.tracefile.TracingData;
import org.jspecify.annotations.Nullable;

/** The events of a file, and to which of them a sample belongs. Not for several threads. */
final class PerfEvents {
  private static final int SOFTWARE = 1;
  private static final int DUMMY = 9;

  private final List<PerfEvent> events = new ArrayList<>();
  private final EventIds ids = new EventIds();
  private final @Nullable SampleLayout others; // null if no record tells its time
  private final int idOffset;
  private final boolean isUniform;

  PerfEvents(PerfHeader header) {
    SampleLayout trailer = null;
    for (PerfHeader.Described described : header.events()) {
      SampleLayout layout = new SampleLayout(described.attribute());
      if (trailer == null && described.attribute().hasSampleId()) {
        trailer = layout;
      }
      for (long id : described.ids()) {
        ids.put(id, events.size());
      }
      events.add(event(layout, described, header.tracing()));
    }
    this.others = trailer;
    this.idOffset = events.isEmpty() ? 0 : events.getFirst().layout().id();
    this.isUniform = isUniform(events);
  }

  private static boolean isUniform(List<PerfEvent> events) {
    for (PerfEvent event : events) {
      if (!event.layout().startsAs(events.getFirst().layout())) {
        return false;
      }
    }
    return !events.isEmpty();
  }

  private static PerfEvent event(
      SampleLayout layout, PerfHeader.Described described, Optional<TracingData> tracing) {
    Attribute attribute = described.attribute();
    Optional<EventType> format =
        attribute.isTracepoint() && tracing.isPresent()
            ? tracing.get().formats().find((int) attribute.config())
            : Optional.empty();
    if (format.isPresent()) {
      TracepointPayload samples = new TracepointPayload(layout, format.get());
      return new PerfEvent(layout, samples.type(), samples);
    }
    PlainPayload samples = new PlainPayload(layout, name(described));
    return new PerfEvent(layout, samples.type(), samples);
  }

  private static String name(PerfHeader.Described described) {
    Attribute attribute = described.attribute();
    if (!described.name().isEmpty()) {
      return described.name();
    }
    return attribute.isTracepoint()
        ? "tracepoint-" + attribute.config()
        : "event-" + attribute.type() + "-" + Long.toHexString(attribute.config());
  }

  /** Those that can happen: perf's {@code dummy}, which carries tasks and mappings, can't. */
  List<EventType> types() {
    List<EventType> types = new ArrayList<>();
    for (PerfEvent event : events) {
      Attribute attribute = event.layout().attribute();
      if (attribute.type() != SOFTWARE || attribute.config() != DUMMY) {
        types.add(event.type());
      }
    }
    return types;
  }

  int count() {
    return events.size();
  }

  PerfEvent get(int number) {
    return events.get(number);
  }

  /** The number of an event whose samples begin as this one; -1 if the file describes none such. */
  int like(byte[] bytes, int start, int size) {
    return isUniform ? 0 : of(bytes, start, size);
  }

  /** The number of the event that a sample is of; -1 if the file describes none such. */
  int of(byte[] bytes, int start, int size) {
    if (events.size() == 1 || idOffset == 0) {
      return events.isEmpty() ? -1 : 0;
    }
    if (idOffset + Long.BYTES > size) {
      return -1;
    }
    long id = Bytes.getLong(bytes, start + idOffset);
    return id == 0 ? 0 : ids.find(id);
  }

  /** When a record happened that isn't a sample; 0 if it doesn't tell. */
  long timeOf(byte[] bytes, int start, int size) {
    return others == null ? 0 : others.trailerTime(bytes, start, size);
  }

  /** Where a record happened that isn't a sample; 0 if it doesn't tell. */
  int cpuOf(byte[] bytes, int start, int size) {
    return others == null ? 0 : others.trailerCpu(bytes, start, size);
  }
}
