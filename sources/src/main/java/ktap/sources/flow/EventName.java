package ktap.sources.flow;

import org.jspecify.annotations.Nullable;

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

  // Written out, as the key of many maps: what a record brings is linked at run time, at each
  // start.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventName event
        && name.equals(event.name)
        && system.equals(event.system);
  }

  @Override
  public int hashCode() {
    return 31 * system.hashCode() + name.hashCode();
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
