package ktap.sources.recording;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;

/** The events that recordings know, those that never happened included. Immutable. */
public final class RecordingCatalog implements EventCatalog {
  private final Map<EventName, EventType> types = new TreeMap<>();
  private final Set<Capture> captures = EnumSet.noneOf(Capture.class);
  private final boolean isEnded;

  private RecordingCatalog(boolean isEnded) {
    this.isEnded = isEnded;
  }

  /**
   * @throws RecordingException if one isn't a recording, or can't be read
   */
  public static RecordingCatalog of(List<Path> directories) {
    List<RecordingScan> scans = new ArrayList<>();
    for (Path directory : directories) {
      scans.add(RecordingScan.of(directory));
    }
    return ofScans(scans);
  }

  static RecordingCatalog ofScans(List<RecordingScan> scans) {
    RecordingCatalog catalog =
        new RecordingCatalog(scans.stream().allMatch(RecordingScan::isEnded));
    for (RecordingScan scan : scans) {
      for (EventType type : scan.types()) {
        catalog.types.put(type.name(), type);
        catalog.learnCaptures(type);
      }
    }
    return catalog;
  }

  private void learnCaptures(EventType type) {
    for (Field field : type.fields()) {
      for (Capture capture : Capture.values()) {
        if (field.name().startsWith(capture.fieldName())) {
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

  @Override
  public String remedy(EventPattern wanted) {
    return types.isEmpty()
        ? "; this one has no events at all: its recorder "
            + (isEnded
                ? "ended before it had any"
                : "is at work and has none yet, or was killed before it had any, or the file is"
                    + " cut off")
        : "; ktap record -o DIR '" + wanted + "' records it";
  }
}
