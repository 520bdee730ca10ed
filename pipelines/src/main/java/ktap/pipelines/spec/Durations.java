package ktap.pipelines.spec;

import java.util.OptionalLong;

/** Times as people write them: {@code 500ms}, {@code 10s}, {@code 2m}. */
final class Durations {
  private static final String[] UNITS = {"ms", "us", "ns", "s", "m", "h"};
  private static final long[] NANOS = {
    1_000_000, 1000, 1, 1_000_000_000, 60_000_000_000L, 3_600_000_000_000L
  };

  private Durations() {}

  static OptionalLong nanos(String text) {
    for (int i = 0; i < UNITS.length; i++) {
      if (text.endsWith(UNITS[i])) {
        return number(text.substring(0, text.length() - UNITS[i].length()), NANOS[i]);
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong number(String digits, long unit) {
    try {
      long nanos = Math.multiplyExact(Long.parseLong(digits), unit);
      return nanos > 0 ? OptionalLong.of(nanos) : OptionalLong.empty();
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
