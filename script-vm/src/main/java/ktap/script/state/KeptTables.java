package ktap.script.state;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import ktap.script.value.Table;
import org.jspecify.annotations.Nullable;

/** The tables that a state holds, with their numbers in its checkpoints. */
final class KeptTables {
  private final SmallTable small = new SmallTable();

  /** Null if the tables themselves know what keeps them. */
  private final @Nullable IdentityHashMap<Table, KeptTable> passing;

  private List<Table> all = new ArrayList<>();
  private int nextNumber;

  private KeptTables(int nextNumber, @Nullable IdentityHashMap<Table, KeptTable> passing) {
    this.nextNumber = nextNumber;
    this.passing = passing;
  }

  /**
   * None yet.
   *
   * @param nextNumber that of the first table that gets any
   */
  static KeptTables from(int nextNumber) {
    return new KeptTables(nextNumber, null);
  }

  /** For one checkpoint of tables that others keep. */
  static KeptTables passing(int nextNumber) {
    return new KeptTables(nextNumber, new IdentityHashMap<>());
  }

  List<Table> all() {
    return all;
  }

  /** What is used for each of those that are small. */
  SmallTable small() {
    return small;
  }

  /** All are to be written again. */
  void forget() {
    for (Table table : all) {
      KeptTable kept = of(table);
      if (kept != null && !table.isAsleep()) {
        kept.forget();
      }
    }
  }

  /** What is kept of a table; null if it isn't one of these. */
  @Nullable KeptTable of(Table table) {
    if (passing != null) {
      return passing.get(table);
    }
    return table.kept() instanceof KeptTable kept && kept.isOf(this) ? kept : null;
  }

  /** Whether a checkpoint has it. */
  boolean isWritten(Table table) {
    KeptTable kept = of(table);
    return kept != null && kept.isWritten();
  }

  /** One more, under the next number. */
  KeptTable add(Table table) {
    return add(table, nextNumber);
  }

  KeptTable add(Table table, int number) {
    KeptTable kept = new KeptTable(this, number);
    if (passing != null) {
      passing.put(table, kept);
    } else {
      table.keep(kept);
    }
    all.add(table);
    nextNumber = Math.max(nextNumber, number + 1);
    return kept;
  }

  /** Goes on with some of them. */
  void retain(List<Table> some) {
    all = some;
  }
}
