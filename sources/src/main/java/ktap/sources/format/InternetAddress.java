package ktap.sources.format;

import ktap.sources.flow.ByteText;

/** Addresses of the Internet as the kernel prints them. */
final class InternetAddress {
  private static final int AF_INET = 2; // include/linux/socket.h
  private static final int AF_INET6 = 10;

  private InternetAddress() {}

  /** {@code %pI4}: {@code 127.0.0.1}; {@code %pi4}: {@code 127.000.000.001}. */
  static void appendV4(Payload event, int from, boolean withZeros, ByteText out) {
    for (int i = 0; i < 4; i++) {
      if (i > 0) {
        out.appendByte('.');
      }
      int start = out.length();
      out.appendDecimal(event.unsignedByte(from + i));
      if (withZeros) {
        out.padLeft(start, 3, '0');
      }
    }
  }

  /** {@code %pI6}, {@code %pi6}, and with {@code c} the short form. */
  static void appendV6(Payload event, int from, String options, ByteText out) {
    if (options.startsWith("I6c")) {
      appendShortV6(event, from, out);
      return;
    }
    for (int i = 0; i < 8; i++) {
      if (i > 0 && options.charAt(0) == 'I') {
        out.appendByte(':');
      }
      out.appendHex(word(event, from, i), 4);
    }
  }

  /** {@code %pIS}: a socket address; {@code p} adds the port, {@code c} is the short form. */
  static void appendSocket(Payload event, int from, String options, ByteText out) {
    int family = event.unsignedByte(from) | event.unsignedByte(from + 1) << 8;
    boolean withPort = options.indexOf('p') >= 0;
    boolean isShort = options.indexOf('c') >= 0;
    if (family == AF_INET) {
      appendV4(event, from + 4, options.charAt(0) == 'i', out);
    } else if (family == AF_INET6) {
      boolean bracket = withPort || options.indexOf('f') >= 0 || options.indexOf('s') >= 0;
      out.append(bracket ? "[" : "");
      appendV6(event, from + 8, isShort ? "I6c" : options.charAt(0) + "6", out);
      out.append(bracket ? "]" : "");
    } else {
      out.append("(einval)");
      return;
    }
    if (withPort) {
      out.appendByte(':').appendDecimal(port(event, from));
    }
  }

  private static int port(Payload event, int from) {
    return event.unsignedByte(from + 2) << 8 | event.unsignedByte(from + 3);
  }

  /** RFC 5952: the longest run of zeros, if longer than one word, becomes {@code ::}. */
  private static void appendShortV6(Payload event, int from, ByteText out) {
    boolean isMapped = isMappedV4(event, from);
    int words = isMapped ? 6 : 8;
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < words; i++) {
      int length = zerosFrom(event, from, i, words);
      if (length > runLength) {
        runStart = i;
        runLength = length;
      }
    }
    appendWords(event, from, words, runStart, runLength, out);
    if (isMapped) {
      if (runStart < 0 || runStart + runLength < words) {
        out.appendByte(':');
      }
      appendV4(event, from + 12, false, out);
    }
  }

  private static void appendWords(
      Payload event, int from, int words, int runStart, int runLength, ByteText out) {
    boolean needsColon = false;
    for (int i = 0; i < words; i++) {
      if (i == runStart) {
        if (needsColon || i == 0) {
          out.appendByte(':');
        }
        out.appendByte(':');
        needsColon = false;
        i += runLength - 1;
        continue;
      }
      if (needsColon) {
        out.appendByte(':');
      }
      out.appendHex(word(event, from, i));
      needsColon = true;
    }
  }

  /** {@code ::ffff:1.2.3.4}, or an ISATAP address. */
  private static boolean isMappedV4(Payload event, int from) {
    boolean isMapped = word(event, from, 5) == 0xffff && zerosFrom(event, from, 0, 5) == 5;
    boolean isIsatap = (word(event, from, 4) | 0x0200) == 0x0200 && word(event, from, 5) == 0x5efe;
    return isMapped || isIsatap;
  }

  private static int zerosFrom(Payload event, int from, int first, int words) {
    int i = first;
    while (i < words && word(event, from, i) == 0) {
      i++;
    }
    return i - first;
  }

  private static int word(Payload event, int from, int i) {
    return event.unsignedByte(from + i * 2) << 8 | event.unsignedByte(from + i * 2 + 1);
  }
}
