package ktap.sinks;

import java.io.IOException;
import java.io.OutputStream;
import ktap.sources.flow.ByteText;

/** Collects text and writes it in large pieces. */
final class Outlet {
  private static final int ENOUGH = 64 << 10;

  private final OutputStream out;
  private final ByteText text = new ByteText(4 << 10);
  private long written;

  Outlet(OutputStream out) {
    this.out = out;
  }

  /** Where to append; call {@link #spill()} now and then. */
  ByteText text() {
    return text;
  }

  /** Writes if much has been collected. */
  void spill() throws IOException {
    if (text.length() >= ENOUGH) {
      flush();
    }
  }

  /** Appends a piece; writes a large one without copying it first. */
  void write(byte[] bytes) throws IOException {
    if (text.length() + bytes.length > ENOUGH) {
      flush();
    }
    if (bytes.length < ENOUGH) {
      text.append(bytes);
    } else {
      out.write(bytes);
      written += bytes.length;
    }
  }

  void flush() throws IOException {
    if (!text.isEmpty()) {
      out.write(text.bytes(), 0, text.length());
      written += text.length();
      text.clear();
    }
  }

  /** Bytes that were written. */
  long written() {
    return written;
  }
}
