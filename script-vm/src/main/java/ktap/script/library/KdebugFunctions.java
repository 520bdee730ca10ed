package ktap.script.library;

import ktap.script.value.CallContext;
import org.jspecify.annotations.Nullable;

/** What is left of {@code kdebug}. */
final class KdebugFunctions {
  private KdebugFunctions() {}

  /** {@code kdebug["trace_end"](function)}: replaces what runs at the end. */
  static void traceEnd(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    context.setEnd(Arguments.function(refs, base));
    refs[base] = null;
  }
}
