package ktap.sources.perfdata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventType;
import ktap.sources.tracefile.TracingData;
import org.jspecify.annotations.Nullable;

/** The events of a file, and to which of them a sample belongs. Not for several threads. */
final class PerfEvents {
  private static final int SOFTWARE = 1;
  private static final int DUMMY = 9;

  /** No kernel has more (NR_CPUS of x86-64 and arm64). */
  static final int MOST_CPUS = 8192;

  private final PerfEvent[] events;
  private final EventIds ids;
  private final @Nullable SampleLayout others; // null if no record tells its time
  private final int idOffset;
  private final boolean isUniform;
  private final int sampleTime;
  private final int sampleCpu;

  PerfEvents(PerfHeader header) {
    SampleLayout trailer = null;
    List<PerfEvent> found = new ArrayList<>();
    Map<Long, Integer> numbers = new HashMap<>();
    for (PerfHeader.Described described : header.events()) {
      SampleLayout layout = new SampleLayout(described.attribute());
      if (trailer == null && described.attribute().hasSampleId()) {
        trailer = layout;
      }
      for (long id : described.ids()) {
        numbers.put(id, found.size());
      }
      found.add(event(layout, described, header.tracing()));
    }
    this.ids = new EventIds(numbers);
    this.others = trailer;
    this.events = found.toArray(new PerfEvent[0]);
    this.idOffset = found.isEmpty() ? 0 : found.getFirst().layout().id();
    this.isUniform = isUniform(found);
    this.sampleTime = isUniform ? found.getFirst().layout().time : 0;
    this.sampleCpu = isUniform ? found.getFirst().layout().cpu : 0;
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

  /** Whether all samples tell in the same places when and where they happened. */
  boolean isUniform() {
    return isUniform;
  }

  int count() {
    return events.length;
  }

  PerfEvent get(int number) {
    return events[number];
  }

  /** The number of an event whose samples begin as this one; -1 if the file describes none such. */
  int like(byte[] bytes, int start, int size) {
    return isUniform ? 0 : of(bytes, start, size);
  }

  /** The number of the event that a sample is of; -1 if the file describes none such. */
  int of(byte[] bytes, int start, int size) {
    if (events.length == 1 || idOffset == 0) {
      return events.length == 0 ? -1 : 0;
    }
    if (idOffset + Long.BYTES > size) {
      return -1;
    }
    long id = Bytes.getLong(bytes, start + idOffset);
    return id == 0 ? 0 : ids.find(id);
  }

  /**
   * When a record happened; 0 if it doesn't tell.
   *
   * @param before when the one before happened: a sample that doesn't tell counts as of then
   */
  long timeOf(byte[] bytes, int start, long before) {
    if (Bytes.getInt(bytes, start) == RecordType.SAMPLE) {
      int at = isUniform ? sampleTime : layoutOf(bytes, start).time;
      return at == 0 ? before : Bytes.getLong(bytes, start + at);
    }
    return others == null ? 0 : others.trailerTime(bytes, start, RecordReader.sizeOf(bytes, start));
  }

  /** Where a record happened; 0 if it doesn't tell. */
  int cpuOf(byte[] bytes, int start) {
    if (Bytes.getInt(bytes, start) == RecordType.SAMPLE) {
      int at = isUniform ? sampleCpu : layoutOf(bytes, start).cpu;
      return at == 0 ? 0 : Bytes.getInt(bytes, start + at);
    }
    int size = RecordReader.sizeOf(bytes, start);
    int cpu = others == null ? 0 : others.trailerCpu(bytes, start, size);
    return cpu < 0 || cpu >= MOST_CPUS ? 0 : cpu;
  }

  private SampleLayout layoutOf(byte[] bytes, int start) {
    return events[of(bytes, start, RecordReader.sizeOf(bytes, start))].layout();
  }
}
