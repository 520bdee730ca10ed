package ktap.script.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A string of the language: bytes of any length. Immutable. */
public final class ByteString implements Comparable<ByteString> {
  public static final ByteString EMPTY = new ByteString(new byte[0]);

  /** Strings of one byte, which programs that take strings apart make all the time. */
  private static final ByteString[] OF_BYTE = new ByteString[256];

  static {
    for (int i = 0; i < OF_BYTE.length; i++) {
      OF_BYTE[i] = new ByteString(new byte[] {(byte) i});
    }
  }

  private final byte[] bytes;
  private int hash;

  /** In which entry of a table it was found last: a guess, to be verified. */
  int lastEntry;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A string over an array of which it becomes the owner. */
  public static ByteString over(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new ByteString(bytes);
  }

  /** A string of a copy of some bytes. */
  public static ByteString copy(byte[] bytes, int from, int length) {
    return over(Arrays.copyOfRange(bytes, from, from + length));
  }

  /** The text in UTF-8. */
  public static ByteString of(String text) {
    return over(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One behind the other. */
  public static ByteString concat(ByteString left, ByteString right) {
    byte[] joined = Arrays.copyOf(left.bytes, left.bytes.length + right.bytes.length);
    System.arraycopy(right.bytes, 0, joined, left.bytes.length, right.bytes.length);
    return over(joined);
  }

  public int length() {
    return bytes.length;
  }

  public byte byteAt(int at) {
    return bytes[at];
  }

  /** Its bytes; read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** The part from one byte up to another, that one excluded. */
  public ByteString slice(int from, int to) {
    if (to - from == 1) {
      return OF_BYTE[bytes[from] & 0xff];
    }
    return from == 0 && to == bytes.length ? this : over(Arrays.copyOfRange(bytes, from, to));
  }

  @SuppressWarnings("ReferenceEquality") // the quick way first
  public boolean isEqual(ByteString other) {
    return this == other || isSame(other);
  }

  private boolean isSame(ByteString other) {
    return hashCode() == other.hashCode() && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString string && isEqual(string);
  }

  @Override
  public int hashCode() {
    int known = hash;
    return known != 0 ? known : countHash();
  }

  private int countHash() {
    int counted = Arrays.hashCode(bytes);
    hash = counted == 0 ? 1 : counted;
    return hash;
  }

  /** Compares byte by byte, bytes unsigned. */
  @Override
  public int compareTo(ByteString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  /** As text; bytes that aren't UTF-8 are replaced. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
