package ktap.script.source;

import java.nio.charset.StandardCharsets;

/** Shows the line of a span with carets below it; a very long line is cut around the span. */
public final class Excerpt {
  private static final int WIDTH = 160;

  private Excerpt() {}

  /** Appends two lines, the second without a line break. */
  public static void append(StringBuilder out, SourceText source, SourceSpan span) {
    SourceSpan line = source.lineSpan(span.start());
    int from = Math.max(line.start(), Math.min(span.start(), line.end()) - WIDTH / 2);
    from = from - line.start() < WIDTH / 2 ? line.start() : from;
    int to = Math.min(line.end(), from + WIDTH);
    byte[] bytes = source.bytes();
    appendVisible(out, new String(bytes, from, to - from, StandardCharsets.UTF_8));
    out.append('\n');
    for (int i = from; i < span.start() && i < to; i++) {
      if (isFirstByte(bytes[i])) {
        out.append(bytes[i] == '\t' ? '\t' : ' ');
      }
    }
    out.append('^');
    for (int i = span.start() + 1; i < span.end() && i < to; i++) {
      if (isFirstByte(bytes[i])) {
        out.append('~');
      }
    }
  }

  /** Appends a text for a terminal, which must not be controlled by a script. */
  static void appendVisible(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c < ' ' && c != '\t' || c == 0x7f ? '\ufffd' : c);
    }
  }

  /** Whether a byte starts a UTF-8 character, so that it takes a column on the screen. */
  private static boolean isFirstByte(byte b) {
    return (b & 0xc0) != 0x80;
  }
}
