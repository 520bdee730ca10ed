package ktap.script;

import java.util.ArrayList;
import java.util.List;
import ktap.script.text.HistogramStyle;
import ktap.script.text.HistogramText;
import ktap.script.text.ValueText;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.vm.Machine;
import ktap.script.vm.Rows;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.TableSnapshot;

/** Tables of a run as they leave it. */
final class TableSnapshots {
  private TableSnapshots() {}

  static TableSnapshot of(String name, long timeNanos, Table table, Machine machine) {
    List<TableSnapshot.Entry> entries = new ArrayList<>(table.size());
    for (Table.Iteration each = table.iterate(); each.next(); ) {
      entries.add(
          new TableSnapshot.Entry(
              Rows.value(each.keyNumber(), each.keyRef(), machine),
              Rows.value(each.valueNumber(), each.valueRef(), machine)));
    }
    return new TableSnapshot(name, timeNanos, entries, histogram(table, machine));
  }

  /** What {@code print_hist} shows; as far as it gets if a value is no number. */
  private static byte[] histogram(Table table, Machine machine) {
    ByteText out = new ByteText(1024);
    try {
      new HistogramText(out, machine, new ValueText(), HistogramStyle.PRINT_HIST).append(table);
    } catch (ScriptRuntimeException noNumber) {
      out.append(noNumber.text()).append("\n");
    }
    return out.toBytes();
  }
}
