package ktap.pipelines.live;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Small text files that the kernel writes when they are read. */
final class ProcFile {
  private ProcFile() {}

  /** The text, without the line break at its end; empty if it can't be read. */
  static String text(String path) {
    try (FileInputStream file = new FileInputStream(path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      return "";
    }
  }

  /** The first word after a name; empty if there is none. */
  static String word(String text, String name) {
    int start = text.indexOf(name);
    if (start < 0) {
      return "";
    }
    start += name.length();
    while (start < text.length() && text.charAt(start) <= ' ') {
      start++;
    }
    int end = start;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    return text.substring(start, end);
  }

  /** A number; 0 for what isn't one. */
  static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
