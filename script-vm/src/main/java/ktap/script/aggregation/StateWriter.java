package ktap.script.aggregation;

import ktap.sources.flow.ByteText;

/** Writes an aggregation's state: integers in as few bytes as they need (zigzag, 7 bits each). */
final class StateWriter {
  private final ByteText bytes = new ByteText(64);

  StateWriter number(long value) {
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~0x7f) != 0) {
      bytes.appendByte((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes.appendByte((int) rest);
    return this;
  }

  StateWriter real(double value) {
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < 64; i += 8) {
      bytes.appendByte((int) (bits >>> i));
    }
    return this;
  }

  StateWriter bytes(byte[] source, int count) {
    number(count);
    bytes.append(source, 0, count);
    return this;
  }

  byte[] toBytes() {
    return bytes.toBytes();
  }
}
