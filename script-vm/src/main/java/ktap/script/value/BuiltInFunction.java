package ktap.script.value;

import org.jspecify.annotations.Nullable;

/** What a built-in does. */
@FunctionalInterface
public interface BuiltInFunction {
  /**
   * Takes its arguments from the registers {@code base} to {@code base + count - 1} and writes its
   * result, nil if there is none, to the register {@code base}, which exists also if {@code count}
   * is 0. Registers above the arguments are not its own.
   *
   * @throws ScriptRuntimeException if the script went wrong
   */
  void call(CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count);
}
