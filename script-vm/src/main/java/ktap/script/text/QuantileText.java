package ktap.script.text;

import java.util.ArrayList;
import java.util.List;
import ktap.script.aggregation.Percentiles;
import ktap.script.value.CallContext;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.sources.flow.ByteText;

/** {@code quantiles}: percentiles of one aggregation or of each in a table, in columns. */
public final class QuantileText {
  private final ByteText out;
  private final CallContext context;
  private final ValueText values;
  private final double[] percents;

  public QuantileText(ByteText out, CallContext context, ValueText values, double[] percents) {
    this.out = out;
    this.context = context;
    this.values = values;
    this.percents = percents.clone();
  }

  /** Appends one row. */
  public void append(Percentiles one) {
    Grid grid = new Grid(heading("count"));
    grid.addRow((cell, column) -> appendCell(cell, one, column));
    grid.appendTo(out);
  }

  /**
   * Appends a row for each key, the fullest aggregation first.
   *
   * @throws ScriptRuntimeException if a value is something else
   */
  public void append(Table table) {
    TopEntries all = new TopEntries(table.size(), table);
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      if (!(entry.valueRef() instanceof Percentiles percentiles)) {
        throw ScriptRuntimeException.error(
            "error: wrong type of argument 1: quantiles takes a table of what 't[k] <<< hdr(v)'"
                + " made");
      }
      all.offer(percentiles.count(), entry);
    }
    all.sort();
    Grid grid = new Grid(heading("key", "count"));
    for (int i = 0; i < all.count(); i++) {
      int row = i;
      grid.addRow(
          (cell, column) -> {
            if (column == 0) {
              values.appendKey(cell, context, all.keyNumber(row), all.keyRef(row));
            } else if (all.valueRef(row) instanceof Percentiles percentiles) {
              appendCell(cell, percentiles, column - 1);
            }
          });
    }
    grid.appendTo(out);
  }

  private List<String> heading(String... first) {
    List<String> heading = new ArrayList<>(List.of(first));
    ByteText text = new ByteText(16);
    for (double percent : percents) {
      text.clear().appendByte('p');
      if (percent == (long) percent) {
        text.appendDecimal((long) percent);
      } else {
        FloatText.append(text, percent);
      }
      heading.add(text.toString());
    }
    heading.add("max");
    return heading;
  }

  private void appendCell(ByteText cell, Percentiles percentiles, int column) {
    if (column == 0) {
      cell.appendDecimal(percentiles.count());
    } else if (column <= percents.length) {
      cell.appendDecimal(percentiles.at(percents[column - 1]));
    } else {
      cell.appendDecimal(percentiles.max());
    }
  }
}
