package ktap.script.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import ktap.sources.flow.ByteText;

/** Floating-point numbers as text. */
public final class FloatText {
  private FloatText() {}

  /**
   * Appends a number as {@code print} shows it: the fewest digits that read back as the same
   * number, always with a point or an exponent, so that it can't be taken for an integer.
   */
  public static void append(ByteText out, double value) {
    if (appendSpecial(out, value)) {
      return;
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      appendSign(out, value);
      out.appendDecimal((long) Math.abs(value)).append(".0");
      return;
    }
    String text = Double.toString(value);
    int exponent = text.indexOf('E');
    if (exponent < 0) {
      out.append(text);
      return;
    }
    int power = Integer.parseInt(text, exponent + 1, text.length(), 10);
    if (power >= -5 && power < 16) {
      out.append(new BigDecimal(text).toPlainString());
      return;
    }
    boolean whole = text.startsWith(".0", exponent - 2);
    out.append(whole ? text.substring(0, exponent - 2) : text.substring(0, exponent));
    appendExponent(out, power);
  }

  /** Appends {@code %f}. */
  static void appendFixed(ByteText out, double value, int precision, boolean alternate) {
    if (appendSpecial(out, value)) {
      return;
    }
    appendSign(out, value);
    String digits =
        new BigDecimal(Math.abs(value)).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    out.append(digits);
    if (alternate && precision == 0) {
      out.appendByte('.');
    }
  }

  /** Appends {@code %e}. */
  static void appendScientific(ByteText out, double value, int precision, boolean alternate) {
    if (appendSpecial(out, value)) {
      return;
    }
    appendSign(out, value);
    Digits digits = Digits.of(Math.abs(value), precision + 1);
    appendMantissa(out, digits.text, alternate);
    appendExponent(out, digits.exponent);
  }

  /** Appends {@code %g}. */
  static void appendGeneral(ByteText out, double value, int precision, boolean alternate) {
    if (appendSpecial(out, value)) {
      return;
    }
    appendSign(out, value);
    int significant = Math.max(precision, 1);
    Digits digits = Digits.of(Math.abs(value), significant);
    int exponent = digits.exponent;
    String text = alternate ? digits.text : withoutTrailingZeros(digits.text);
    if (exponent < -4 || exponent >= significant) {
      appendMantissa(out, text, alternate);
      appendExponent(out, exponent);
    } else if (exponent < 0) {
      out.append("0.").appendFill('0', -exponent - 1).append(text);
    } else {
      appendPlain(out, text, exponent + 1, alternate);
    }
  }

  private static void appendPlain(ByteText out, String digits, int whole, boolean alternate) {
    int have = Math.min(whole, digits.length());
    out.append(digits.substring(0, have)).appendFill('0', whole - have);
    if (digits.length() > whole) {
      out.appendByte('.').append(digits.substring(whole));
    } else if (alternate) {
      out.appendByte('.');
    }
  }

  private static void appendMantissa(ByteText out, String digits, boolean alternate) {
    out.appendByte(digits.charAt(0));
    if (digits.length() > 1 || alternate) {
      out.appendByte('.').append(digits.substring(1));
    }
  }

  private static void appendExponent(ByteText out, int power) {
    out.appendByte('e').appendByte(power < 0 ? '-' : '+');
    int absolute = Math.abs(power);
    if (absolute < 10) {
      out.appendByte('0');
    }
    out.appendDecimal(absolute);
  }

  private static void appendSign(ByteText out, double value) {
    if (value < 0 || value == 0 && 1 / value < 0) {
      out.appendByte('-');
    }
  }

  private static boolean appendSpecial(ByteText out, double value) {
    if (Double.isNaN(value)) {
      out.append("nan");
      return true;
    }
    if (Double.isInfinite(value)) {
      out.append(value < 0 ? "-inf" : "inf");
      return true;
    }
    return false;
  }

  private static String withoutTrailingZeros(String digits) {
    int end = digits.length();
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  /** A number as significant digits, the first of them not 0, times a power of ten. */
  private record Digits(String text, int exponent) {
    static Digits of(double value, int significant) {
      if (value == 0) {
        return new Digits("0".repeat(significant), 0);
      }
      BigDecimal exact = new BigDecimal(value);
      int drop = exact.precision() - significant;
      BigDecimal rounded = exact.setScale(exact.scale() - drop, RoundingMode.HALF_EVEN);
      if (rounded.precision() > significant) {
        rounded = rounded.setScale(rounded.scale() - 1, RoundingMode.HALF_EVEN);
      }
      return new Digits(
          rounded.unscaledValue().toString(), rounded.precision() - rounded.scale() - 1);
    }
  }
}
