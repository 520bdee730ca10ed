package ktap.pipelines.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Glob;
import ktap.sources.flow.Nearest;
import ktap.sources.format.EventText;

/**
 * Events as text, one a line: {@code -le GLOB} and {@code ktap list}. With fields, each on a line
 * of its own with the names that a script has for it.
 */
final class EventLister {
  /** {@code arg0} to {@code arg9}. */
  private static final int NUMBERED = 10;

  private static final int NAME_COLUMN = 26;

  private static final String EXPECTED =
      "expected an event such as 'syscalls:*' or sched:sched_switch, found '";

  private final EventCatalog catalog;
  private final boolean withFields;

  EventLister(EventCatalog catalog, boolean withFields) {
    this.catalog = catalog;
    this.withFields = withFields;
  }

  /** All events that one of the globs matches, or all there are. */
  void list(List<String> globs, Console console) throws CommandException, IOException {
    StringBuilder text = new StringBuilder();
    for (EventName name : matching(globs)) {
      text.append(name).append('\n');
      if (withFields) {
        fields(text, name);
      }
    }
    console.print(text.toString());
  }

  private List<EventName> matching(List<String> globs) throws CommandException {
    if (globs.isEmpty()) {
      return catalog.names();
    }
    List<EventName> found = new ArrayList<>();
    for (EventName name : catalog.names()) {
      if (matchesOne(globs, name)) {
        found.add(name);
      }
    }
    if (found.isEmpty()) {
      throw CommandException.failure(nothing(String.join(" ", globs)));
    }
    return found;
  }

  /** A glob without a colon may also match the event alone, without its system. */
  private static boolean matchesOne(List<String> globs, EventName event) {
    for (String glob : globs) {
      if (Glob.matches(glob, event.toString())
          || (glob.indexOf(':') < 0 && Glob.matches(glob, event.name()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Patterns with blanks or commas between; fails, with the nearest names, if one matches no event.
   */
  static List<EventPattern> patterns(String words, EventCatalog catalog) throws CommandException {
    List<EventPattern> patterns = new ArrayList<>();
    for (String word : EventPattern.words(words)) {
      require(word, catalog);
      patterns.add(EventPattern.parse(word));
    }
    if (patterns.isEmpty()) {
      throw CommandException.usage(EXPECTED + words + "'");
    }
    return patterns;
  }

  private static void require(String pattern, EventCatalog catalog) throws CommandException {
    if (pattern.indexOf(':') <= 0) {
      throw CommandException.usage(EXPECTED + pattern + "'");
    }
    if (catalog.matching(EventPattern.parse(pattern)).isEmpty()) {
      throw CommandException.failure(new EventLister(catalog, false).nothing(pattern));
    }
  }

  private String nothing(String globs) {
    List<String> names = new ArrayList<>();
    for (EventName name : catalog.names()) {
      names.add(name.toString());
      names.add(name.name());
      names.add(name.system() + ":*");
    }
    String hint = Nearest.hint(globs, names);
    return "no event matches '" + globs + "'" + (hint.isEmpty() ? "" : "; " + hint);
  }

  private void fields(StringBuilder text, EventName name) {
    Optional<EventType> type = catalog.find(name);
    if (type.isEmpty()) {
      return; // removed since the names were listed
    }
    int number = 0;
    for (Field field : type.get().fields()) {
      int start = text.length();
      text.append("    ").append(number < NUMBERED ? "arg" + number : "").append("  args.");
      text.append(field.name());
      number++;
      do {
        text.append(' ');
      } while (text.length() < start + 4 + NAME_COLUMN);
      text.append(field.cType()).append('\n');
    }
    EventText.of(type.get())
        .reason()
        .ifPresent(
            reason -> text.append("    argstr shows name=value: ").append(reason).append('\n'));
  }
}
