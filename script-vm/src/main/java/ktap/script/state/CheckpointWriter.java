package ktap.script.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import ktap.script.value.Table;
import ktap.script.vm.Holdings;

/**
 * Writes checkpoints of what a script holds. What changed is found by comparing with a copy, at the
 * checkpoint: handlers don't pay for it.
 *
 * <pre>
 *  octet  version
 *  octet  1: whole, and the names of variables and functions follow; 0: what changed
 *  values of all variables; due times of timers; errors; whether it exited
 *  {@link #TABLE} number …, {@link #SMALL_TABLE} number …, {@link #GONE} number, {@link #END}
 * </pre>
 */
final class CheckpointWriter {
  static final int VERSION = 3;
  static final int END = 0;
  static final int TABLE = 1;
  static final int GONE = 2;

  /** What it has replaces what the table had; layouts before 2 don't know it. */
  static final int SMALL_TABLE = 3;

  private final Holdings holdings;
  private final List<String> names;
  private final ValueWriter values;
  private final KeptTables tables;
  private final ArrayDeque<Table> found = new ArrayDeque<>();
  private final List<String> unstored = new ArrayList<>();
  private final Consumer<Table> visitor = this::visit;
  private int checkpoint;
  private int reached;
  private boolean isWhole;

  CheckpointWriter(Holdings holdings) {
    this(holdings, KeptTables.from(holdings.names().size()));
  }

  private CheckpointWriter(Holdings holdings, KeptTables tables) {
    this.holdings = holdings;
    this.names = holdings.names();
    this.tables = tables;
    this.values = new ValueWriter(table -> visit(table).number(), holdings.functions());
    for (int i = 0; i < names.size(); i++) {
      if (holdings.ref(i) instanceof Table table && tables.of(table) == null) {
        tables.add(table, i);
      }
    }
  }

  /** All that something holds, as bytes. */
  static List<byte[]> bytes(Holdings holdings) {
    List<byte[]> parts = new ArrayList<>();
    new CheckpointWriter(holdings, KeptTables.passing(holdings.names().size()))
        .write(true, (bytes, length) -> parts.add(Arrays.copyOf(bytes, length)));
    return parts;
  }

  KeptTables tables() {
    return tables;
  }

  /**
   * What changed is from now on what isn't as in there.
   *
   * @param image what the run was given
   */
  void goOnFrom(StateImage image) {
    image.forEachLarge((table, kept) -> kept.goOnFrom(table, values, visitor));
  }

  private KeptTable visit(Table table) {
    KeptTable known = tables.of(table);
    KeptTable kept = known == null ? tables.add(table) : known;
    if (kept.seen() != checkpoint) {
      kept.see(checkpoint);
      reached++;
      if (isWhole || !table.isAsleep()) {
        found.add(table);
      }
    }
    return kept;
  }

  /**
   * Writes a checkpoint.
   *
   * @param all whether to write all; else what changed since the last one
   */
  public void write(boolean all, StateParts parts) {
    ByteWriter out = new ByteWriter(parts);
    values.to(out);
    checkpoint++;
    reached = 0;
    isWhole = all;
    if (isWhole) {
      tables.forget();
    }
    out.octet(VERSION);
    out.octet(isWhole ? 1 : 0);
    if (isWhole) {
      texts(out, names);
      texts(out, holdings.functionNames());
    }
    for (int i = 0; i < names.size(); i++) {
      values.write(holdings.number(i), holdings.ref(i));
      note("variable '" + names.get(i) + "'");
    }
    long[] dues = holdings.dueNanos();
    out.count(dues.length);
    for (long due : dues) {
      out.integer(due);
    }
    out.count(holdings.errors());
    out.octet(holdings.isExited() ? 1 : 0);
    writeTables(out);
    out.octet(END);
    out.flush();
  }

  private static void texts(ByteWriter out, List<String> texts) {
    out.count(texts.size());
    texts.forEach(out::text);
  }

  private void writeTables(ByteWriter out) {
    while (!found.isEmpty()) {
      Table table = found.poll();
      KeptTable kept = tables.of(table);
      if (kept != null) {
        kept.write(table, values, visitor, out);
        note("table");
      }
    }
    if (reached < tables.all().size()) {
      leaveUnreached(out);
    }
  }

  private void leaveUnreached(ByteWriter out) {
    List<Table> left = new ArrayList<>(reached);
    for (Table table : tables.all()) {
      KeptTable kept = tables.of(table);
      if (kept != null && kept.seen() == checkpoint) {
        left.add(table);
      } else if (kept != null) {
        if (!isWhole && kept.isWritten()) {
          out.octet(GONE);
          out.count(kept.number());
        }
        kept.leave();
      }
    }
    tables.retain(left);
  }

  private void note(String where) {
    if (values.takeUnstored() && !unstored.contains(where)) {
      unstored.add(where);
    }
  }

  /** What held functions that were made after the main chunk, and couldn't be stored. */
  List<String> unstored() {
    return List.copyOf(unstored);
  }
}
