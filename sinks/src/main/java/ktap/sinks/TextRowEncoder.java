package ktap.sinks;

import java.io.IOException;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Item;
import ktap.sources.flow.Row;

/** Writes rows for people: {@code name=value}, with a space between two. */
final class TextRowEncoder implements ItemEncoder {
  @Override
  public void write(Item item, Outlet out) throws IOException {
    if (item instanceof Row row) {
      ByteText text = out.text();
      for (int i = 0; i < row.columns().size(); i++) {
        text.append(i == 0 ? "" : " ").append(row.columns().get(i)).appendByte('=');
        Object value = row.values().get(i);
        if (value instanceof byte[] bytes) {
          text.append(bytes);
        } else {
          text.append(value.toString());
        }
      }
      text.appendByte('\n');
      out.spill();
    }
  }
}
