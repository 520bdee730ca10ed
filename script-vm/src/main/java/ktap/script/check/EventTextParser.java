package ktap.script.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.sources.flow.EventPattern;

/**
 * Reads the text of a trace statement: {@code SYSTEM:EVENT [/FILTER/]}, several of them with commas
 * or, as in 2013, with semicolons between. White space and line breaks may stand anywhere between.
 *
 * <p>A filter holds for the definition before it and for those before that one that are joined to
 * it by commas and have none of their own.
 */
final class EventTextParser {
  private static final int MOST_SHOWN = 200;
  private static final int MOST_DEFINITIONS = 10_000;

  private final String text;
  private final int start;
  private final List<Diagnostic> diagnostics;
  private final List<EventDefinition> definitions = new ArrayList<>();
  private int at;
  private int groupStart;

  private EventTextParser(String text, int start, List<Diagnostic> diagnostics) {
    this.text = text;
    this.start = start;
    this.diagnostics = diagnostics;
  }

  /**
   * The definitions of a text; empty after a mistake, which is added to the diagnostics.
   *
   * @param start where the text starts in the script
   */
  static List<EventDefinition> parse(String text, int start, List<Diagnostic> diagnostics) {
    EventTextParser parser = new EventTextParser(text, start, diagnostics);
    int before = diagnostics.size();
    parser.run();
    return diagnostics.size() > before ? List.of() : parser.definitions;
  }

  private void run() {
    do {
      if (!definition()) {
        return;
      }
    } while (separator());
    if (at < text.length()) {
      fail(at, text.length(), "',' or '{' expected near '" + shown(at) + "'", "");
    }
  }

  private boolean separator() {
    skipSpace();
    if (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ';')) {
      if (text.charAt(at++) == ';') {
        groupStart = definitions.size();
      }
      return true;
    }
    return false;
  }

  private boolean definition() {
    skipSpace();
    int from = at;
    if (definitions.size() == MOST_DEFINITIONS) {
      return fail(
          from,
          from,
          "cannot parse eventdef: " + MOST_DEFINITIONS + " events are the most that one has",
          "write a pattern: sched:* stands for all of a system");
    }
    int colon = text.indexOf(':', at);
    int end = endOfName(at);
    if (colon <= from || colon > end) {
      return fail(
          from,
          Math.max(from, end),
          "cannot parse eventdef '" + shown(from) + "'",
          "write SYSTEM:EVENT, for example syscalls:sys_enter_openat or sched:*");
    }
    String system = text.substring(from, colon).strip();
    at = colon + 1;
    skipSpace();
    int nameStart = at;
    if (isProbe(system) && at < text.length() && text.charAt(at) == '/') {
      int pathEnd = text.indexOf(':', at);
      at = pathEnd < 0 ? text.length() : pathEnd + 1;
    }
    at = endOfName(at);
    String name = text.substring(nameStart, at).strip();
    if (name.isEmpty()) {
      return fail(
          from,
          at,
          "cannot parse eventdef '" + shown(from) + "'",
          "an event's name must follow the colon; '" + system + ":*' stands for all of them");
    }
    int function = name.lastIndexOf(" function");
    if (function >= 0 && name.indexOf('(', function) > 0) {
      String event = system + ":" + name.substring(0, function).strip();
      return fail(
          from,
          at,
          "<string> expected near '" + system + "'",
          "before a function the event is quoted: trace \"" + event + "\" function (e) { … }");
    }
    SourceSpan span = new SourceSpan(start + from, start + nameStart + name.length());
    definitions.add(new EventDefinition(span, new EventPattern(system, name), Optional.empty(), 0));
    return at >= text.length() || text.charAt(at) != '/' || filter();
  }

  private static boolean isProbe(String system) {
    return system.equals("probe") || system.equals("sdt");
  }

  private int endOfName(int from) {
    int i = from;
    while (i < text.length() && ",;/".indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private boolean filter() {
    int open = at;
    int close = closingSlash(open + 1);
    if (close < 0) {
      return fail(
          open,
          text.length(),
          "cannot parse eventdef '" + shown(0) + "'",
          "the filter that starts here has no closing '/'");
    }
    String filter = text.substring(open + 1, close).strip();
    int filterStart = open + 1;
    while (filterStart < close && Character.isWhitespace(text.charAt(filterStart))) {
      filterStart++;
    }
    at = close + 1;
    if (!filter.isEmpty()) {
      for (int i = groupStart; i < definitions.size(); i++) {
        EventDefinition before = definitions.get(i);
        if (before.filter().isEmpty()) {
          definitions.set(
              i,
              new EventDefinition(
                  before.span(), before.pattern(), Optional.of(filter), start + filterStart));
        }
      }
    }
    groupStart = definitions.size();
    return true;
  }

  /** The slash that a separator or the end follows; those inside of quotes don't count. */
  private int closingSlash(int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '/' && endsDefinition(i + 1)) {
        return i;
      }
    }
    return -1;
  }

  private boolean endsDefinition(int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i == text.length() || text.charAt(i) == ',' || text.charAt(i) == ';';
  }

  /** The text from a place on; its start if it is very long. */
  private String shown(int from) {
    return text.substring(from, Math.min(text.length(), from + MOST_SHOWN));
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean fail(int from, int to, String message, String hint) {
    SourceSpan span = new SourceSpan(start + from, start + Math.max(from, to));
    diagnostics.add(
        hint.isEmpty() ? Diagnostic.error(span, message) : Diagnostic.error(span, message, hint));
    return false;
  }
}
