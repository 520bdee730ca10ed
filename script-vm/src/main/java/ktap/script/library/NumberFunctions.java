package ktap.script.library;

import ktap.script.value.CallContext;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/** Arithmetic beyond the operators. */
final class NumberFunctions {
  private NumberFunctions() {}

  /** Compares the numbers of two registers. */
  static int compare(long[] numbers, @Nullable Object[] refs, int left, int right) {
    if (refs[left] == Tag.INT && refs[right] == Tag.INT) {
      return Long.compare(numbers[left], numbers[right]);
    }
    return Double.compare(
        Arguments.real(numbers, refs, left), Arguments.real(numbers, refs, right));
  }

  static void xor(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long left = Arguments.integer(numbers, refs, base);
    Arguments.giveInteger(numbers, refs, base, left ^ Arguments.integer(numbers, refs, base + 1));
  }

  static void abs(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    if (refs[base] == Tag.FLOAT) {
      Arguments.giveReal(numbers, refs, base, Math.abs(Double.longBitsToDouble(numbers[base])));
    } else {
      Arguments.giveInteger(numbers, refs, base, Math.abs(Arguments.integer(numbers, refs, base)));
    }
  }

  static void floor(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    giveWhole(numbers, refs, base, Math.floor(Arguments.real(numbers, refs, base)));
  }

  static void ceil(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    giveWhole(numbers, refs, base, Math.ceil(Arguments.real(numbers, refs, base)));
  }

  /** Halves go away from zero. */
  static void round(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    double value = Arguments.real(numbers, refs, base);
    giveWhole(numbers, refs, base, Math.copySign(Math.floor(Math.abs(value) + 0.5), value));
  }

  /** A whole number as an integer, where one can hold it; an integer stays what it is. */
  private static void giveWhole(long[] numbers, @Nullable Object[] refs, int base, double whole) {
    if (refs[base] == Tag.INT) {
      return;
    }
    if (whole >= -0x1p63 && whole < 0x1p63) {
      Arguments.giveInteger(numbers, refs, base, (long) whole);
    } else {
      Arguments.giveReal(numbers, refs, base, whole);
    }
  }

  static void sqrt(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveReal(numbers, refs, base, Math.sqrt(Arguments.real(numbers, refs, base)));
  }

  static void log(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveReal(numbers, refs, base, Math.log(Arguments.real(numbers, refs, base)));
  }

  /** The exponent of the largest power of two that isn't above an integer; -1 for 0 and below. */
  static void log2(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long value = Arguments.integer(numbers, refs, base);
    long power = value <= 0 ? -1 : 63 - Long.numberOfLeadingZeros(value);
    Arguments.giveInteger(numbers, refs, base, power);
  }

  static void exp(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveReal(numbers, refs, base, Math.exp(Arguments.real(numbers, refs, base)));
  }

  static void toFloat(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveReal(numbers, refs, base, Arguments.real(numbers, refs, base));
  }

  static void toInteger(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveInteger(numbers, refs, base, Arguments.integer(numbers, refs, base));
  }

  static void bswap(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long bytes = Arguments.integerOr(numbers, refs, base, count, 1, 8);
    long reversed = Long.reverseBytes(Arguments.integer(numbers, refs, base));
    Arguments.giveInteger(
        numbers, refs, base, bytes <= 0 || bytes >= 8 ? reversed : reversed >>> 64 - 8 * bytes);
  }
}
