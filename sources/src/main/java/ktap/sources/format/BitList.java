package ktap.sources.format;

import ktap.sources.flow.ByteText;

/** Sets of bits as the kernel prints them. */
final class BitList {
  private BitList() {}

  /** {@code %*pb}: groups of 32 bits in hexadecimal, the highest first. */
  static void appendHex(Payload event, int from, int bits, ByteText out) {
    int first = bits % 32 == 0 ? 32 : bits % 32;
    int group = first;
    for (int rest = bits; rest > 0; rest -= group) {
      group = rest == bits ? first : 32;
      if (rest != bits) {
        out.appendByte(',');
      }
      long value = 0;
      for (int bit = rest - 1; bit >= rest - group; bit--) {
        value = value << 1 | (isSet(event, from, bit) ? 1 : 0);
      }
      out.appendHex(value, (group + 3) / 4);
    }
  }

  /** {@code %*pbl}: {@code 0,2-5}. */
  static void appendRanges(Payload event, int from, int bits, ByteText out) {
    int start = out.length();
    for (int bit = 0; bit < bits; bit++) {
      if (isSet(event, from, bit)) {
        int last = bit;
        while (last + 1 < bits && isSet(event, from, last + 1)) {
          last++;
        }
        out.append(out.length() > start ? "," : "").appendDecimal(bit);
        if (last > bit) {
          out.appendByte('-').appendDecimal(last);
        }
        bit = last;
      }
    }
  }

  private static boolean isSet(Payload event, int from, int bit) {
    return (event.unsignedByte(from + bit / 8) >> bit % 8 & 1) != 0;
  }
}
