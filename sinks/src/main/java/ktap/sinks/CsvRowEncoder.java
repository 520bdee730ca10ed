package ktap.sinks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Item;
import ktap.sources.flow.Row;

/** Writes rows as CSV. The first row says which columns there are. */
final class CsvRowEncoder implements ItemEncoder {
  private static final int MOST_TOLD = 200;

  private List<String> columns = List.of();

  @Override
  public void resume(byte[] head) {
    columns = CsvText.firstRecord(new String(head, StandardCharsets.UTF_8));
  }

  @Override
  public void write(Item item, Outlet out) throws IOException {
    if (item instanceof Row row) {
      if (columns.isEmpty()) {
        columns = row.columns();
        appendHeader(out.text());
      }
      if (row.columns().equals(columns)) {
        append(row.values(), out.text());
      } else {
        appendByName(row, out.text());
      }
      out.spill();
    }
  }

  private void appendHeader(ByteText out) {
    for (int i = 0; i < columns.size(); i++) {
      out.append(i == 0 ? "" : ",");
      CsvText.appendText(columns.get(i), out);
    }
    out.append("\r\n");
  }

  private static void append(List<Object> values, ByteText out) {
    for (int i = 0; i < values.size(); i++) {
      out.append(i == 0 ? "" : ",");
      CsvText.append(values.get(i), out);
    }
    out.append("\r\n");
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TOLD ? text : text.substring(0, MOST_TOLD) + "...";
  }

  private void appendByName(Row row, ByteText out) {
    for (String column : row.columns()) {
      if (!columns.contains(column)) {
        throw new SinkException(
            "CSV has the columns of the first row ("
                + shortened(String.join(", ", columns))
                + "), but a later row has a column '"
                + column
                + "'; emit the same columns always, or take format: jsonl");
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      out.append(i == 0 ? "" : ",");
      int at = row.columns().indexOf(columns.get(i));
      CsvText.append(at < 0 ? Row.NIL : row.values().get(at), out);
    }
    out.append("\r\n");
  }
}
