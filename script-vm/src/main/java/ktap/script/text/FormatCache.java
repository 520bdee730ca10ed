package ktap.script.text;

import java.util.HashMap;
import ktap.script.value.ByteString;
import org.jspecify.annotations.Nullable;

/** The formats that a run has used, taken apart once. Bounded, since a script may make formats. */
final class FormatCache {
  private static final int MOST = 256;

  private final HashMap<ByteString, PrintfFormat> formats = new HashMap<>();
  private @Nullable ByteString last; // most handlers have one format
  private @Nullable PrintfFormat lastFormat;

  @SuppressWarnings("ReferenceEquality") // a constant of the script is one object
  PrintfFormat get(ByteString text) {
    PrintfFormat known = lastFormat;
    if (text == last && known != null) {
      return known;
    }
    PrintfFormat format = formats.get(text);
    if (format == null) {
      if (formats.size() >= MOST) {
        formats.clear();
      }
      format = PrintfFormat.parse(text.bytes());
      formats.put(text, format);
    }
    last = text;
    lastFormat = format;
    return format;
  }
}
