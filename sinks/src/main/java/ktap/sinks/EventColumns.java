package ktap.sinks;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wanted of each event: some of {@code ts}, {@code event}, {@code cpu}, {@code pid}, {@code
 * tid}, {@code comm}, and fields as {@code args.NAME}.
 */
public record EventColumns(List<String> names) {
  static final String FIELD = "args.";
  private static final List<String> COMMON = List.of("ts", "event", "cpu", "pid", "tid", "comm");

  /**
   * @throws IllegalArgumentException if there is none of such a name
   */
  public EventColumns {
    names = List.copyOf(names);
    for (String name : names) {
      if (!COMMON.contains(name) && !(name.startsWith(FIELD) && name.length() > FIELD.length())) {
        throw new IllegalArgumentException(
            "expected ts, event, cpu, pid, tid, comm or args.NAME, found '"
                + name
                + "'; an event's own field is "
                + FIELD
                + name);
      }
    }
  }

  /** Reads {@code ts,comm,args.fd}. */
  public static EventColumns parse(String text) {
    return new EventColumns(List.of(text.split(",", -1)));
  }

  /** Names of the fields among them. */
  public List<String> fields() {
    List<String> fields = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(FIELD)) {
        fields.add(name.substring(FIELD.length()));
      }
    }
    return fields;
  }

  boolean has(String name) {
    return names.contains(name);
  }
}
