package ktap.script.library;

import org.jspecify.annotations.Nullable;

/** A text of names in the order of their numbers; {@code =N} gives the next name the number N. */
final class NumberedNames {
  private NumberedNames() {}

  static @Nullable String find(String table, long number) {
    long next = 0;
    int at = 0;
    while (at < table.length()) {
      int end = at;
      while (table.charAt(end) > ' ') {
        end++;
      }
      if (table.charAt(at) == '=') {
        next = Long.parseLong(table, at + 1, end, 10);
      } else if (next++ == number) {
        return table.substring(at, end);
      }
      at = end + 1;
    }
    return null;
  }
}
