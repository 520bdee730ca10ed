package ktap.script.check;

import java.util.OptionalLong;

/** Reads {@code tick-1s} and {@code profile-10ms}. */
final class TimerText {
  /** A unit of time, or of frequency where the period is one part of a second. */
  private record Unit(String name, long nanos) {}

  private static final Unit[] UNITS = {
    new Unit("s", 1_000_000_000L),
    new Unit("sec", 1_000_000_000L),
    new Unit("ms", 1_000_000L),
    new Unit("msec", 1_000_000L),
    new Unit("us", 1_000L),
    new Unit("usec", 1_000L),
    new Unit("ns", 1L),
    new Unit("m", 60_000_000_000L),
    new Unit("min", 60_000_000_000L),
  };

  private TimerText() {}

  /** The interval as written: what stands behind the sign. */
  static String interval(String text) {
    return text.substring(text.startsWith("tick") ? 5 : 8);
  }

  /** The period in ns; empty if the text is no interval or the period is 0. */
  static OptionalLong periodNanos(String interval) {
    int digits = 0;
    while (digits < interval.length() && Character.digit(interval.charAt(digits), 10) >= 0) {
      digits++;
    }
    if (digits == 0 || digits > 18) {
      return OptionalLong.empty();
    }
    long count = Long.parseLong(interval.substring(0, digits));
    String unit = interval.substring(digits);
    if (count > 0 && unit.equals("hz")) {
      return OptionalLong.of(Math.max(1, 1_000_000_000L / count));
    }
    for (Unit known : UNITS) {
      if (count > 0 && known.name.equals(unit) && count <= Long.MAX_VALUE / known.nanos) {
        return OptionalLong.of(count * known.nanos);
      }
    }
    return OptionalLong.empty();
  }
}
