package ktap.sources.flow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The event types of one stream by their number in it. Numbers are given in the order of discovery;
 * the first few are the stream's own.
 *
 * <p>Append-only. One thread adds; any thread reads what it learnt of through a batch.
 */
public final class EventTypes {
  /** A mark of time: all that comes later is later. No fields. */
  public static final int MARK = 0;

  /** Events were lost. See {@link #LOST_TYPE}. */
  public static final int LOST = 1;

  /** The user ended the trace (Ctrl-C, or a time limit). No fields. */
  public static final int STOP = 2;

  /** First number of a source's own types. */
  public static final int FIRST = 3;

  static final int LOST_FROM = 16;
  static final int LOST_TO = 24;

  static final EventType MARK_TYPE = own("mark", List.of());

  /**
   * {@code count} events were lost between the times {@code from} and {@code to} (ns), where {@code
   * source} names the ring or file and {@code cause} says why.
   */
  static final EventType LOST_TYPE =
      own(
          "lost",
          List.of(
              Field.integer("count", "u64", 8, 8, false),
              Field.integer("from", "u64", LOST_FROM, 8, false),
              Field.integer("to", "u64", LOST_TO, 8, false),
              Field.dynamicText("source", 32),
              Field.dynamicText("cause", 36)));

  private static final EventType STOP_TYPE = own("stop", List.of());

  private volatile EventType[] types = {MARK_TYPE, LOST_TYPE, STOP_TYPE};
  private volatile int count = FIRST;
  private volatile Kernel[] kernels = {Kernel.NONE, Kernel.NONE, Kernel.NONE}; // as types
  private final Map<EventName, List<Integer>> byName = new HashMap<>();
  private final Map<String, Kernel> kernelsById = new ConcurrentHashMap<>();

  private record Kernel(String id, KernelNames names) {
    static final Kernel NONE = new Kernel("", KernelNames.NONE);
  }

  private static EventType own(String name, List<Field> fields) {
    return new EventType(new EventName("ktap", name), 0, fields, "");
  }

  /**
   * Gives the number of a type of a kernel: a new one, unless it is there already, of another trace
   * of that kernel.
   */
  synchronized int add(EventType type, String kernelId, KernelNames kernel) {
    List<Integer> known = byName.computeIfAbsent(type.name(), _ -> new ArrayList<>(1));
    for (int number : known) {
      if (types[number].hasLayoutOf(type) && kernels[number].id().equals(kernelId)) {
        return number;
      }
    }
    known.add(count);
    return append(type, kernelsById.computeIfAbsent(kernelId, id -> new Kernel(id, kernel)));
  }

  /** Names of the kernel that a type is of; none for the stream's own types. */
  KernelNames kernel(int number) {
    return kernels[number].names();
  }

  /** What tells the kernel that a type is of from others. */
  String kernelId(int number) {
    return kernels[number].id();
  }

  /** Names of a kernel that a type is of; none if there is no such type. */
  KernelNames kernel(String id) {
    return kernelsById.getOrDefault(id, Kernel.NONE).names();
  }

  private int append(EventType type, Kernel kernel) {
    int number = count;
    EventType[] grown = types;
    Kernel[] grownKernels = kernels;
    if (number == grown.length) {
      grown = Arrays.copyOf(grown, number * 2);
      grownKernels = Arrays.copyOf(grownKernels, number * 2);
    }
    grown[number] = type;
    grownKernels[number] = kernel;
    types = grown;
    kernels = grownKernels;
    count = number + 1;
    return number;
  }

  /** The type of a number that {@link EventTables#add} gave. */
  public EventType get(int number) {
    if (number < 0 || number >= count) {
      throw new IllegalArgumentException("no event type has the number " + number);
    }
    return types[number];
  }

  public int count() {
    return count;
  }

  /** The payload of a {@link #LOST} event. */
  public static byte[] lostPayload(long count, long from, long to, String source, String cause) {
    byte[] sourceBytes = (source + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] causeBytes = (cause + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[40 + sourceBytes.length + causeBytes.length];
    Bytes.putLong(payload, 8, count);
    Bytes.putLong(payload, LOST_FROM, from);
    Bytes.putLong(payload, LOST_TO, to);
    Bytes.putInt(payload, 32, sourceBytes.length << 16 | 40);
    Bytes.putInt(payload, 36, causeBytes.length << 16 | 40 + sourceBytes.length);
    System.arraycopy(sourceBytes, 0, payload, 40, sourceBytes.length);
    System.arraycopy(causeBytes, 0, payload, 40 + sourceBytes.length, causeBytes.length);
    return payload;
  }
}
