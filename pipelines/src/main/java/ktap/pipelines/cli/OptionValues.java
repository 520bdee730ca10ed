package ktap.pipelines.cli;

/** Texts of options as numbers: counts, sizes and times. */
final class OptionValues {
  private static final String[] TIMES = {"us", "ms", "s", "m", "h"};
  private static final long[] NANOS = {
    1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
  };

  private OptionValues() {}

  /** A whole number from 0. */
  static long count(Option option, String text) throws CommandException {
    long number = digits(text, text.length());
    if (number < 0) {
      throw CommandException.usage(option.word() + " takes a whole number, not '" + text + "'");
    }
    return number;
  }

  /** A whole number from 0 that fits an int. */
  static int smallCount(Option option, String text) throws CommandException {
    long number = count(option, text);
    if (number > Integer.MAX_VALUE) {
      throw CommandException.usage(
          option.word() + " takes a number up to " + Integer.MAX_VALUE + ", not " + text);
    }
    return (int) number;
  }

  /** Bytes: {@code 512k}, {@code 16m}, {@code 1g}, or a plain number. */
  static long bytes(Option option, String text) throws CommandException {
    int unit =
        text.isEmpty() ? -1 : "kmg".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
    long number = digits(text, unit < 0 ? text.length() : text.length() - 1);
    int shift = 10 * (unit + 1);
    if (number <= 0 || number > Long.MAX_VALUE >> shift) {
      throw CommandException.usage(
          option.word() + " takes a size such as 512k, 16m or 1g, not '" + text + "'");
    }
    return number << shift;
  }

  /** Nanoseconds: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}. */
  static long nanos(Option option, String text) throws CommandException {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    long number = digits(text, end);
    String unit = text.substring(end);
    for (int i = 0; i < TIMES.length; i++) {
      if (unit.equals(TIMES[i]) && number > 0 && number <= Long.MAX_VALUE / NANOS[i]) {
        return number * NANOS[i];
      }
    }
    throw CommandException.usage(
        option.word() + " takes a time such as 500ms, 10s, 2m or 1h, not '" + text + "'");
  }

  /** The number in the first characters; -1 if they are none, or one that is too large. */
  private static long digits(String text, int end) {
    if (end == 0 || end > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
