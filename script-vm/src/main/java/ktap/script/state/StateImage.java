package ktap.script.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import ktap.script.value.Table;
import ktap.script.vm.Holdings;
import org.jspecify.annotations.Nullable;

/**
 * A state that is put together from checkpoints: one that is whole, and what changed since. Without
 * a script its functions are known by number alone; all else is there.
 */
public final class StateImage implements Holdings {
  private static final int SOME = 32;

  private final KeptTables kept;

  /** The tables by their numbers. */
  private final Table tables = new Table();

  /** Those that aren't small. */
  private final Map<Integer, TableImage> images = new HashMap<>();

  private final Supplier<Table> newTable;
  private final ValueReader values;
  private final boolean hasScript;
  private List<String> names = List.of();
  private List<String> functionNames = List.of();
  private List<? extends Object> functions = List.of();
  private long[] numbers = {};
  private @Nullable Object[] refs = {};
  private long[] dues = {};
  private int errors;
  private boolean isExited;

  /** One that is read without its script. */
  public StateImage() {
    this(KeptTables.from(0), Table::new, List.of(), StoredName::new, false);
  }

  StateImage(
      KeptTables kept,
      Supplier<Table> newTable,
      List<? extends Object> functions,
      Function<String, @Nullable Object> builtIns) {
    this(kept, newTable, functions, builtIns, true);
  }

  private StateImage(
      KeptTables kept,
      Supplier<Table> newTable,
      List<? extends Object> functions,
      Function<String, @Nullable Object> builtIns,
      boolean hasScript) {
    this.newTable = newTable;
    this.functions = functions;
    this.hasScript = hasScript;
    this.kept = kept;
    this.values = new ValueReader(this::table, this::function, builtIns);
    for (Table table : kept.all()) {
      KeptTable its = kept.of(table);
      if (its != null) {
        tables.putInteger(its.number(), 0, table);
      }
    }
  }

  private @Nullable Object function(int number) {
    return number < functions.size() ? functions.get(number) : null;
  }

  private Table table(int number) {
    int place = tables.findInteger(number);
    if (place != Table.ABSENT && tables.refAt(place) instanceof Table known) {
      return known;
    }
    Table table = newTable.get();
    kept.add(table, number);
    tables.putInteger(number, 0, table);
    return table;
  }

  /**
   * Takes in a checkpoint.
   *
   * @throws StateException if it is damaged
   */
  public void read(List<byte[]> parts) {
    ByteReader in = new ByteReader(parts);
    values.from(in);
    int version = in.octet();
    if (version > CheckpointWriter.VERSION) {
      throw new StateException(
          "the state was written by a newer ktap: its layout is number "
              + version
              + ", and this one reads up to "
              + CheckpointWriter.VERSION);
    }
    if (in.octet() != 0) {
      names = texts(in);
      functionNames = texts(in);
      if (!hasScript) {
        functions = functionNames.stream().map(StoredName::new).toList();
      }
    }
    numbers = new long[names.size()];
    refs = new Object[names.size()];
    for (int i = 0; i < refs.length; i++) {
      refs[i] = values.read();
      numbers[i] = values.number();
    }
    dues = new long[in.size()];
    for (int i = 0; i < dues.length; i++) {
      dues[i] = in.integer();
    }
    errors = in.size();
    isExited = in.octet() != 0;
    while (readSome(in)) {}
  }

  private static List<String> texts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    int count = in.size();
    for (int i = 0; i < count; i++) {
      texts.add(in.text());
    }
    return List.copyOf(texts);
  }

  /** Some at a time: the JVM compiles early what is called often, and late what loops long. */
  private boolean readSome(ByteReader in) {
    for (int i = 0; i < SOME; i++) {
      int what = in.octet();
      if (what == CheckpointWriter.END) {
        return false;
      }
      int number = in.size();
      switch (what) {
        case CheckpointWriter.TABLE -> image(number).read(in, values);
        case CheckpointWriter.SMALL_TABLE -> readSmall(number, in);
        case CheckpointWriter.GONE -> gone(number);
        default -> throw ByteReader.wrong("a part of kind " + what);
      }
    }
    return true;
  }

  private TableImage image(int number) {
    Table table = table(number);
    if (table.isAsleep()) { // it was a small one
      table.clear();
      images.remove(number);
    }
    return images.computeIfAbsent(number, absent -> new TableImage(table));
  }

  private void gone(int number) {
    images.remove(number);
    KeptTable its = kept.of(table(number));
    if (its != null) {
      its.leave();
    }
    tables.putInteger(number, 0, null);
  }

  /** They sleep where they were written until their entries are needed. */
  private void readSmall(int number, ByteReader in) {
    Table table = table(number);
    KeptTable its = kept.of(table);
    byte[] bytes = in.piece();
    if (its != null) {
      its.keptIn(bytes, in.pieceAt());
      table.sleep();
    }
  }

  /** Makes the tables what they were; once, when all was read. */
  public void finish() {
    images.keySet().removeIf(number -> table(number).isAsleep()); // it has become a small one
    images.replaceAll(
        (number, image) -> {
          image.restored();
          return TableImage.FINISHED; // there may be a million of them
        });
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public List<? extends Object> functions() {
    return functions;
  }

  @Override
  public List<String> functionNames() {
    return functionNames;
  }

  @Override
  public long number(int variable) {
    return numbers[variable];
  }

  @Override
  public @Nullable Object ref(int variable) {
    return refs[variable];
  }

  /** Gives those tables that aren't small. */
  void forEachLarge(BiConsumer<Table, KeptTable> consumer) {
    for (int number : images.keySet()) {
      Table table = table(number);
      KeptTable its = kept.of(table);
      if (its != null) {
        consumer.accept(table, its);
      }
    }
  }

  /**
   * Looks whether it is of the script that holds something else.
   *
   * @throws StateException if not
   */
  void check(Holdings other) {
    check("variable", names, other.names());
    check("function", functionNames, other.functionNames());
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

  /** All of it, as {@link #read} takes it. */
  public List<byte[]> bytes() {
    return CheckpointWriter.bytes(this);
  }

  /**
   * Takes in what was gathered in another state of the same script, as {@link ScriptState#merge}
   * does. Both are finished, and the other one is of no use afterwards.
   *
   * @param start what this one had when the main chunk had ended
   * @param otherStart what the other one had then
   * @throws StateException if it is of another script, or something can't be merged
   */
  public void merge(StateImage start, StateImage other, StateImage otherStart) {
    other.check(this);
    StateMerge merge = new StateMerge(this, start, other, otherStart, newTable);
    for (int i = 0; i < refs.length; i++) {
      Cell both = merge.variable(i);
      numbers[i] = both.number();
      refs[i] = both.ref();
    }
    errors += other.errors - otherStart.errors;
    isExited |= other.isExited;
  }

  /** The table that a variable holds; empty if it holds something else. */
  public Optional<Table> table(String name) {
    int at = names.indexOf(name);
    return at >= 0 && refs[at] instanceof Table table ? Optional.of(table) : Optional.empty();
  }

  @Override
  public long[] dueNanos() {
    return dues.clone();
  }

  @Override
  public int errors() {
    return errors;
  }

  @Override
  public boolean isExited() {
    return isExited;
  }

  /** Entries in all tables. */
  public long entries() {
    long entries = 0;
    for (Table.Iteration each = tables.iterate(); each.next(); ) {
      entries += entries((int) each.keyNumber(), each.valueRef());
    }
    return entries;
  }

  private int entries(int number, Object of) {
    return of instanceof Table table && (kept.isWritten(table) || images.containsKey(number))
        ? table.size()
        : 0;
  }
}
