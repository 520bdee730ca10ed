package ktap.script.syntax;

import java.util.Arrays;
import ktap.script.value.ByteString;

/** Gathers the bytes of a string literal. */
final class StringBytes {
  private byte[] bytes = new byte[32];
  private int length;

  void add(byte b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = b;
  }

  ByteString build() {
    return ByteString.copy(bytes, 0, length);
  }
}
