package ktap.script.library;

import java.util.Arrays;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.EventTextValue;
import ktap.script.value.KernelAddress;
import ktap.script.value.Kinds;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * What works on strings. They are bytes; positions count from 1, negative ones from the end, as in
 * Lua.
 */
final class StringFunctions {
  /** Bytes that are looked at between two looks at the user's wish to stop. */
  private static final int LOOK = 1 << 16;

  private StringFunctions() {}

  static void checkLength(CallContext context, long length) {
    int most = context.limits().maxStringBytes();
    if (length > most) {
      throw ScriptRuntimeException.error(
          "error: too long string: "
              + length
              + " bytes, a string holds at most "
              + most
              + " (--max-string)");
    }
  }

  /** Where a part begins, counted from 0; -1 if it isn't there. */
  static int indexOf(CallContext context, ByteString string, ByteString part, int from) {
    byte[] bytes = string.bytes();
    byte[] wanted = part.bytes();
    int compared = 0;
    for (int i = from; i <= bytes.length - wanted.length; i++) {
      int differs = Arrays.mismatch(bytes, i, i + wanted.length, wanted, 0, wanted.length);
      if (differs < 0) {
        return i;
      }
      compared += differs + 1;
      if (compared > LOOK) {
        context.checkStop();
        compared = 0;
      }
    }
    return -1;
  }

  /** A position counted from 0; negative ones count from the end. */
  private static long fromZero(long position, int length) {
    return position < 0 ? position + length : position - 1;
  }

  /** {@code substr(s, from [, to])}, both included. */
  static void substr(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    int length = string.length();
    long from = Arguments.integer(numbers, refs, base + 1);
    long to = Arguments.integerOr(numbers, refs, base, count, 2, -1);
    int start = (int) Math.min(Math.max(fromZero(from, length), 0), length);
    int end = (int) Math.min(Math.max(fromZero(to, length) + 1, start), length);
    refs[base] = string.slice(start, end);
  }

  /** {@code find(s, part [, from])}: the position of a part, or nil. */
  static void find(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    long from = Arguments.integerOr(numbers, refs, base, count, 2, 1);
    long start = Math.max(0, fromZero(from, string.length()));
    int found =
        start > string.length()
            ? -1
            : indexOf(context, string, Arguments.string(refs, base + 1), (int) start);
    if (found < 0) {
      refs[base] = null;
    } else {
      Arguments.giveInteger(numbers, refs, base, found + 1L);
    }
  }

  static void contains(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    int found = indexOf(context, Arguments.string(refs, base), Arguments.string(refs, base + 1), 0);
    Arguments.giveBoolean(refs, base, found >= 0);
  }

  static void startsWith(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    Arguments.giveBoolean(refs, base, hasAt(string, 0, Arguments.string(refs, base + 1)));
  }

  static void endsWith(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    ByteString end = Arguments.string(refs, base + 1);
    Arguments.giveBoolean(refs, base, hasAt(string, string.length() - end.length(), end));
  }

  private static boolean hasAt(ByteString string, int at, ByteString part) {
    return at >= 0
        && at + part.length() <= string.length()
        && Arrays.equals(string.bytes(), at, at + part.length(), part.bytes(), 0, part.length());
  }

  static void upper(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = mapped(context, Arguments.string(refs, base), 'a', 'z', 'A' - 'a');
  }

  static void lower(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = mapped(context, Arguments.string(refs, base), 'A', 'Z', 'a' - 'A');
  }

  private static ByteString mapped(
      CallContext context, ByteString string, int first, int last, int distance) {
    byte[] bytes = string.bytes().clone();
    int done = 0;
    while (done < bytes.length) { // in pieces, between which the JVM can stop the thread, too
      int end = Math.min(done + LOOK, bytes.length);
      for (int i = done; i < end; i++) {
        if (bytes[i] >= first && bytes[i] <= last) {
          bytes[i] = (byte) (bytes[i] + distance);
        }
      }
      context.checkStop();
      done = end;
    }
    return ByteString.over(bytes);
  }

  static void trim(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    int start = 0;
    int end = string.length();
    while (start < end && isBlank(string.byteAt(start))) {
      start++;
    }
    while (end > start && isBlank(string.byteAt(end - 1))) {
      end--;
    }
    refs[base] = string.slice(start, end);
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value >= '\t' && value <= '\r' || value == 0;
  }

  /** {@code replace(s, part, by)}: every part, from left to right. */
  static void replace(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    ByteString part = Arguments.string(refs, base + 1);
    ByteString by = Arguments.string(refs, base + 2);
    if (part.length() == 0) {
      return;
    }
    ByteText text = RunState.of(context).text();
    int start = 0;
    for (int found; (found = indexOf(context, string, part, start)) >= 0; ) {
      text.append(string.bytes(), start, found - start).append(by.bytes());
      start = found + part.length();
      context.checkStop();
      checkLength(context, text.length());
    }
    text.append(string.bytes(), start, string.length() - start);
    checkLength(context, text.length());
    Arguments.giveText(refs, base, text);
  }

  static void rep(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    long times = Math.max(0, Arguments.integer(numbers, refs, base + 1));
    if (string.length() > 0) {
      checkLength(context, times > Integer.MAX_VALUE ? times : times * string.length());
    }
    int length = string.length() == 0 ? 0 : (int) times * string.length();
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; at += string.length()) {
      System.arraycopy(string.bytes(), 0, bytes, at, string.length());
    }
    refs[base] = ByteString.over(bytes);
  }

  /** {@code byte(s [, position])}: one byte as a number, or nil. */
  static void byteAt(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    long at = fromZero(Arguments.integerOr(numbers, refs, base, count, 1, 1), string.length());
    if (at < 0 || at >= string.length()) {
      refs[base] = null;
    } else {
      Arguments.giveInteger(numbers, refs, base, string.byteAt((int) at) & 0xff);
    }
  }

  /** {@code char(n, …)}: a string of bytes. */
  static void character(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) Arguments.integer(numbers, refs, base + i);
    }
    refs[base] = ByteString.over(bytes);
  }

  static void format(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = RunState.of(context).printf().format(context, numbers, refs, base, count);
  }

  static void type(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = Kinds.of(Arguments.ref(refs, base, count, 0)).word();
  }

  /** {@code tostring(v)}: what {@code print} shows. */
  static void toText(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Object value = Arguments.ref(refs, base, count, 0);
    if (value instanceof ByteString) {
      return;
    }
    RunState state = RunState.of(context);
    ByteText text = state.text();
    state.values().appendKey(text, context, numbers[base], value);
    Arguments.giveText(refs, base, text);
  }

  /** {@code stringof(v)}: the text of {@code argstr} with its line break, or a symbol's name. */
  static void stringOf(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Object value = Arguments.ref(refs, base, count, 0);
    ByteText text = RunState.of(context).text();
    if (value instanceof EventTextValue) {
      text.append(context.eventText().bytes()).appendByte('\n');
    } else if (value instanceof KernelAddress) {
      RunState.of(context).values().append(text, context, 0, value);
    } else {
      throw ScriptRuntimeException.error(
          "error: wrong type of argument 1: stringof takes argstr or what ipof gives, found "
              + Kinds.sentence(value)
              + "; tostring(v) makes a string of any value");
    }
    Arguments.giveText(refs, base, text);
  }

  /** {@code tonumber(s [, radix])}: a number, or nil if the text isn't one. */
  static void toNumber(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Object value = Arguments.ref(refs, base, count, 0);
    if (value instanceof Tag) {
      return;
    }
    if (value instanceof KernelAddress address) {
      Arguments.giveInteger(numbers, refs, base, address.address());
      return;
    }
    int radix = (int) Arguments.integerOr(numbers, refs, base, count, 1, 0);
    if (radix != 0 && (radix < 2 || radix > 36)) {
      throw ScriptRuntimeException.error("error: the radix of tonumber is 2 to 36, found " + radix);
    }
    if (!(value instanceof ByteString string)) {
      refs[base] = null;
      return;
    }
    String text = string.toString().strip();
    if (!NumberText.parse(text, radix, numbers, refs, base)) {
      refs[base] = null;
    }
  }
}
