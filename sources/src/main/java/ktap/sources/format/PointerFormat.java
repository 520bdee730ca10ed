package ktap.sources.format;

import ktap.sources.flow.ByteText;

/** What the kernel prints for {@code %p} and the letters behind it. */
enum PointerFormat {
  /**
   * {@code %p}, {@code %px}: the address. The kernel's trace file shows a hash instead unless its
   * option {@code hash-ptr} is off; the hash can't be known from outside.
   */
  RAW(true) {
    @Override
    void append(Expression argument, String options, int width, Payload event, ByteText out) {
      if (argument.isUnknown(event)) {
        out.append("(____ptrval____)"); // as the kernel, where it doesn't want to tell
        return;
      }
      int digits = width < 0 ? 16 : 1;
      out.appendHex(argument.number(event), digits);
    }
  },
  /** {@code %ps}, {@code %pf}: the function. */
  SYMBOL(true) {
    @Override
    void append(Expression argument, String options, int width, Payload event, ByteText out) {
      appendSymbol(argument.number(event), false, event, out);
    }
  },
  /** {@code %pS}, {@code %pF}, {@code %pB}: the function and the offset in it. */
  SYMBOL_AND_OFFSET(true) {
    @Override
    void append(Expression argument, String options, int width, Payload event, ByteText out) {
      appendSymbol(argument.number(event), true, event, out);
    }
  },
  /** {@code %pI4}, {@code %pi4}, {@code %pI6}, {@code %pI6c}, {@code %pISpc}. */
  INTERNET(true) {
    @Override
    void append(Expression argument, String options, int width, Payload event, ByteText out) {
      int from = argument.dataStart(event);
      switch (options.charAt(1)) {
        case '4' -> InternetAddress.appendV4(event, from, options.charAt(0) == 'i', out);
        case '6' -> InternetAddress.appendV6(event, from, options, out);
        default -> InternetAddress.appendSocket(event, from, options, out);
      }
    }
  },
  /** {@code %pU}, {@code %pUb}, {@code %pUl}, {@code %pUB}, {@code %pUL}. */
  UUID(true) {
    @Override
    void append(Expression argument, String options, int width, Payload event, ByteText out) {
      int from = argument.dataStart(event);
      boolean isLittle = options.startsWith("Ul") || options.startsWith("UL");
      boolean isUpper = options.startsWith("UB") || options.startsWith("UL");
      for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
          out.appendByte('-');
        }
        int value = event.unsignedByte(from + (isLittle ? LITTLE_UUID[i] : i));
        out.appendByte(digit(value >> 4, isUpper)).appendByte(digit(value & 15, isUpper));
      }
    }
  },
  /** {@code %pM}, {@code %pm}, {@code %pMF}, {@code %pMR}. */
  HARDWARE_ADDRESS(true) {
    @Override
    void append(Expression argument, String options, int width, Payload event, ByteText out) {
      int from = argument.dataStart(event);
      boolean isReversed = options.endsWith("R");
      char separator = options.startsWith("MF") ? '-' : ':';
      for (int i = 0; i < 6; i++) {
        if (i > 0 && options.charAt(0) == 'M') {
          out.appendByte(separator);
        }
        out.appendHex(event.unsignedByte(from + (isReversed ? 5 - i : i)), 2);
      }
    }
  },
  /** {@code %*ph}, {@code %*phC}, {@code %*phD}, {@code %*phN}: as many bytes as the width says. */
  HEX_BYTES(false) {
    @Override
    void append(Expression argument, String options, int width, Payload event, ByteText out) {
      int from = argument.dataStart(event);
      int count = event.available(from, Math.clamp(width, 1, 64));
      String separator = hexSeparator(options);
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          out.append(separator);
        }
        out.appendHex(event.unsignedByte(from + i), 2);
      }
    }
  },
  /** {@code %*pb}, {@code %*pbl}: a set of as many bits as the width says. */
  BITS(false) {
    @Override
    void append(Expression argument, String options, int width, Payload event, ByteText out) {
      int from = argument.dataStart(event);
      int bits = Math.min(Math.max(width, 0), argument.dataLength(event) * 8);
      if (options.startsWith("bl")) {
        BitList.appendRanges(event, from, bits, out);
      } else {
        BitList.appendHex(event, from, bits, out);
      }
    }
  };

  private static final int[] LITTLE_UUID = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

  final boolean isPadded;

  PointerFormat(boolean isPadded) {
    this.isPadded = isPadded;
  }

  /**
   * @param options the letters behind {@code p}
   * @param width as given, -1 if not
   */
  abstract void append(Expression argument, String options, int width, Payload event, ByteText out);

  /** The form that the letters behind {@code p} begin. */
  static PointerFormat of(String letters) {
    if (letters.isEmpty()) {
      return RAW;
    }
    return switch (letters.charAt(0)) {
      case 's', 'f' -> SYMBOL;
      case 'S', 'F', 'B' -> SYMBOL_AND_OFFSET;
      case 'I', 'i' -> internet(letters);
      case 'U' -> UUID;
      case 'M', 'm' -> HARDWARE_ADDRESS;
      case 'h' -> HEX_BYTES;
      case 'b' -> BITS;
      case 'x', 'K' -> RAW;
      default -> throw new PrintFormatParser.NotPossible("has the conversion '%p" + letters + "'");
    };
  }

  private static PointerFormat internet(String letters) {
    if (letters.length() < 2 || "46S".indexOf(letters.charAt(1)) < 0) {
      throw new PrintFormatParser.NotPossible("has the conversion '%p" + letters + "'");
    }
    return INTERNET;
  }

  private static String hexSeparator(String options) {
    return switch (options.length() < 2 ? ' ' : options.charAt(1)) {
      case 'C' -> ":";
      case 'D' -> "-";
      case 'N' -> "";
      default -> " ";
    };
  }

  private static void appendSymbol(long address, boolean withOffset, Payload event, ByteText out) {
    if (!event.names.appendSymbol(address, withOffset, out)) {
      out.append("0x").appendHex(address);
    }
  }

  private static int digit(int value, boolean isUpper) {
    return (isUpper ? "0123456789ABCDEF" : "0123456789abcdef").charAt(value);
  }
}
