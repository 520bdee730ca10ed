package ktap.script.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
 *  {@link #TABLE} number …, {@link #GONE} number, {@link #END}
 * </pre>
 */
final class CheckpointWriter {
  static final int VERSION = 1;
  static final int END = 0;
  static final int TABLE = 1;
  static final int GONE = 2;

  private final Holdings holdings;
  private final List<String> names;
  private final ValueWriter values;
  private final IdentityHashMap<Table, TableCopy> copies = new IdentityHashMap<>();
  private final IdentityHashMap<Table, Integer> numbers = new IdentityHashMap<>();
  private final ArrayDeque<Table> found = new ArrayDeque<>();
  private final List<String> unstored = new ArrayList<>();
  private final Consumer<Table> visitor = this::visit;
  private int nextNumber;
  private int checkpoint;

  CheckpointWriter(Holdings holdings) {
    this.holdings = holdings;
    this.names = holdings.names();
    this.nextNumber = names.size();
    this.values = new ValueWriter(this::hold, holdings.functions());
    for (int i = 0; i < names.size(); i++) {
      if (holdings.ref(i) instanceof Table table) {
        numbers.putIfAbsent(table, i);
      }
    }
  }

  /** All that something holds, as bytes. */
  static List<byte[]> bytes(Holdings holdings) {
    List<byte[]> parts = new ArrayList<>();
    new CheckpointWriter(holdings)
        .write(true, (bytes, length) -> parts.add(Arrays.copyOf(bytes, length)));
    return parts;
  }

  /** The numbers of the tables that are known so far. */
  Map<Integer, Table> tables() {
    Map<Integer, Table> known = new HashMap<>();
    numbers.forEach((table, number) -> known.put(number, table));
    return known;
  }

  /**
   * What changed is from now on what isn't as in there.
   *
   * @param image what the run was given
   */
  void goOnFrom(StateImage image) {
    image
        .tables()
        .forEach(
            (number, table) -> {
              numbers.put(table, number);
              nextNumber = Math.max(nextNumber, number + 1);
              if (image.isWritten(number)) {
                TableCopy copy = new TableCopy(number, values, visitor);
                copy.goOnFrom(table);
                copies.put(table, copy);
              }
            });
  }

  private int hold(Table table) {
    Integer known = numbers.get(table);
    int number = known == null ? nextNumber++ : known;
    if (known == null) {
      numbers.put(table, number);
    }
    visit(table);
    return number;
  }

  private void visit(Table table) {
    TableCopy copy = copies.get(table);
    if (copy == null) {
      Integer known = numbers.get(table);
      int number = known == null ? nextNumber++ : known;
      numbers.put(table, number);
      copy = new TableCopy(number, values, visitor);
      copies.put(table, copy);
    }
    if (copy.seen != checkpoint) {
      copy.seen = checkpoint;
      found.add(table);
    }
  }

  /**
   * Writes a checkpoint.
   *
   * @param isWhole whether to write all; else what changed since the last one
   */
  public void write(boolean isWhole, StateParts parts) {
    ByteWriter out = new ByteWriter(parts);
    values.to(out);
    checkpoint++;
    if (isWhole) {
      copies.values().forEach(TableCopy::forget);
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
    writeTables(out, isWhole);
    out.octet(END);
    out.flush();
  }

  private static void texts(ByteWriter out, List<String> texts) {
    out.count(texts.size());
    texts.forEach(out::text);
  }

  private void writeTables(ByteWriter out, boolean isWhole) {
    while (!found.isEmpty()) {
      Table table = found.poll();
      TableCopy copy = copies.get(table);
      if (copy != null) {
        copy.write(table, out);
        note("table");
      }
    }
    for (Iterator<Map.Entry<Table, TableCopy>> each = copies.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<Table, TableCopy> entry = each.next();
      if (entry.getValue().seen != checkpoint) {
        if (!isWhole) {
          out.octet(GONE);
          out.count(entry.getValue().number());
        }
        numbers.remove(entry.getKey());
        each.remove();
      }
    }
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
