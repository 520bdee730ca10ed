package ktap.script.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A script or another file that people write, with its name and its lines. Bytes, not characters:
 * columns count bytes from 1, as compilers do.
 *
 * <p>A script may be a part of another file, such as a YAML file that holds it: {@link #embedded}
 * keeps the places in that file.
 */
public final class SourceText {
  private final String name;
  private final byte[] bytes;
  private final int[] lineStarts;
  private final int firstLine;
  private final int[] columnOffsets;

  private SourceText(String name, byte[] bytes, int firstLine, int[] columnOffsets) {
    this.name = name;
    this.bytes = bytes;
    this.lineStarts = lineStarts(bytes);
    this.firstLine = firstLine;
    this.columnOffsets = columnOffsets;
  }

  /**
   * A whole file.
   *
   * @param name as the user gave it; {@code (command line)} for a one-liner
   */
  public static SourceText of(String name, byte[] bytes) {
    return new SourceText(name, bytes.clone(), 1, new int[] {0});
  }

  public static SourceText of(String name, String text) {
    return new SourceText(name, text.getBytes(StandardCharsets.UTF_8), 1, new int[] {0});
  }

  /**
   * A part of another file.
   *
   * @param name of that file
   * @param firstLine the line of that file on which the part starts, from 1
   * @param firstColumn how many columns stand before the part on its first line
   * @param indent how many columns stand before it on each further line
   */
  public static SourceText embedded(
      String name, String text, int firstLine, int firstColumn, int indent) {
    return new SourceText(
        name, text.getBytes(StandardCharsets.UTF_8), firstLine, new int[] {firstColumn, indent});
  }

  public String name() {
    return name;
  }

  /** The text; read only. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  /** The text of a span. */
  public String text(SourceSpan span) {
    return new String(bytes, span.start(), span.end() - span.start(), StandardCharsets.UTF_8);
  }

  /** The line that holds an offset, from 1, as the file that holds the text counts. */
  public int line(int offset) {
    return lineIndex(offset) + firstLine;
  }

  /** The column of an offset, from 1, as the file that holds the text counts. */
  public int column(int offset) {
    int index = lineIndex(offset);
    return offset
        - lineStarts[index]
        + 1
        + columnOffsets[Math.min(index, columnOffsets.length - 1)];
  }

  /** {@code name:line:column} of an offset. */
  public String place(int offset) {
    return name + ":" + line(offset) + ":" + column(offset);
  }

  /** The span of the line that holds an offset, without its line break. */
  public SourceSpan lineSpan(int offset) {
    int index = lineIndex(offset);
    int start = lineStarts[index];
    int end = index + 1 < lineStarts.length ? lineStarts[index + 1] : bytes.length;
    while (end > start && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return new SourceSpan(start, end);
  }

  private int lineIndex(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found : -found - 2;
  }

  private static int[] lineStarts(byte[] bytes) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < bytes.length; i++) {
      boolean ends =
          bytes[i] == '\n' || bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n');
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
