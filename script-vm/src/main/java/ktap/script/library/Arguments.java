package ktap.script.library;

import ktap.script.value.ByteString;
import ktap.script.value.KernelAddress;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/** Reads arguments whose kinds were checked, and writes results. */
final class Arguments {
  private Arguments() {}

  static long integer(long[] numbers, @Nullable Object[] refs, int at) {
    Object ref = refs[at];
    if (ref == Tag.FLOAT) {
      return (long) Double.longBitsToDouble(numbers[at]);
    }
    return ref instanceof KernelAddress address ? address.address() : numbers[at];
  }

  /**
   * The argument {@code index} of {@code count}, or what stands for it if it is left out or nil.
   */
  static long integerOr(
      long[] numbers, @Nullable Object[] refs, int base, int count, int index, long otherwise) {
    return index < count && refs[base + index] != null
        ? integer(numbers, refs, base + index)
        : otherwise;
  }

  static double real(long[] numbers, @Nullable Object[] refs, int at) {
    return refs[at] == Tag.FLOAT
        ? Double.longBitsToDouble(numbers[at])
        : integer(numbers, refs, at);
  }

  static ByteString string(@Nullable Object[] refs, int at) {
    if (refs[at] instanceof ByteString string) {
      return string;
    }
    throw new IllegalStateException("the argument at " + at + " was checked to be a string");
  }

  static Table table(@Nullable Object[] refs, int at) {
    if (refs[at] instanceof Table table) {
      return table;
    }
    throw new IllegalStateException("the argument at " + at + " was checked to be a table");
  }

  static Object function(@Nullable Object[] refs, int at) {
    Object function = refs[at];
    if (function == null) {
      throw new IllegalStateException("the argument at " + at + " was checked to be a function");
    }
    return function;
  }

  static @Nullable Object ref(@Nullable Object[] refs, int base, int count, int index) {
    return index < count ? refs[base + index] : null;
  }

  static void giveInteger(long[] numbers, @Nullable Object[] refs, int base, long value) {
    numbers[base] = value;
    refs[base] = Tag.INT;
  }

  static void giveReal(long[] numbers, @Nullable Object[] refs, int base, double value) {
    numbers[base] = Double.doubleToRawLongBits(value);
    refs[base] = Tag.FLOAT;
  }

  static void giveBoolean(@Nullable Object[] refs, int base, boolean value) {
    refs[base] = value ? Boolean.TRUE : Boolean.FALSE;
  }

  static void give(@Nullable Object[] refs, int base, @Nullable Object value) {
    refs[base] = value;
  }

  static void giveText(@Nullable Object[] refs, int base, ByteText text) {
    refs[base] = ByteString.copy(text.bytes(), 0, text.length());
  }
}
