package ktap.sources.recording;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * A point in a recording as the user writes it: {@code 50%}, {@code +5s} from its start, the time
 * of the day {@code 12:30:05}, or all of {@code 2026-11-24T12:30:05}.
 */
public record Moment(String text) {
  /** Seconds since 1970 that nanoseconds can tell: until the year 2191. */
  private static final long FARTHEST = 7_000_000_000L;

  private static final String EXPECTED =
      "expected a time such as 12:30:05, 2026-11-24T12:30:05, +5s, +200ms or 50%, found '";

  /**
   * @throws IllegalArgumentException if it is none; the message says what was expected
   */
  public Moment {
    if (isOfTheClock(text)) {
      wall(text, 0, 0);
    } else {
      relative(text, 1000);
    }
  }

  /** Whether it is a time of the day, which not all traces tell. */
  public boolean isOfTheClock() {
    return isOfTheClock(text);
  }

  private static boolean isOfTheClock(String text) {
    return !text.endsWith("%") && !text.startsWith("+");
  }

  /** The event time that is meant in a recording between two event times. */
  public long nanos(long first, long last, long clockOffset) {
    if (isOfTheClock()) {
      return wall(text, first + clockOffset, clockOffset);
    }
    return first + Math.min(relative(text, last - first), Long.MAX_VALUE - Math.max(0, first));
  }

  private static long relative(String text, long span) {
    if (text.endsWith("%")) {
      double percent = number(text, 0, text.length() - 1);
      return (long) (span * (percent / 100));
    }
    int end = text.length();
    while (end > 1 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    double unit =
        switch (text.substring(end)) {
          case "ns" -> 1;
          case "us" -> 1e3;
          case "ms" -> 1e6;
          case "s", "" -> 1e9;
          case "m", "min" -> 60e9;
          case "h" -> 3600e9;
          default -> throw new IllegalArgumentException(EXPECTED + text + "'");
        };
    return (long) (number(text, 1, end) * unit);
  }

  private static double number(String text, int from, int to) {
    try {
      double value = Double.parseDouble(text.substring(from, to));
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(EXPECTED + text + "'");
  }

  private static long wall(String text, long firstWall, long clockOffset) {
    ZoneId zone = ZoneId.systemDefault();
    try {
      Instant instant;
      if (text.indexOf('T') < 0) {
        Instant start = Instant.ofEpochSecond(0, firstWall);
        instant =
            LocalTime.parse(text).atDate(start.atZone(zone).toLocalDate()).atZone(zone).toInstant();
      } else if (text.endsWith("Z") || text.lastIndexOf('+') > 0) {
        instant = OffsetDateTime.parse(text).toInstant();
      } else {
        instant = LocalDateTime.parse(text).atZone(zone).toInstant();
      }
      long seconds = Math.clamp(instant.getEpochSecond(), -FARTHEST, FARTHEST);
      return seconds * 1_000_000_000 + instant.getNano() - clockOffset;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(EXPECTED + text + "'", e);
    }
  }
}
