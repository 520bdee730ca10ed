package ktap.sources.flow;

/**
 * Which events are meant: two globs, as in {@code sched:*} or {@code *:*}. The two are matched as
 * one text {@code system:name}, so that {@code *} may cross the colon, as in the original ktap.
 */
public record EventPattern(String system, String name) {

  /** Splits {@code system:name} at its first colon. */
  public static EventPattern parse(String text) {
    EventName both = EventName.parse(text);
    return new EventPattern(both.system(), both.name());
  }

  public boolean matches(EventName event) {
    if (!Glob.isGlob(system)) {
      return event.system().equals(system) && Glob.matches(name, event.name());
    }
    return Glob.matches(toString(), event.toString());
  }

  /** Whether it can stand for one event alone. */
  public boolean isExact() {
    return !Glob.isGlob(system) && !Glob.isGlob(name);
  }

  @Override
  public String toString() {
    return system + ":" + name;
  }
}
