package ktap.sources.recording;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ktap.sources.flow.Bytes;

/** Writes the body of a document that isn't a batch. Read back by {@link BodyReader}. */
final class BodyWriter {
  private byte[] bytes = new byte[512];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  BodyWriter putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  BodyWriter putInt(int value) {
    reserve(4);
    Bytes.putInt(bytes, length, value);
    length += 4;
    return this;
  }

  BodyWriter putLong(long value) {
    reserve(8);
    Bytes.putLong(bytes, length, value);
    length += 8;
    return this;
  }

  BodyWriter putBytes(byte[] value) {
    putInt(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  BodyWriter putText(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  private void reserve(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
