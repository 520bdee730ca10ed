package ktap.sinks;

import java.io.IOException;
import ktap.sources.flow.Item;
import ktap.sources.flow.Text;

/** Writes what scripts printed, byte for byte. */
final class LineEncoder implements ItemEncoder {
  LineEncoder(Format format) {
    if (format != Format.TEXT) {
      throw new IllegalArgumentException("printed lines have the format text only");
    }
  }

  @Override
  public void write(Item item, Outlet out) throws IOException {
    if (item instanceof Text text) {
      out.write(text.bytes());
    }
  }
}
