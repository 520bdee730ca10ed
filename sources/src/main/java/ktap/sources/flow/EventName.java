package ktap.sources.flow;

/**
 * The full name of an event, {@code system:name}, as tracefs lists it in {@code available_events}.
 */
public record EventName(String system, String name) implements Comparable<EventName> {

  /** Splits {@code system:name} at its first colon. */
  public static EventName parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new IllegalArgumentException("expected SYSTEM:EVENT, found '" + text + "'");
    }
    return new EventName(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public int compareTo(EventName other) {
    int bySystem = system.compareTo(other.system);
    return bySystem != 0 ? bySystem : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return system + ":" + name;
  }
}
