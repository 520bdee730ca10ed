package ktap.sources.recording;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ktap.sources.flow.Bytes;

/** Reads what a {@link BodyWriter} wrote; never beyond its end. */
final class BodyReader {
  private final byte[] bytes;
  private int at;

  BodyReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  int getByte() {
    return bytes[take(1)];
  }

  int getInt() {
    return Bytes.getInt(bytes, take(4));
  }

  long getLong() {
    return Bytes.getLong(bytes, take(8));
  }

  /** How many things follow, each of which takes at least {@code size} bytes. */
  int getCount(int size) {
    int count = getInt();
    if (count < 0 || count > (bytes.length - at) / size) {
      throw wrong();
    }
    return count;
  }

  byte[] getBytes() {
    int count = getCount(1);
    int start = take(count);
    return Arrays.copyOfRange(bytes, start, start + count);
  }

  String getText() {
    return new String(getBytes(), StandardCharsets.UTF_8);
  }

  private int take(int count) {
    if (count > bytes.length - at) {
      throw wrong();
    }
    int start = at;
    at += count;
    return start;
  }

  static RecordingException wrong() {
    return new RecordingException("a definition doesn't have the layout that it says it has");
  }
}
