package ktap.sources.tracefile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.format.FormatException;
import ktap.sources.format.FormatFile;

/**
 * The event types that a trace file knows, by name and by the number that the kernel gave them.
 * There may be thousands: each format is read when it is asked for. Any thread may ask.
 */
public final class EventFormats {
  private record Stored(EventName name, String text) {}

  private final Map<EventName, Stored> byName = new TreeMap<>();
  private final Map<Integer, Stored> byId = new HashMap<>();
  private final Map<EventName, Optional<EventType>> types = new HashMap<>();
  private final List<String> damages = new ArrayList<>();

  /** Takes in the text of a format file; one that isn't any is told in {@link #damages()}. */
  public synchronized void add(String system, byte[] text) {
    String format = new String(text, StandardCharsets.UTF_8);
    String name = line(format, "name: ");
    String id = line(format, "ID: ");
    if (name.isEmpty() || !isNumber(id)) {
      damages.add("a format of the system '" + system + "' has no name or no ID");
      return;
    }
    Stored stored = new Stored(new EventName(system, name), format);
    byName.put(stored.name(), stored);
    byId.put(Integer.parseInt(id), stored);
  }

  private static String line(String text, String key) {
    int at = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
    if (!text.startsWith(key, at)) {
      return "";
    }
    int end = text.indexOf('\n', at);
    return text.substring(at + key.length(), end < 0 ? text.length() : end).strip();
  }

  private static boolean isNumber(String digits) {
    return !digits.isEmpty()
        && digits.length() < 10
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** All of them, sorted. */
  public synchronized List<EventName> names() {
    return List.copyOf(byName.keySet());
  }

  public synchronized Optional<EventType> find(EventName name) {
    Stored stored = byName.get(name);
    return stored == null ? Optional.empty() : type(stored);
  }

  /** By the kernel's number, {@code common_type}. */
  public synchronized Optional<EventType> find(int id) {
    Stored stored = byId.get(id);
    return stored == null ? Optional.empty() : type(stored);
  }

  private Optional<EventType> type(Stored stored) {
    Optional<EventType> type = types.get(stored.name());
    if (type == null) {
      type = parse(stored);
      types.put(stored.name(), type);
    }
    return type;
  }

  private Optional<EventType> parse(Stored stored) {
    try {
      return Optional.of(FormatFile.parse(stored.name(), stored.text()));
    } catch (FormatException e) {
      damages.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** What couldn't be read of the formats so far. */
  public synchronized List<String> damages() {
    return List.copyOf(damages);
  }
}
