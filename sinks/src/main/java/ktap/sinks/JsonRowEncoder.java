package ktap.sinks;

import java.io.IOException;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Item;
import ktap.sources.flow.JsonString;
import ktap.sources.flow.Row;

/** Writes rows as JSON objects, with just the columns that the script gave. */
final class JsonRowEncoder implements ItemEncoder {
  @Override
  public void write(Item item, Outlet out) throws IOException {
    if (item instanceof Row row) {
      ByteText text = out.text();
      for (int i = 0; i < row.columns().size(); i++) {
        text.appendByte(i == 0 ? '{' : ',');
        JsonString.append(row.columns().get(i), text);
        text.appendByte(':');
        JsonText.append(row.values().get(i), text);
      }
      text.append(row.columns().isEmpty() ? "{}\n" : "}\n");
      out.spill();
    }
  }
}
