package ktap.script.library;

import ktap.script.value.BuiltInFunction;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.ScriptRuntimeException;
import org.jspecify.annotations.Nullable;

/** Timers in the form of functions. */
final class TimerFunctions {
  private static final long SECOND = 1_000_000_000L;
  private static final String[] UNITS = {"sec", "s", "msec", "ms", "usec", "us"};
  private static final long[] NANOS = {SECOND, SECOND, 1_000_000, 1_000_000, 1_000, 1_000};

  private TimerFunctions() {}

  /** {@code timer["tick"]("1s", function)}. */
  static void tick(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    check(context, "tick");
    context.addTimer(
        period(Arguments.string(refs, base)), false, Arguments.function(refs, base + 1));
    refs[base] = null;
  }

  static void profile(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    check(context, "profile");
    context.addTimer(
        period(Arguments.string(refs, base)), true, Arguments.function(refs, base + 1));
    refs[base] = null;
  }

  /** {@code timer.s(n, function)} and its like. */
  static BuiltInFunction every(String unit, long nanos) {
    return (context, numbers, refs, base, count) -> {
      check(context, unit);
      long number = Arguments.integer(numbers, refs, base);
      if (number <= 0 || number > Long.MAX_VALUE / nanos) {
        throw ScriptRuntimeException.error("error: cannot parse timer interval: " + number);
      }
      context.addTimer(number * nanos, false, Arguments.function(refs, base + 1));
      refs[base] = null;
    };
  }

  private static void check(CallContext context, String name) {
    if (!context.inMainChunk()) {
      String where = context.hasEvent() ? "mainthread" : "RUNNING state";
      throw ScriptRuntimeException.error(
          "error: timer."
              + name
              + " only can be called in "
              + where
              + ": move it to the main chunk");
    }
  }

  /** The period that a text like {@code 100ms} stands for, in ns. */
  static long period(ByteString text) {
    int digits = 0;
    long number = 0;
    while (digits < text.length() && text.byteAt(digits) >= '0' && text.byteAt(digits) <= '9') {
      number = Math.min(number * 10 + text.byteAt(digits) - '0', Integer.MAX_VALUE * 100L);
      digits++;
    }
    String unit = text.slice(digits, text.length()).toString().strip();
    for (int i = 0; i < UNITS.length; i++) {
      if (unit.equals(UNITS[i]) && digits > 0 && number > 0 && number < Long.MAX_VALUE / NANOS[i]) {
        return number * NANOS[i];
      }
    }
    throw ScriptRuntimeException.error(
        "error: cannot parse timer interval: "
            + text
            + ": expected a number above 0 and s, sec, ms, msec, us or usec, as in 100ms");
  }
}
