package ktap.script.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import ktap.script.value.Table;
import ktap.script.vm.Variables;
import org.jspecify.annotations.Nullable;

/**
 * What a run can change, as bytes. Made after the main chunk; then a state that was kept is given
 * back, if there is one, and {@link #write} writes what changed since it wrote last.
 *
 * <pre>
 *  octet  version
 *  octet  1: whole, and the names of variables and functions follow; 0: what changed
 *  values of all variables; due times of timers; errors; whether it exited
 *  {@link #TABLE} number …, {@link #GONE} number, {@link #END}
 * </pre>
 *
 * <p>What is changed is found by comparing with a copy, at the checkpoint: handlers don't pay for
 * it. For the thread of the run.
 */
public final class ScriptState {
  static final int VERSION = 1;
  static final int END = 0;
  static final int TABLE = 1;
  static final int GONE = 2;

  private final Variables variables;
  private final Function<String, @Nullable Object> builtIns;
  private final List<String> names;
  private final ValueWriter values;
  private final IdentityHashMap<Table, TableCopy> copies = new IdentityHashMap<>();
  private final IdentityHashMap<Table, Integer> numbers = new IdentityHashMap<>();
  private final ArrayDeque<Table> found = new ArrayDeque<>();
  private final List<String> unstored = new ArrayList<>();
  private int nextNumber;
  private int checkpoint;

  /**
   * @param builtIns gives the value behind a name of the library
   */
  public ScriptState(Variables variables, Function<String, @Nullable Object> builtIns) {
    this.variables = variables;
    this.builtIns = builtIns;
    this.names = variables.names();
    this.nextNumber = names.size();
    this.values = new ValueWriter(this::hold, variables.functions());
    for (int i = 0; i < names.size(); i++) {
      if (variables.ref(i) instanceof Table table) {
        numbers.putIfAbsent(table, i);
      }
    }
  }

  /** An image that can be given to {@link #restore}. */
  public StateImage image() {
    Map<Integer, Table> known = new HashMap<>();
    numbers.forEach((table, number) -> known.put(number, table));
    return new StateImage(known, variables::newTable, variables.functions(), builtIns);
  }

  /**
   * Gives the run what another one had.
   *
   * @param image one of {@link #image}, finished
   * @param goesOn whether it is the same run of time, so that timers, errors and exit() stay; else
   *     they begin anew
   * @throws StateException if it is of another script
   */
  public void restore(StateImage image, boolean goesOn) {
    check("variable", image.names(), names);
    check("function", image.functionNames(), variables.functionNames());
    for (int i = 0; i < names.size(); i++) {
      variables.set(i, image.number(i), image.ref(i));
    }
    image
        .tables()
        .forEach(
            (number, table) -> {
              numbers.put(table, number);
              nextNumber = Math.max(nextNumber, number + 1);
            });
    if (goesOn) {
      variables.resume(image.dueNanos(), image.errors(), image.isExited());
    }
  }

  /**
   * What it is now, as it stays: what merging begins with, if it is taken when the main chunk has
   * ended.
   */
  public StateImage copy() {
    List<byte[]> parts = new ArrayList<>();
    new ScriptState(variables, builtIns)
        .write(true, (bytes, length) -> parts.add(Arrays.copyOf(bytes, length)));
    StateImage image = new StateImage();
    image.read(parts);
    image.finish();
    return image;
  }

  /**
   * Puts into the run what another run of the script gathered, as far as both have come: two halves
   * of a recording, say. The other one is of no use afterwards.
   *
   * <pre>
   *   first.runMain();                       second.runMain();
   *   ScriptState one = first.state();       ScriptState two = second.state();
   *   StateImage start = one.copy();
   *   first.accept(…);                       second.accept(…);
   *   one.merge(two, start);                 first.runEnd();
   * </pre>
   *
   * <p>Integers and floats that both changed are added, aggregations merged, tables entry by entry;
   * what they had at the start counts once.
   *
   * @param start what both had when their main chunks had ended
   * @throws StateException if something can't be merged; names the variable and the key. The run
   *     may have been changed in part
   */
  public void merge(ScriptState other, StateImage start) {
    Variables theirs = other.variables;
    StateMerge merge = new StateMerge(variables, start, theirs, start, variables::newTable);
    for (int i = 0; i < names.size(); i++) {
      Cell both = merge.variable(i);
      variables.set(i, both.number(), both.ref());
    }
    long[] dues = variables.dueNanos();
    long[] theirDues = theirs.dueNanos();
    for (int i = 0; i < dues.length; i++) {
      dues[i] = Math.max(dues[i], theirDues[i]);
    }
    variables.resume(
        dues,
        variables.errors() + theirs.errors() - start.errors(),
        variables.isExited() || theirs.isExited());
  }

  private static void check(String what, List<String> stored, List<String> ours) {
    for (int i = 0; i < Math.max(stored.size(), ours.size()); i++) {
      String old = i < stored.size() ? stored.get(i) : "";
      String mine = i < ours.size() ? ours.get(i) : "";
      if (!old.equals(mine)) {
        throw new StateException(different(what, old, mine, stored.contains(mine)));
      }
    }
  }

  private static String different(String what, String old, String mine, boolean isKnown) {
    if (mine.isEmpty() || isKnown) {
      return "it is of another script, one with the " + what + " '" + old + "'";
    }
    return "it is of another script, one without the " + what + " '" + mine + "'";
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
      copy = new TableCopy(number, values, this::visit);
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
      texts(out, variables.functionNames());
    }
    for (int i = 0; i < names.size(); i++) {
      values.write(variables.number(i), variables.ref(i));
      note("variable '" + names.get(i) + "'");
    }
    long[] dues = variables.dueNanos();
    out.count(dues.length);
    for (long due : dues) {
      out.integer(due);
    }
    out.count(variables.errors());
    out.octet(variables.isExited() ? 1 : 0);
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
  public List<String> unstored() {
    return List.copyOf(unstored);
  }
}
