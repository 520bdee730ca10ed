package ktap.script.library;

import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Bytes;
import org.jspecify.annotations.Nullable;

/** Network addresses as text. */
final class NetFunctions {
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int GROUPS = 8;

  private NetFunctions() {}

  /** The dotted form of a number whose bytes lie in memory as the network has them. */
  static void formatIpAddr(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteText text = RunState.of(context).text();
    appendV4(text, Arguments.integer(numbers, refs, base));
    Arguments.giveText(refs, base, text);
  }

  /** {@code ntop([family,] address)}: a number, or a string of 4 or 16 bytes. */
  static void ntop(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    int at = count > 1 ? base + 1 : base;
    long family = count > 1 && refs[base] == Tag.INT ? numbers[base] : 0;
    ByteText text = RunState.of(context).text();
    Object address = count == 0 ? null : refs[at];
    if (address instanceof ByteString bytes && bytes.length() == 16 && family != INET) {
      appendV6(text, bytes.bytes());
    } else if (address instanceof ByteString bytes && bytes.length() == 4 && family != INET6) {
      appendV4(text, Bytes.getInt(bytes.bytes(), 0));
    } else if (address == Tag.INT && family != INET6) {
      appendV4(text, numbers[at]);
    } else {
      throw ScriptRuntimeException.error(
          "error: wrong type of argument "
              + (at - base + 1)
              + ": ntop takes a number or a string of 4 bytes (IPv4), or of 16 (IPv6)");
    }
    Arguments.giveText(refs, base, text);
  }

  private static void appendV4(ByteText text, long address) {
    for (int i = 0; i < 4; i++) {
      if (i > 0) {
        text.appendByte('.');
      }
      text.appendDecimal(address >>> 8 * i & 0xff);
    }
  }

  /** As RFC 5952 wants it: no leading zeros, the longest run of zero groups left out. */
  private static void appendV6(ByteText text, byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
    int zeros = 1;
    int from = -1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > zeros) {
        zeros = end - i;
        from = i;
      }
    }
    for (int i = 0; i < GROUPS; i++) {
      if (i == from) {
        text.append("::");
        i += zeros - 1;
        continue;
      }
      boolean afterGap = from >= 0 && i == from + zeros;
      if (i > 0 && !afterGap) {
        text.appendByte(':');
      }
      text.appendHex(groups[i]);
    }
  }
}
