package ktap.script.state;

import ktap.script.value.Table;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.JsonString;

/** A state for those who look at it: as JSON for programs, as a few lines for others. */
public final class StateText {
  private final StateImage image;
  private final ByteText out;
  private final StoredText values;

  /**
   * @param image one that is finished
   */
  public StateText(StateImage image, ByteText out) {
    this.image = image;
    this.out = out;
    this.values = new StoredText(out);
  }

  /**
   * Appends the variables as a JSON array of {@code {"name":…,"value":…}}. A table is an object
   * {@code {"entries":[[key,value],…]}}, an aggregation one of its readings, a composite key an
   * array.
   */
  public void appendJson() {
    out.appendByte('[');
    for (int i = 0; i < image.names().size(); i++) {
      out.append(i == 0 ? "{\"name\":" : ",{\"name\":");
      JsonString.append(image.names().get(i), out);
      out.append(",\"value\":");
      values.append(image.number(i), image.ref(i));
      out.appendByte('}');
    }
    out.appendByte(']');
  }

  /** Appends a line for each variable; of tables how many entries they have. */
  public void appendLines() {
    for (int i = 0; i < image.names().size(); i++) {
      out.append(image.names().get(i));
      if (image.ref(i) instanceof Table table) {
        out.append(": a table of ")
            .appendDecimal(table.size())
            .append(table.size() == 1 ? " entry\n" : " entries\n");
      } else {
        out.append(" = ");
        values.append(image.number(i), image.ref(i));
        out.appendByte('\n');
      }
    }
  }
}
