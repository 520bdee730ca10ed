package ktap.pipelines.live;

import java.nio.charset.StandardCharsets;
import ktap.sources.flow.Row;

/** A row as a line for people: {@code name=value}, separated by tabs. */
final class RowText {
  private RowText() {}

  static byte[] line(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.columns().size(); i++) {
      Object value = row.values().get(i);
      text.append(i == 0 ? "" : "\t").append(row.columns().get(i)).append('=');
      text.append(
          value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value);
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
