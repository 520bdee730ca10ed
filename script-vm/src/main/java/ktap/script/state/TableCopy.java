package ktap.script.state;

import java.util.function.Consumer;
import ktap.script.value.Table;
import ktap.script.value.TableParts;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/** A table as it was at the last checkpoint; writes what changed since. */
final class TableCopy implements SlotCopy.Changes {
  /** Behind the last entry of a half. */
  static final int NO_MORE = 0;

  /** The key of the entry was written before, and only its value follows. */
  static final int SAME_KEY = 0x80;

  /** What stands where nothing is being written: there may be a million of these. */
  private static final TableParts NOTHING = new Table().parts();

  private static final ByteWriter NOWHERE = new ByteWriter((bytes, length) -> {});

  private final int number;
  private final ValueWriter values;
  private final Consumer<Table> holds;
  private @Nullable SlotCopy array; // null until there is something in that half
  private final SlotCopy hash = new SlotCopy(4);
  private int arraySize = -1;
  private int used;
  private int capacity;
  private int epoch;
  private boolean isNew = true;
  private boolean holdsTableKeys;

  private boolean isBegun;
  private boolean isMoved;
  private boolean isInHash;
  private int last;
  private ByteWriter out = NOWHERE;
  private TableParts now = NOTHING;

  /**
   * @param holds is told of the tables in it
   */
  TableCopy(int number, ValueWriter values, Consumer<Table> holds) {
    this.number = number;
    this.values = values;
    this.holds = holds;
  }

  /** What is in a table was written. */
  void goOnFrom(Table table) {
    now = table.parts();
    if (now.arraySize() > 0) {
      SlotCopy copy = new SlotCopy(0);
      copy.goOnFrom(now.arraySize(), now.arrayKinds(), now.arrayValues(), now.arrayRefs());
      array = copy;
    }
    hash.goOnFrom(now.used(), now.kinds(), now.values(), now.valueRefs());
    for (int from = 0; from < now.used() && !holdsTableKeys; from += SlotCopy.BLOCK) {
      holdsTableKeys = holdsTable(now.keyRefs(), from, Math.min(now.used(), from + SlotCopy.BLOCK));
    }
    remember();
  }

  private static boolean holdsTable(@Nullable Object @Nullable [] keys, int from, int to) {
    for (int at = from; keys != null && at < to; at++) {
      if (keys[at] instanceof Table) {
        return true;
      }
    }
    return false;
  }

  /** Writes what changed; nothing if that is nothing. */
  void write(Table table, ByteWriter writer) {
    out = writer;
    now = table.parts();
    isMoved = isNew || epoch != now.epoch();
    isBegun = false;
    if (isMoved || arraySize != now.arraySize() || used != now.used() || capacity != capacity()) {
      begin();
    }
    if (isMoved) {
      hash.forget();
    }
    isInHash = false;
    last = -1;
    compareArray();
    if (isBegun) {
      writer.count(NO_MORE);
    }
    isInHash = true;
    last = -1;
    hash.compare(now.used(), now.kinds(), now.values(), now.valueRefs(), this);
    if (isBegun) {
      writer.count(NO_MORE);
    }
    if (holdsTableKeys) {
      holdKeys();
    }
    remember();
  }

  private void compareArray() {
    SlotCopy copy = array;
    if (copy == null && now.arraySize() > 0) {
      copy = new SlotCopy(0);
      array = copy;
    }
    if (copy != null) {
      copy.compare(now.arraySize(), now.arrayKinds(), now.arrayValues(), now.arrayRefs(), this);
    }
  }

  private void remember() {
    isNew = false;
    arraySize = now.arraySize();
    used = now.used();
    capacity = capacity();
    epoch = now.epoch();
    now = NOTHING; // the arrays are the table's own
    out = NOWHERE;
  }

  private int capacity() {
    return now.kinds().length ^ now.indexLength() << 8;
  }

  private void begin() {
    isBegun = true;
    out.octet(CheckpointWriter.TABLE);
    out.count(number);
    begin(out, isMoved, now);
  }

  /** Writes what stands before the entries. */
  static void begin(ByteWriter out, boolean isMoved, TableParts now) {
    out.octet(isMoved ? 1 : 0);
    out.count(now.arraySize());
    out.count(now.arrayKinds().length);
    out.count(now.used());
    out.count(now.kinds().length);
    out.count(now.indexLength());
  }

  private void holdKeys() {
    @Nullable Object[] keys = now.keyRefs();
    for (int at = 0; keys != null && at < now.used(); at++) {
      if (keys[at] instanceof Table table) {
        holds.accept(table);
      }
    }
  }

  @Override
  public void held(Table table) {
    holds.accept(table);
  }

  @Override
  public void changed(int at, boolean isKnown) {
    if (!isBegun) {
      begin();
      if (isInHash) {
        out.count(NO_MORE); // of the array part
      }
    }
    out.count(at - last);
    last = at;
    if (isInHash) {
      entry(at, isKnown);
    } else {
      out.octet(now.arrayKinds()[at]);
      value(out, values, now.arrayKinds()[at], at, now.arrayValues(), now.arrayRefs());
    }
  }

  private void entry(int at, boolean isKnown) {
    int kind = now.kinds()[at];
    out.octet(isKnown && kind != 0 ? kind | SAME_KEY : kind);
    if (kind == 0) {
      return;
    }
    if (!isKnown) {
      value(out, values, kind & 15, at, now.keys(), now.keyRefs());
      @Nullable Object[] refs = now.keyRefs();
      holdsTableKeys |= refs != null && refs[at] instanceof Table;
    }
    value(out, values, kind >> 4, at, now.values(), now.valueRefs());
  }

  /** Writes a key or a value, whose kind was written. */
  static void value(
      ByteWriter out,
      ValueWriter values,
      int kind,
      int at,
      long[] numbers,
      @Nullable Object @Nullable [] refs) {
    switch (kind) {
      case TableParts.INT -> out.integer(numbers[at]);
      case TableParts.FLOAT -> out.bits(numbers[at]);
      case TableParts.REF -> values.write(0, refs == null ? Tag.INT : refs[at]);
      default -> {} // the kind says all
    }
  }
}
