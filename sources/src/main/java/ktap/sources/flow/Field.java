package ktap.sources.flow;

/**
 * One field of an event type: where its bytes lie in the payload and how to read them.
 *
 * <p>Offsets count from the start of the payload, as in a tracefs {@code format} file
 * (Documentation/trace/events.rst); the payload begins with the kernel's common fields.
 *
 * @param name as in the format file, for example {@code filename}
 * @param cType the C type without the name, for example {@code const char *}
 * @param kind how the bytes are to be read
 * @param offset where the field starts in the payload, in bytes
 * @param size bytes that the field takes in the payload; for the dynamic kinds the size of the
 *     locator
 * @param valueSize bytes that count when an integer (or an array's element) is read: 4 for an
 *     {@code int} argument that a system call stores in an 8-byte register, else as stored
 * @param signed whether that integer is signed in C
 * @param bitOffset first bit of a bit-field, counted from the least significant bit of the integer
 *     of {@code size} bytes at {@code offset}; 0 for all others
 * @param bitCount bits of a bit-field; 0 for all others
 */
public record Field(
    String name,
    String cType,
    Kind kind,
    int offset,
    int size,
    int valueSize,
    boolean signed,
    int bitOffset,
    int bitCount) {

  /** How the bytes of a field are to be read. */
  public enum Kind {
    /** A scalar of 1, 2, 4 or 8 bytes; pointers, enums and booleans are integers too. */
    INTEGER,
    /** An integer that shares its bytes with others. */
    BIT_FIELD,
    /** {@code char[n]}: text up to the first NUL; {@code char[]}, of size 0, to the only one. */
    TEXT,
    /** {@code __data_loc char[]}: a locator (length in the high half, offset in the low half). */
    DYNAMIC_TEXT,
    /** {@code __rel_loc char[]}: the same, its offset counted from the end of the locator. */
    RELATIVE_TEXT,
    /** Fixed array of {@code valueSize}-byte integers. */
    ARRAY,
    /** {@code __data_loc T[]} of integers. */
    DYNAMIC_ARRAY,
    /** {@code __rel_loc T[]} of integers. */
    RELATIVE_ARRAY,
    /** A structure or another thing that is shown as bytes. */
    OPAQUE
  }

  /** An integer of {@code size} bytes, all of which count. */
  public static Field integer(String name, String cType, int offset, int size, boolean signed) {
    return new Field(name, cType, Kind.INTEGER, offset, size, size, signed, 0, 0);
  }

  /** A {@code __data_loc char[]}. */
  public static Field dynamicText(String name, int offset) {
    return new Field(name, "char[]", Kind.DYNAMIC_TEXT, offset, 4, 1, true, 0, 0);
  }

  public boolean isText() {
    return kind == Kind.TEXT || kind == Kind.DYNAMIC_TEXT || kind == Kind.RELATIVE_TEXT;
  }

  public boolean isInteger() {
    return kind == Kind.INTEGER || kind == Kind.BIT_FIELD;
  }

  /**
   * The integer in its C type's value, widened to 64 bits.
   *
   * @param payload where the payload starts in {@code bytes}
   */
  public long readLong(byte[] bytes, int payload) {
    if (kind == Kind.BIT_FIELD) {
      long bits = integerAt(bytes, payload + offset, size, false) >>> bitOffset;
      int unused = 64 - bitCount;
      return signed ? bits << unused >> unused : bits << unused >>> unused;
    }
    return integerAt(bytes, payload + offset, valueSize, signed);
  }

  /** The integer as stored, all {@code size} bytes of it: for a system call the whole register. */
  public long readStored(byte[] bytes, int payload) {
    return integerAt(bytes, payload + offset, size, signed);
  }

  /** Where the bytes of a text or array start in {@code bytes}. */
  public int dataStart(byte[] bytes, int payload) {
    return switch (kind) {
      case DYNAMIC_TEXT, DYNAMIC_ARRAY -> payload + locator(bytes, payload, 0);
      case RELATIVE_TEXT, RELATIVE_ARRAY -> payload + offset + size + locator(bytes, payload, 0);
      case INTEGER, BIT_FIELD, TEXT, ARRAY, OPAQUE -> payload + offset;
    };
  }

  /** Bytes of a text (without its NUL) or of an array. */
  public int dataLength(byte[] bytes, int payload) {
    int start = dataStart(bytes, payload);
    int available = storedLength(bytes, payload);
    return isText() ? untilNul(bytes, start, available) : available;
  }

  /** Bytes that a text (with its NUL and what comes behind it) or an array takes. */
  public int storedLength(byte[] bytes, int payload) {
    int stored =
        switch (kind) {
          case DYNAMIC_TEXT, DYNAMIC_ARRAY, RELATIVE_TEXT, RELATIVE_ARRAY ->
              locator(bytes, payload, 2);
          case TEXT -> size == 0 ? Integer.MAX_VALUE : size;
          case INTEGER, BIT_FIELD, ARRAY, OPAQUE -> size;
        };
    return Math.max(0, Math.min(stored, bytes.length - dataStart(bytes, payload)));
  }

  private int locator(byte[] bytes, int payload, int half) {
    return Bytes.getShort(bytes, payload + offset + half) & 0xffff;
  }

  private static int untilNul(byte[] bytes, int start, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[start + i] == 0) {
        return i;
      }
    }
    return length;
  }

  /** An integer of 1, 2, 4 or 8 bytes; other sizes read as 0. */
  public static long integerAt(byte[] bytes, int at, int size, boolean signed) {
    return switch (size) {
      case 1 -> signed ? bytes[at] : bytes[at] & 0xffL;
      case 2 -> signed ? Bytes.getShort(bytes, at) : Bytes.getShort(bytes, at) & 0xffffL;
      case 4 -> signed ? Bytes.getInt(bytes, at) : Bytes.getInt(bytes, at) & 0xffffffffL;
      case 8 -> Bytes.getLong(bytes, at);
      default -> 0;
    };
  }
}
