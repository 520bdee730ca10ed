package ktap.script.state;

import java.util.Arrays;
import ktap.script.value.Table;
import ktap.script.value.TableParts;
import org.jspecify.annotations.Nullable;

/** A table that is put together from what {@link TableCopy} wrote. */
final class TableImage {
  /** More entries than a machine has memory for. */
  private static final int MOST = 1 << 30;

  private static final int SOME = 32;
  private static final byte[] NO_BYTES = {};
  private static final long[] NO_LONGS = {};

  /** What stands where a table was restored. */
  static final TableImage FINISHED = new TableImage(new Table());

  /** All entries were read. */
  private static final int ALL = -2;

  private final Table table;
  private int arraySize;
  private byte[] arrayKinds = NO_BYTES;
  private long[] arrayValues = NO_LONGS;
  private @Nullable Object @Nullable [] arrayRefs;
  private int used;
  private byte[] kinds = NO_BYTES;
  private long[] keys = NO_LONGS;
  private long[] values = NO_LONGS;
  private @Nullable Object @Nullable [] keyRefs;
  private @Nullable Object @Nullable [] valueRefs;
  private int indexLength;

  TableImage(Table table) {
    this.table = table;
  }

  /** Takes in what changed. */
  void read(ByteReader in, ValueReader from) {
    boolean isMoved = in.octet() != 0;
    int newArraySize = in.size();
    int arrayCapacity = in.size();
    int newUsed = in.size();
    int capacity = in.size();
    indexLength = in.size();
    check(newArraySize, arrayCapacity);
    check(newUsed, capacity);
    check(Integer.bitCount(indexLength) > 1 ? 1 : 0, 0);
    if (newArraySize < arraySize) {
      Arrays.fill(arrayKinds, newArraySize, arraySize, (byte) 0);
    }
    arraySize = newArraySize;
    if (arrayKinds.length != arrayCapacity) {
      arrayKinds = Arrays.copyOf(arrayKinds, arrayCapacity);
    }
    readArray(in, from);
    if (isMoved) {
      kinds = NO_BYTES;
      keyRefs = null;
      valueRefs = null;
    }
    used = newUsed;
    if (kinds.length != capacity || keys.length != capacity) {
      kinds = Arrays.copyOf(kinds, capacity);
      keys = Arrays.copyOf(keys, capacity);
      values = Arrays.copyOf(values, capacity);
      keyRefs = keyRefs == null ? null : Arrays.copyOf(keyRefs, capacity);
      valueRefs = valueRefs == null ? null : Arrays.copyOf(valueRefs, capacity);
    }
    readHash(in, from);
  }

  private static void check(int size, int capacity) {
    if (size > capacity || capacity > MOST) {
      throw ByteReader.wrong("a table of " + size + " entries in " + capacity);
    }
  }

  private void readArray(ByteReader in, ValueReader from) {
    int at = -1;
    for (int gap = in.size(); gap != TableCopy.NO_MORE; gap = in.size()) {
      at = next(at, gap, arraySize);
      int kind = in.octet();
      arrayKinds[at] = (byte) kind;
      if (kind == TableParts.INT || kind == TableParts.FLOAT) {
        if (arrayValues.length < arrayKinds.length) {
          arrayValues = Arrays.copyOf(arrayValues, arrayKinds.length);
        }
        arrayValues[at] = kind == TableParts.INT ? in.integer() : in.bits();
      } else if (kind == TableParts.REF) {
        arrayRefs = room(arrayRefs, arrayKinds.length);
        Object ref = from.read();
        arrayRefs[at] = ref;
        arrayKinds[at] = (byte) (ref == null ? 0 : kind);
      }
    }
  }

  private static int next(int at, int gap, int size) {
    if (gap >= size - at) {
      throw ByteReader.wrong("entry " + (at + (long) gap) + " of a table of " + size);
    }
    return at + gap;
  }

  private static @Nullable Object[] room(@Nullable Object @Nullable [] refs, int capacity) {
    if (refs == null) {
      return new Object[capacity];
    }
    return refs.length < capacity ? Arrays.copyOf(refs, capacity) : refs;
  }

  /** Some at a time: the JVM compiles early what is called often, and late what loops long. */
  private void readHash(ByteReader in, ValueReader from) {
    int at = -1;
    while (at != ALL) {
      at = readSome(at, in, from);
    }
  }

  private int readSome(int last, ByteReader in, ValueReader from) {
    int at = last;
    for (int i = 0; i < SOME; i++) {
      int gap = in.size();
      if (gap == TableCopy.NO_MORE) {
        return ALL;
      }
      at = next(at, gap, used);
      readEntry(at, in, from);
    }
    return at;
  }

  private void readEntry(int at, ByteReader in, ValueReader from) {
    int kind = in.octet();
    kinds[at] = (byte) (kind & 0x7f);
    if (kind == 0) {
      clear(at);
      return;
    }
    if ((kind & TableCopy.SAME_KEY) == 0) {
      readKey(at, kind & 15, in, from);
    }
    readValue(at, kind >> 4 & 7, in, from);
  }

  private void clear(int at) {
    if (keyRefs != null) {
      keyRefs[at] = null;
    }
    if (valueRefs != null) {
      valueRefs[at] = null;
    }
  }

  private void readKey(int at, int kind, ByteReader in, ValueReader from) {
    switch (kind) {
      case TableParts.INT -> keys[at] = in.integer();
      case TableParts.FLOAT -> keys[at] = in.bits();
      case TableParts.REF -> {
        Object ref = from.read();
        if (ref == null) {
          kinds[at] = 0; // what couldn't be stored
          return;
        }
        keyRefs = room(keyRefs, kinds.length);
        keyRefs[at] = ref;
        keys[at] = ref.hashCode();
      }
      default -> throw ByteReader.wrong("a key of kind " + kind);
    }
  }

  private void readValue(int at, int kind, ByteReader in, ValueReader from) {
    switch (kind) {
      case TableParts.INT -> values[at] = in.integer();
      case TableParts.FLOAT -> values[at] = in.bits();
      case TableParts.TRUE, TableParts.FALSE -> {}
      case TableParts.REF -> {
        Object ref = from.read();
        if (ref == null) {
          kinds[at] = 0; // what couldn't be stored
          clear(at);
          return;
        }
        valueRefs = room(valueRefs, kinds.length);
        valueRefs[at] = ref;
      }
      default -> throw ByteReader.wrong("a value of kind " + kind);
    }
  }

  /** The table, as it was. */
  Table restored() {
    table.restore(
        new TableParts(
            arraySize,
            arrayKinds,
            arrayValues,
            arrayRefs,
            used,
            kinds,
            keys,
            keyRefs,
            values,
            valueRefs,
            indexLength,
            0));
    return table;
  }
}
