package ktap.script.aggregation;

import java.util.Arrays;

/**
 * Reads what {@link StateWriter} wrote; every wrong byte is an {@link IllegalArgumentException}.
 */
final class StateReader {
  private final byte[] bytes;
  private int at;

  StateReader(byte[] bytes) {
    this.bytes = bytes;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = next();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw wrong("an integer of more than 64 bits");
  }

  double real() {
    long bits = 0;
    for (int i = 0; i < 64; i += 8) {
      bits |= (next() & 0xffL) << i;
    }
    return Double.longBitsToDouble(bits);
  }

  byte[] bytes() {
    long count = number();
    if (count < 0 || count > bytes.length - at) {
      throw wrong("a part of " + count + " bytes");
    }
    at += (int) count;
    return Arrays.copyOfRange(bytes, at - (int) count, at);
  }

  void end() {
    if (at != bytes.length) {
      throw wrong((bytes.length - at) + " bytes too many");
    }
  }

  private byte next() {
    if (at == bytes.length) {
      throw wrong("the end");
    }
    return bytes[at++];
  }

  /** What is thrown where something else was found. */
  IllegalArgumentException wrong(String found) {
    return new IllegalArgumentException(
        "expected the state of an aggregation, found " + found + " at byte " + at);
  }
}
