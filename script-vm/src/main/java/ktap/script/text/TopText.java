package ktap.script.text;

import java.util.ArrayList;
import java.util.List;
import ktap.script.aggregation.Summary;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * {@code top}: the rows of a table with the largest values, in columns with a heading. A value is a
 * number, an aggregation, whose readings are the columns, or a table with named numbers.
 */
public final class TopText {
  private static final List<String> READINGS = List.of("count", "sum", "min", "max", "avg");

  private final ByteText out;
  private final CallContext context;
  private final ValueText values;

  public TopText(ByteText out, CallContext context, ValueText values) {
    this.out = out;
    this.context = context;
    this.values = values;
  }

  /**
   * Appends the first {@code rows} rows.
   *
   * @param column what the rows are sorted by; the first one if it is empty
   * @throws ScriptRuntimeException if there is no such column
   */
  public void append(Table table, int rows, ByteString column) {
    List<String> columns = columns(table);
    String sortedBy = column.length() == 0 ? columns.getFirst() : column.toString();
    if (!columns.contains(sortedBy)) {
      throw ScriptRuntimeException.error(
          "error: top found no column '" + sortedBy + "'; there are " + String.join(", ", columns));
    }
    ByteString key = ByteString.of(sortedBy);
    TopEntries top = new TopEntries(rows, table);
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      top.offer(weight(entry.valueNumber(), entry.valueRef(), sortedBy, key), entry);
    }
    top.sort();
    appendGrid(top, columns);
  }

  private List<String> columns(Table table) {
    List<String> columns = new ArrayList<>();
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      if (entry.valueRef() instanceof Summary) {
        return READINGS;
      }
      if (!(entry.valueRef() instanceof Table row)) {
        break;
      }
      for (Table.Iteration cell = row.iterate(); cell.next(); ) {
        String name = cell.keyRef().toString();
        if (cell.keyRef() instanceof ByteString && !columns.contains(name)) {
          columns.add(name);
        }
      }
    }
    return columns.isEmpty() ? List.of("value") : columns;
  }

  private static long weight(long number, Object ref, String column, ByteString key) {
    if (ref instanceof Table row) {
      int place = row.findString(key);
      return place == Table.ABSENT ? 0 : number(row.numberAt(place), row.refAt(place));
    }
    return ref instanceof Summary summary ? reading(summary, column) : number(number, ref);
  }

  private static long reading(Summary summary, String column) {
    return switch (READINGS.indexOf(column)) {
      case 0 -> summary.count();
      case 1 -> summary.sum();
      case 2 -> summary.min();
      case 3 -> summary.max();
      default -> summary.average();
    };
  }

  private static long number(long number, Object ref) {
    if (ref == Tag.FLOAT) {
      return (long) Double.longBitsToDouble(number);
    }
    if (ref == Tag.INT) {
      return number;
    }
    return ref instanceof Summary summary ? summary.count() : 0;
  }

  private void appendGrid(TopEntries top, List<String> columns) {
    List<String> heading = new ArrayList<>();
    heading.add("key");
    heading.addAll(columns);
    Grid grid = new Grid(heading);
    for (int i = 0; i < top.count(); i++) {
      int row = i;
      grid.addRow(
          (cell, column) -> {
            if (column == 0) {
              values.appendKey(cell, context, top.keyNumber(row), top.keyRef(row));
            } else {
              appendCell(cell, top.valueNumber(row), top.valueRef(row), columns.get(column - 1));
            }
          });
    }
    grid.appendTo(out);
  }

  private void appendCell(ByteText cell, long number, @Nullable Object ref, String column) {
    if (ref instanceof Summary summary) {
      cell.appendDecimal(reading(summary, column));
    } else if (ref instanceof Table row) {
      int place = row.findString(ByteString.of(column));
      if (place != Table.ABSENT) {
        values.appendKey(cell, context, row.numberAt(place), row.refAt(place));
      }
    } else {
      values.appendKey(cell, context, number, ref);
    }
  }
}
