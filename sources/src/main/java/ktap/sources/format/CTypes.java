package ktap.sources.format;

import java.util.HashMap;
import java.util.Map;

/**
 * Sizes and signs of the C types by name, as far as a {@code format} file doesn't tell them: the
 * elements of arrays, and what counts of the 8-byte register in which a system call gets its
 * argument. For a 64-bit kernel.
 */
final class CTypes {
  /** What a C type is: bytes it takes, and whether it is signed. */
  record CType(int size, boolean signed) {
    /** What C computes with in its place: nothing smaller than {@code int}. */
    CType promoted() {
      return size < 4 ? INT : this;
    }

    /** What C computes in if one operand has this type and the other that one. */
    CType with(CType other) {
      CType left = promoted();
      CType right = other.promoted();
      if (left.size != right.size) {
        return left.size > right.size ? left : right;
      }
      return left.signed ? right : left;
    }

    /** A number cut to this type and widened to 64 bits again. */
    long cut(long value) {
      int unused = 64 - size * 8;
      return signed ? value << unused >> unused : value << unused >>> unused;
    }
  }

  static final CType INT = new CType(4, true);
  static final CType UNSIGNED_INT = new CType(4, false);
  static final CType LONG = new CType(8, true);
  static final CType UNSIGNED_LONG = new CType(8, false);
  static final CType POINTER = new CType(8, false);
  static final CType BYTE = new CType(1, false);

  private static final CType ENUM = new CType(4, false);
  private static final Map<String, CType> BY_NAME = new HashMap<>();

  static {
    put(1, false, "bool", "_Bool", "char", "unsigned char", "u8", "__u8", "uint8_t", "unchar");
    put(1, true, "signed char", "s8", "__s8", "int8_t");
    put(2, false, "u16", "__u16", "uint16_t", "__le16", "__be16", "unsigned short", "ushort");
    put(2, false, "umode_t", "unsigned short int", "short unsigned int", "old_uid_t", "old_gid_t");
    put(2, true, "short", "short int", "s16", "__s16", "int16_t");
    put(4, false, "unsigned", "unsigned int", "uint", "u32", "__u32", "uint32_t", "__le32");
    put(4, false, "__be32", "uid_t", "gid_t", "qid_t", "dev_t", "gfp_t", "__poll_t", "fmode_t");
    put(4, true, "int", "signed", "signed int", "s32", "__s32", "int32_t", "pid_t", "key_t");
    put(4, true, "mqd_t", "timer_t", "clockid_t", "rwf_t", "key_serial_t", "__kernel_timer_t");
    put(8, false, "unsigned long", "unsigned long int", "long unsigned int", "ulong", "u64");
    put(8, false, "__u64", "uint64_t", "unsigned long long", "long long unsigned int", "size_t");
    put(8, false, "uintptr_t", "aio_context_t", "sector_t", "__le64", "__be64", "cpumask_t");
    put(8, true, "long", "long int", "s64", "__s64", "int64_t", "long long", "long long int");
    put(8, true, "loff_t", "off_t", "ssize_t", "ptrdiff_t", "time64_t", "intptr_t", "ktime_t");
  }

  private CTypes() {}

  private static void put(int size, boolean signed, String... names) {
    for (String name : names) {
      BY_NAME.put(name, new CType(size, signed));
    }
  }

  /** The type of a name, {@code other} if the name isn't known. */
  static CType of(String name, CType other) {
    if (name.endsWith("*")) {
      return POINTER;
    }
    String bare = withoutQualifiers(name);
    return bare.startsWith("enum ") ? ENUM : BY_NAME.getOrDefault(bare, other);
  }

  /** Whether the name can only be that of a type. */
  static boolean isTypeName(String name) {
    return BY_NAME.containsKey(name) || name.endsWith("_t");
  }

  /** Whether a value of the type is a structure and not a number. */
  static boolean isStructure(String name) {
    String bare = withoutQualifiers(name);
    return !name.endsWith("*") && (bare.startsWith("struct ") || bare.startsWith("union "));
  }

  private static String withoutQualifiers(String name) {
    String bare = name;
    while (bare.startsWith("const ") || bare.startsWith("volatile ")) {
      bare = bare.substring(bare.indexOf(' ') + 1);
    }
    return bare;
  }
}
