package ktap.script.library;

import ktap.script.aggregation.Percentiles;
import ktap.script.aggregation.PlainShape;
import ktap.script.aggregation.Summary;
import ktap.script.value.Aggregation;
import ktap.script.value.CallContext;
import ktap.script.value.Kinds;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What makes and reads aggregations. {@code count sum min max avg} with one argument that is an
 * aggregation or nil read it; {@code min} and {@code max} of numbers are those of arithmetic.
 */
final class AggregationFunctions {
  private AggregationFunctions() {}

  static Summary summary(Aggregation aggregation) {
    return (Summary) aggregation;
  }

  /** The aggregation that is read; null if nil stands for an empty one. */
  private static @Nullable Summary read(String name, @Nullable Object[] refs, int base, int count) {
    Object value = count == 0 ? null : refs[base];
    if (value instanceof Summary summary) {
      return summary;
    }
    if (value == null && count > 0) {
      return null;
    }
    throw ScriptRuntimeException.error(
        "error: wrong type of argument 1: "
            + name
            + " takes an aggregation, found "
            + (count == 0 ? "nothing" : Kinds.sentence(value)));
  }

  /** {@code count(aggregation)}, and {@code count(t, k [, n])} of the first dialect. */
  static void count(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    if (count > 1 && refs[base] instanceof Table table) {
      TableFunctions.firstCount(table, numbers, refs, base, count);
      return;
    }
    Summary summary = read("count", refs, base, count);
    Arguments.giveInteger(numbers, refs, base, summary == null ? 0 : summary.count());
  }

  static void sum(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Summary summary = read("sum", refs, base, count);
    if (summary != null && summary.isFloating()) {
      Arguments.giveReal(numbers, refs, base, summary.floatSum());
    } else {
      Arguments.giveInteger(numbers, refs, base, summary == null ? 0 : summary.sum());
    }
  }

  static void avg(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Summary summary = read("avg", refs, base, count);
    if (summary != null && summary.isFloating()) {
      Arguments.giveReal(numbers, refs, base, summary.floatAverage());
    } else {
      Arguments.giveInteger(numbers, refs, base, summary == null ? 0 : summary.average());
    }
  }

  static void min(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    if (count > 0 && refs[base] instanceof Tag) {
      pick("min", -1, numbers, refs, base, count);
      return;
    }
    Summary summary = read("min", refs, base, count);
    if (summary != null && summary.isFloating()) {
      Arguments.giveReal(numbers, refs, base, summary.floatMin());
    } else {
      Arguments.giveInteger(numbers, refs, base, summary == null ? 0 : summary.min());
    }
  }

  static void max(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    if (count > 0 && refs[base] instanceof Tag) {
      pick("max", 1, numbers, refs, base, count);
      return;
    }
    Summary summary = read("max", refs, base, count);
    if (summary != null && summary.isFloating()) {
      Arguments.giveReal(numbers, refs, base, summary.floatMax());
    } else {
      Arguments.giveInteger(numbers, refs, base, summary == null ? 0 : summary.max());
    }
  }

  /** Leaves the number in the first register that is furthest in a direction. */
  private static void pick(
      String name, int direction, long[] numbers, @Nullable Object[] refs, int base, int count) {
    for (int i = base + 1; i < base + count; i++) {
      if (!(refs[i] instanceof Tag)) {
        throw ScriptRuntimeException.error(
            "error: wrong type of argument "
                + (i - base + 1)
                + ": "
                + name
                + " of numbers takes numbers, found "
                + Kinds.sentence(refs[i]));
      }
      if (NumberFunctions.compare(numbers, refs, i, base) * direction > 0) {
        numbers[base] = numbers[i];
        refs[base] = refs[i];
      }
    }
  }

  /** {@code hist(v)}: leaves the number in its register and marks what it is for. */
  static void hist(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    numbers[base] = Arguments.integer(numbers, refs, base);
    refs[base] = PlainShape.LOG;
  }

  static void hdr(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    numbers[base] = Arguments.integer(numbers, refs, base);
    refs[base] = PlainShape.PERCENTILES;
  }

  static void lhist(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    numbers[base] = Arguments.integer(numbers, refs, base);
    try {
      refs[base] =
          RunState.of(context)
              .linear(
                  Arguments.integer(numbers, refs, base + 1),
                  Arguments.integer(numbers, refs, base + 2),
                  Arguments.integer(numbers, refs, base + 3));
    } catch (IllegalArgumentException e) {
      throw ScriptRuntimeException.error("error: " + e.getMessage());
    }
  }

  /** {@code quantile(a, percent)}. */
  static void quantile(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    double percent = percent(numbers, refs, base + 1);
    Object value = refs[base];
    if (value != null && !(value instanceof Percentiles)) {
      throw ScriptRuntimeException.error(
          "error: wrong type of argument 1: quantile takes what 't[k] <<< hdr(v)' made, found "
              + Kinds.sentence(value));
    }
    long result = value instanceof Percentiles percentiles ? percentiles.at(percent) : 0;
    Arguments.giveInteger(numbers, refs, base, result);
  }

  static double percent(long[] numbers, @Nullable Object[] refs, int at) {
    double percent = Arguments.real(numbers, refs, at);
    if (!(percent >= 0 && percent <= 100)) {
      throw ScriptRuntimeException.error(
          "error: a quantile is given in percent, from 0 to 100, found " + percent);
    }
    return percent;
  }

  /** {@code merge(a, b)}: a new aggregation of all that went into both. */
  static void merge(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Object left = refs[base];
    Object right = refs[base + 1];
    if (!(left instanceof Summary one) || !(right instanceof Summary other)) {
      refs[base] = left == null ? right : left;
      return;
    }
    Summary merged = one.copy();
    try {
      merged.merge(other);
    } catch (IllegalArgumentException e) {
      throw ScriptRuntimeException.error("error: " + e.getMessage());
    }
    refs[base] = merged;
  }
}
