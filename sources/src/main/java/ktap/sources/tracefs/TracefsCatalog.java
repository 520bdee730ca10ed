package ktap.sources.tracefs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ktap.natives.linux.LinuxException;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Glob;
import ktap.sources.format.FormatFile;

/**
 * The events of the running kernel. Names and formats are read when they are asked for, and then
 * kept.
 *
 * <p>For several threads.
 */
public final class TracefsCatalog implements EventCatalog {
  /** {@link #sourceName()} of all that is live. */
  public static final String TRACEPOINTS = "the running kernel's tracepoints";

  private final TraceFileSystem files;
  private final Map<EventName, Optional<EventType>> types = new HashMap<>();

  /** As the kernel lists them, which is the order of their ids but for those added at run time. */
  private List<EventName> listed = List.of();

  private List<EventName> names = List.of();
  private String available = "";
  private final Map<String, List<EventName>> matching = new HashMap<>();
  private int firstId;

  public TracefsCatalog(TraceFileSystem files) {
    this.files = files;
  }

  @Override
  public synchronized List<EventName> names() {
    if (names.isEmpty()) {
      EventName[] all = listed().toArray(new EventName[0]);
      Arrays.sort(all);
      names = List.of(all);
    }
    return names;
  }

  private List<EventName> listed() {
    if (listed.isEmpty()) {
      listed = List.of(parse(available(), "").toArray(new EventName[0]));
    }
    return listed;
  }

  private String available() {
    if (available.isEmpty()) {
      available = files.text("available_events");
    }
    return available;
  }

  /**
   * The names in a list of the kernel's.
   *
   * @param start of the lines that are wanted
   */
  private static List<EventName> parse(String text, String start) {
    List<EventName> names = new ArrayList<>();
    int at = 0;
    for (int end; (end = text.indexOf('\n', at)) >= 0; at = end + 1) {
      int colon = text.startsWith(start, at) ? text.indexOf(':', at) : -1;
      if (colon > at && colon < end) {
        names.add(new EventName(text.substring(at, colon), text.substring(colon + 1, end)));
      }
    }
    return names;
  }

  @Override
  public synchronized Optional<EventType> find(EventName name) {
    Optional<EventType> known = types.get(name);
    if (known == null) {
      known = read(name);
      types.put(name, known);
    }
    return known;
  }

  private Optional<EventType> read(EventName name) {
    if (!isPathPart(name.system()) || !isPathPart(name.name()) || isOfTracer(name)) {
      return Optional.empty();
    }
    String path = directory(name) + "/format";
    return files.exists(path)
        ? Optional.of(FormatFile.parse(name, files.text(path)))
        : Optional.empty();
  }

  /** What the kernel's tracers write has a format, but can't be switched on as events are. */
  private static boolean isOfTracer(EventName name) {
    return name.system().equals("ftrace");
  }

  private static boolean isPathPart(String text) {
    return !text.isEmpty() && text.charAt(0) != '.' && text.indexOf('/') < 0;
  }

  /** Where the files of an event lie below the root, or below an instance. */
  static String directory(EventName name) {
    return "events/" + name.system() + "/" + name.name();
  }

  /** The event to which the kernel gave a number; empty if it was removed since. */
  synchronized Optional<EventType> find(int kernelId) {
    List<EventName> all = listed();
    if (firstId == 0 && !all.isEmpty()) {
      firstId = id(all.getFirst());
    }
    int guess = kernelId - firstId;
    if (guess >= 0 && guess < all.size() && id(all.get(guess)) == kernelId) {
      return find(all.get(guess));
    }
    for (EventName name : all) {
      if (id(name) == kernelId) {
        return find(name);
      }
    }
    return Optional.empty();
  }

  private int id(EventName name) {
    try {
      return Integer.parseInt(files.text(directory(name) + "/id").strip());
    } catch (LinuxException e) {
      return -1; // removed since the list was read
    }
  }

  /** {@inheritDoc} In the order of their names. */
  @Override
  public synchronized List<EventName> matching(EventPattern pattern) {
    if (pattern.isExact()) {
      EventName name = new EventName(pattern.system(), pattern.name());
      return find(name).isPresent() ? List.of(name) : List.of();
    }
    List<EventName> known = matching.get(pattern.toString());
    if (known == null) {
      known = match(pattern);
      matching.put(pattern.toString(), known);
    }
    return known;
  }

  private List<EventName> match(EventPattern pattern) {
    List<EventName> found = new ArrayList<>();
    String start = Glob.isGlob(pattern.system()) ? "" : pattern.system() + ":";
    for (EventName name : parse(available(), start)) {
      if (pattern.matches(name)) {
        found.add(name);
      }
    }
    EventName[] sorted = found.toArray(new EventName[0]);
    Arrays.sort(sorted);
    return List.of(sorted);
  }

  @Override
  public KernelTests kernelTests() {
    return KernelTests.LIVE;
  }

  @Override
  public String sourceName() {
    return TRACEPOINTS;
  }

  @Override
  public Set<Capture> captures() {
    return Set.of();
  }
}
