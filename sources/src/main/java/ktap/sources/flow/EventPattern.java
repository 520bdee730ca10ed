package ktap.sources.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which events are meant: two globs, as in {@code sched:*} or {@code *:*}. The two are matched as
 * one text {@code system:name}, so that {@code *} may cross the colon, as in the original ktap.
 */
public record EventPattern(String system, String name) {
  private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

  /** Splits {@code system:name} at its first colon. */
  public static EventPattern parse(String text) {
    EventName both = EventName.parse(text);
    return new EventPattern(both.system(), both.name());
  }

  /** The words of a list of events, in which blanks and commas stand between; none is empty. */
  public static List<String> words(String list) {
    List<String> words = new ArrayList<>();
    for (String word : BETWEEN.split(list, -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
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
