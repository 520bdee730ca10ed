package ktap.script.library;

import org.jspecify.annotations.Nullable;

/** Texts that are numbers: decimal, {@code 0x} hexadecimal, or with a point or an exponent. */
final class NumberText {
  private NumberText() {}

  /**
   * Writes the number to a register.
   *
   * @param radix 0 to go by the text
   * @return false if the text isn't a number, and nothing was written
   */
  static boolean parse(String text, int radix, long[] numbers, @Nullable Object[] refs, int to) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int base = radix;
    if ((base == 0 || base == 16) && (digits.startsWith("0x") || digits.startsWith("0X"))) {
      base = 16;
      digits = digits.substring(2);
    }
    int integerBase = base == 0 ? 10 : base;
    if (isInteger(digits, integerBase)) {
      long value = value(digits, integerBase);
      Arguments.giveInteger(numbers, refs, to, negative ? -value : value);
      return true;
    }
    if (base != 0 || !isFloat(digits)) {
      return false;
    }
    double value = Double.parseDouble(digits);
    Arguments.giveReal(numbers, refs, to, negative ? -value : value);
    return true;
  }

  private static boolean isInteger(String digits, int base) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) > 0x7f || Character.digit(digits.charAt(i), base) < 0) {
        return false;
      }
    }
    return !digits.isEmpty();
  }

  /** Wraps, as arithmetic does. */
  private static long value(String digits, int base) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = value * base + Character.digit(digits.charAt(i), base);
    }
    return value;
  }

  /** Digits, a point, digits, an exponent; {@code Double.parseDouble} takes much more than that. */
  private static boolean isFloat(String text) {
    int at = digits(text, 0);
    int whole = at;
    int fraction = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digits(text, at + 1);
      fraction = end - at - 1;
      at = end;
    }
    if (whole + fraction == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      int start = at + 1;
      if (start < text.length() && (text.charAt(start) == '-' || text.charAt(start) == '+')) {
        start++;
      }
      at = digits(text, start);
      if (at == start) {
        return false;
      }
    }
    return at == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
