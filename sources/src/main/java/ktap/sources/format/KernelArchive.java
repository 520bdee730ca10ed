package ktap.sources.format;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import ktap.sources.flow.Bytes;

/**
 * The texts of a kernel that name its addresses, and how a recording keeps them: the length of the
 * first as an int, little-endian, then both, deflated.
 *
 * @param kallsyms of {@code /proc/kallsyms}; read only
 * @param printkFormats of {@code printk_formats} in tracefs; read only
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, and nobody compares it
record KernelArchive(byte[] kallsyms, byte[] printkFormats) {
  /** More than that isn't unpacked: a kernel's symbols are 5 to 20 MB. */
  private static final int MOST = 128 << 20;

  private static final int PART = 1 << 16;

  /** Empty if the kernel told nothing. */
  byte[] pack() {
    if (kallsyms.length + printkFormats.length == 0) {
      return new byte[0];
    }
    byte[] length = new byte[Integer.BYTES];
    Bytes.putInt(length, 0, kallsyms.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
      add(length, deflater, out);
      add(kallsyms, deflater, out);
      add(printkFormats, deflater, out);
      deflater.finish();
      drain(deflater, out);
    }
    return out.toByteArray();
  }

  private static void add(byte[] bytes, Deflater deflater, ByteArrayOutputStream out) {
    deflater.setInput(bytes);
    drain(deflater, out);
  }

  private static void drain(Deflater deflater, ByteArrayOutputStream out) {
    byte[] part = new byte[PART];
    for (int count = deflater.deflate(part); count > 0; count = deflater.deflate(part)) {
      out.write(part, 0, count);
    }
  }

  /** Knows nothing if the bytes are something else. */
  static KernelArchive unpack(byte[] packed) {
    byte[] all = inflate(packed);
    int length = all.length < Integer.BYTES ? -1 : Bytes.getInt(all, 0);
    if (length < 0 || length > all.length - Integer.BYTES) {
      return new KernelArchive(new byte[0], new byte[0]);
    }
    int end = Integer.BYTES + length;
    return new KernelArchive(
        Arrays.copyOfRange(all, Integer.BYTES, end), Arrays.copyOfRange(all, end, all.length));
  }

  private static byte[] inflate(byte[] packed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] part = new byte[PART];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(packed);
      int count = inflater.inflate(part);
      while (count > 0 && out.size() < MOST) {
        out.write(part, 0, count);
        count = inflater.inflate(part);
      }
      return inflater.finished() ? out.toByteArray() : new byte[0];
    } catch (DataFormatException e) {
      return new byte[0];
    }
  }
}
