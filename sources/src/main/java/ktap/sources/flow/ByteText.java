package ktap.sources.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text in the making, as bytes. Grows as needed and is used again after {@link #clear()}, so that a
 * warm one allocates nothing. Not for several threads.
 *
 * <pre>{@code
 * text.append("pid=").appendDecimal(pid).append(" addr=0x").appendHex(address, 8);
 * }</pre>
 */
public final class ByteText {
  private static final byte[] LOWER = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UPPER = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NUMBER = 22; // 64 bits in octal

  private byte[] bytes;
  private int length;

  public ByteText() {
    this(256);
  }

  /**
   * @param capacity bytes to begin with
   */
  public ByteText(int capacity) {
    this.bytes = new byte[Math.max(capacity, LONGEST_NUMBER)];
  }

  /** The bytes written so far, valid up to {@link #length()} and until more is appended. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** Forgets all that was written and keeps the room. */
  public ByteText clear() {
    length = 0;
    return this;
  }

  /** Forgets all behind the first {@code newLength} bytes. */
  public ByteText cut(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException("can't cut " + length + " bytes to " + newLength);
    }
    length = newLength;
    return this;
  }

  public ByteText appendByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  public ByteText append(byte[] source) {
    return append(source, 0, source.length);
  }

  public ByteText append(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends text as UTF-8; the usual ASCII without a detour. */
  public ByteText append(String text) {
    int count = text.length();
    reserve(count);
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        return append(text.substring(i).getBytes(StandardCharsets.UTF_8));
      }
      bytes[length++] = (byte) c;
    }
    return this;
  }

  public ByteText append(ByteText other) {
    return append(other.bytes, 0, other.length);
  }

  public ByteText appendFill(int value, int count) {
    if (count > 0) {
      reserve(count);
      Arrays.fill(bytes, length, length + count, (byte) value);
      length += count;
    }
    return this;
  }

  public ByteText appendDecimal(long value) {
    if (value >= 0) {
      return appendUnsigned(value);
    }
    return appendByte('-').appendUnsigned(-value);
  }

  /** Appends a decimal number, with spaces before it up to {@code width} bytes. */
  public ByteText appendDecimal(long value, int width) {
    int start = length;
    return appendDecimal(value).padLeft(start, width, ' ');
  }

  /** Appends 64 bits as an unsigned decimal number. */
  public ByteText appendUnsigned(long value) {
    if (value < 0) {
      long tenth = Long.divideUnsigned(value, 10);
      return appendUnsigned(tenth).appendByte('0' + (int) (value - tenth * 10));
    }
    reserve(LONGEST_NUMBER);
    int digits = decimalDigits(value);
    int at = length + digits;
    length = at;
    long rest = value;
    do {
      long tenth = rest / 10;
      bytes[--at] = (byte) ('0' + (rest - tenth * 10));
      rest = tenth;
    } while (rest != 0);
    return this;
  }

  /** Appends 64 bits in hexadecimal, lower case, without {@code 0x}. */
  public ByteText appendHex(long value) {
    return appendDigits(value, 4, LOWER);
  }

  /** The same with zeros before it up to {@code digits} digits. */
  public ByteText appendHex(long value, int digits) {
    int start = length;
    return appendHex(value).padLeft(start, digits, '0');
  }

  public ByteText appendUpperHex(long value) {
    return appendDigits(value, 4, UPPER);
  }

  public ByteText appendOctal(long value) {
    return appendDigits(value, 3, LOWER);
  }

  /** Moves what was written since {@code start} to the right, up to {@code width} bytes. */
  public ByteText padLeft(int start, int width, int fill) {
    int written = length - start;
    int missing = width - written;
    if (missing > 0) {
      reserve(missing);
      System.arraycopy(bytes, start, bytes, start + missing, written);
      Arrays.fill(bytes, start, start + missing, (byte) fill);
      length += missing;
    }
    return this;
  }

  /** Appends to what was written since {@code start}, up to {@code width} bytes. */
  public ByteText padRight(int start, int width, int fill) {
    return appendFill(fill, width - (length - start));
  }

  /** A copy of the bytes written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** The text; bytes that aren't UTF-8 are replaced. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private ByteText appendDigits(long value, int bits, byte[] digits) {
    reserve(LONGEST_NUMBER);
    int count = Math.max(1, (64 - Long.numberOfLeadingZeros(value) + bits - 1) / bits);
    long rest = value;
    for (int at = length + count - 1; at >= length; at--) {
      bytes[at] = digits[(int) rest & (1 << bits) - 1];
      rest >>>= bits;
    }
    length += count;
    return this;
  }

  private static int decimalDigits(long value) {
    int digits = 1;
    for (long limit = 10; digits < 19 && value >= limit; limit *= 10) {
      digits++;
    }
    return digits;
  }

  private void reserve(int count) {
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, count)));
    }
  }
}
