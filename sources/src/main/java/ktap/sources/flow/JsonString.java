package ktap.sources.flow;

import java.nio.charset.StandardCharsets;

/**
 * Texts as strings of JSON (RFC 8259), between quotes. A byte {@code NN} of a text that isn't UTF-8
 * becomes {@code \}{@code udcNN}: no valid text yields such a half of a surrogate pair, so that the
 * bytes can be restored (Python: {@code s.encode('utf-8', 'surrogateescape')}).
 */
public final class JsonString {
  private static final String HEX = "0123456789abcdef";

  private JsonString() {}

  /** Appends a text. */
  public static void append(String text, ByteText out) {
    append(text.getBytes(StandardCharsets.UTF_8), out);
  }

  /** Appends all bytes of a text. */
  public static void append(byte[] bytes, ByteText out) {
    append(bytes, 0, bytes.length, out);
  }

  /** Appends some bytes of a text. */
  public static void append(byte[] bytes, int from, int length, ByteText out) {
    int end = from + length;
    out.appendByte('"');
    for (int at = from; at < end; ) {
      int plain = at;
      while (plain < end && isPlain(bytes[plain])) {
        plain++;
      }
      if (plain > at) {
        out.append(bytes, at, plain - at);
        at = plain;
      } else {
        at += appendSpecial(bytes, at, end, out);
      }
    }
    out.appendByte('"');
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\' && b != 0x7f;
  }

  private static int appendSpecial(byte[] bytes, int at, int end, ByteText out) {
    int b = bytes[at] & 0xff;
    int size = Utf8.sequence(bytes, at, end);
    if (size > 1) {
      out.append(bytes, at, size);
      return size;
    }
    switch (b) {
      case '"', '\\' -> out.appendByte('\\').appendByte(b);
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      default -> {
        out.append(size == 1 ? "\\u00" : "\\udc");
        out.appendByte(HEX.charAt(b >> 4)).appendByte(HEX.charAt(b & 15));
      }
    }
    return 1;
  }
}
