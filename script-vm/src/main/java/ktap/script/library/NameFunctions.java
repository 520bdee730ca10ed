package ktap.script.library;

import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import org.jspecify.annotations.Nullable;

/** Names for the kernel's numbers; a number without a name gives the number as text. */
final class NameFunctions {
  private NameFunctions() {}

  private static void give(@Nullable Object[] refs, int base, @Nullable String name, long number) {
    refs[base] = ByteString.of(name == null ? Long.toString(number) : name);
  }

  /** {@code errno_name(n)}: takes the number with or without the minus sign. */
  static void errnoName(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long number = Arguments.integer(numbers, refs, base);
    give(refs, base, Errors.name(Math.abs(number)), number);
  }

  static void strerror(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long number = Arguments.integer(numbers, refs, base);
    String text = number == 0 ? "Success" : Errors.text(Math.abs(number));
    refs[base] = ByteString.of(text == null ? "Unknown error " + Math.abs(number) : text);
  }

  static void signalName(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long number = Arguments.integer(numbers, refs, base);
    give(refs, base, Signals.name(number), number);
  }

  /** {@code syscall_name(n)}: by the architecture of the machine that the events come from. */
  static void syscallName(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long number = Arguments.integer(numbers, refs, base);
    String architecture = context.host().facts().architecture();
    give(refs, base, SystemCalls.name(architecture, number), number);
  }
}
