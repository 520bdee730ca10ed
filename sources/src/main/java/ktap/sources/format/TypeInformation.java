package ktap.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.OptionalLong;
import ktap.sources.flow.Bytes;

/**
 * Enumerators and sizes from the kernel's own type information (Documentation/bpf/btf.rst, {@code
 * /sys/kernel/btf/vmlinux}). Searched, not indexed: a print format asks for a handful of names, and
 * one search takes two milliseconds.
 */
final class TypeInformation {
  private static final int MAGIC = 0xeb9f;
  private static final int TYPE_HEADER = 12;
  private static final int STRUCT = 4;
  private static final int ENUM = 6;
  private static final int ENUM64 = 19;

  /** Bytes behind the header of each kind: a constant, and for each of its members. */
  private static final int[] CONSTANT = {
    0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0
  };

  private static final int[] MEMBER = {
    0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12
  };

  private final byte[] bytes;
  private final int types;
  private final int typesEnd;
  private final int strings;
  private final int stringsEnd;

  private TypeInformation(byte[] bytes) {
    int header = Bytes.getInt(bytes, 4);
    this.bytes = bytes;
    this.types = header + Bytes.getInt(bytes, 8);
    this.typesEnd = types + Bytes.getInt(bytes, 12);
    this.strings = header + Bytes.getInt(bytes, 16);
    this.stringsEnd = Math.min(bytes.length, strings + Bytes.getInt(bytes, 20));
  }

  /** What isn't type information is taken for an empty one. */
  static TypeInformation parse(byte[] bytes) {
    boolean isBtf = bytes.length >= 24 && (Bytes.getShort(bytes, 0) & 0xffff) == MAGIC;
    byte[] empty = new byte[24];
    return new TypeInformation(isBtf ? bytes : empty);
  }

  OptionalLong enumerator(String name) {
    int offset = offsetOf(name);
    for (int at = types; offset >= 0 && at < typesEnd; at = next(at)) {
      int kind = kind(at);
      int size = kind == ENUM ? 8 : 12;
      int members = kind == ENUM || kind == ENUM64 ? members(at) : 0;
      for (int i = 0; i < members; i++) {
        int member = at + TYPE_HEADER + i * size;
        if (Bytes.getInt(bytes, member) == offset) {
          return OptionalLong.of(value(at, member));
        }
      }
    }
    return OptionalLong.empty();
  }

  /** The value of an enumerator, widened by the sign of its enumeration. */
  private long value(int type, int member) {
    if (kind(type) == ENUM64) {
      return Bytes.getLong(bytes, member + 4);
    }
    boolean isSigned = Bytes.getInt(bytes, type + 4) < 0;
    int value = Bytes.getInt(bytes, member + 4);
    return isSigned ? value : value & 0xffffffffL;
  }

  OptionalLong sizeOfStructure(String name) {
    int offset = offsetOf(name);
    for (int at = types; offset >= 0 && at < typesEnd; at = next(at)) {
      if (kind(at) == STRUCT && Bytes.getInt(bytes, at) == offset) {
        return OptionalLong.of(Bytes.getInt(bytes, at + 8));
      }
    }
    return OptionalLong.empty();
  }

  private int kind(int at) {
    return Bytes.getInt(bytes, at + 4) >>> 24 & 0x1f;
  }

  private int members(int at) {
    return Bytes.getInt(bytes, at + 4) & 0xffff;
  }

  private int next(int at) {
    int kind = kind(at);
    if (kind >= MEMBER.length) {
      return typesEnd; // newer than this reader
    }
    return at + TYPE_HEADER + CONSTANT[kind] + MEMBER[kind] * members(at);
  }

  /** Where a name stands in the strings; each stands there once. */
  private int offsetOf(String name) {
    byte[] wanted = ("\0" + name + "\0").getBytes(UTF_8);
    for (int at = strings; at + wanted.length <= stringsEnd; at++) {
      if (bytes[at] == 0 && bytes[at + 1] == wanted[1] && matches(at, wanted)) {
        return at + 1 - strings;
      }
    }
    return -1;
  }

  private boolean matches(int at, byte[] wanted) {
    for (int i = 1; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
