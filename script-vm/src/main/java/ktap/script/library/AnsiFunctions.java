package ktap.script.library;

import ktap.script.value.BuiltInFunction;
import ktap.script.value.CallContext;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/** Escape sequences of terminals. */
final class AnsiFunctions {
  private AnsiFunctions() {}

  /** A function that writes the same text each time. */
  static BuiltInFunction constant(String sequence) {
    return (context, _, refs, base, _) -> {
      refs[base] = null;
      RunState.print(context, RunState.of(context).text().append(sequence));
    };
  }

  /** {@code set_color(fg)}, {@code set_color2(fg, bg)}, {@code set_color3(fg, bg, attribute)}. */
  static void color(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteText text = RunState.of(context).text().append("\033[");
    for (int i = 0; i < Math.min(count, 3); i++) {
      long part = Arguments.integer(numbers, refs, base + i);
      if (i == 2 && part == 0) {
        break; // no attribute
      }
      if (i > 0) {
        text.appendByte(';');
      }
      text.appendDecimal(part);
    }
    refs[base] = null;
    RunState.print(context, text.appendByte('m'));
  }
}
