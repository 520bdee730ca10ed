package ktap.script.state;

import java.util.Arrays;
import ktap.script.aggregation.Summary;
import ktap.script.value.Table;
import ktap.script.value.TableParts;
import org.jspecify.annotations.Nullable;

/**
 * One half of a table as it was at the last checkpoint, to find what changed since. Where there are
 * only numbers, {@value #BLOCK} entries are compared at a time by the machine's vectors; an
 * aggregation has changed if it counts more than it did.
 */
@SuppressWarnings("ReferenceEquality") // what isn't the same object was stored anew
final class SlotCopy {
  static final int BLOCK = 256;

  private static final byte[] NO_BYTES = {};
  private static final long[] NO_LONGS = {};

  /** By how many bits the kind of a value is shifted. */
  private final int shift;

  private int size;
  private byte[] kinds = NO_BYTES;
  private long[] values = NO_LONGS;
  private @Nullable Object @Nullable [] refs;
  private long[] counts = NO_LONGS;

  /** Sees the tables that are held, and writes entries that changed. */
  interface Changes {
    void held(Table table);

    /**
     * @param isKnown whether the entry's key was written before
     */
    void changed(int at, boolean isKnown);
  }

  SlotCopy(int shift) {
    this.shift = shift;
  }

  /** What was known lies elsewhere now. */
  void forget() {
    size = 0;
    refs = null;
  }

  /** Remembers how it is now, and that it was written. */
  void goOnFrom(
      int nowSize, byte[] nowKinds, long[] nowValues, @Nullable Object @Nullable [] nowRefs) {
    size = nowSize;
    kinds = Arrays.copyOf(nowKinds, nowSize);
    values = Arrays.copyOf(nowValues, nowSize);
    if (nowRefs != null) {
      refs = Arrays.copyOf(nowRefs, nowSize);
      counts = new long[nowSize];
      for (int from = 0; from < nowSize; from += BLOCK) {
        count(from, Math.min(nowSize, from + BLOCK), nowRefs);
      }
    }
  }

  private void count(int from, int to, @Nullable Object[] nowRefs) {
    for (int at = from; at < to; at++) {
      counts[at] = nowRefs[at] instanceof Summary summary ? summary.count() : 0;
    }
  }

  /** Tells what changed, and remembers how it is now. */
  void compare(
      int nowSize,
      byte[] nowKinds,
      long[] nowValues,
      @Nullable Object @Nullable [] nowRefs,
      Changes changes) {
    size = Math.min(size, nowSize);
    makeRoom(nowSize, nowKinds.length, nowRefs != null);
    for (int from = 0; from < nowSize; from += BLOCK) {
      int to = Math.min(nowSize, from + BLOCK);
      if (nowRefs != null || to > size || !isSame(from, to, nowKinds, nowValues)) {
        lookAtAll(from, to, nowKinds, nowValues, nowRefs, changes);
      }
    }
    size = nowSize;
  }

  private void lookAtAll(
      int from,
      int to,
      byte[] nowKinds,
      long[] nowValues,
      @Nullable Object @Nullable [] nowRefs,
      Changes changes) {
    for (int at = from; at < to; at++) {
      look(at, nowKinds[at], at < nowValues.length ? nowValues[at] : 0, nowRefs, changes);
    }
  }

  private void makeRoom(int nowSize, int capacity, boolean hasRefs) {
    if (kinds.length < nowSize) {
      kinds = Arrays.copyOf(kinds, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    @Nullable Object[] old = refs;
    if (hasRefs && (old == null || old.length < nowSize)) {
      refs = old == null ? new Object[kinds.length] : Arrays.copyOf(old, kinds.length);
      counts = Arrays.copyOf(counts, kinds.length);
    }
  }

  private boolean isSame(int from, int to, byte[] nowKinds, long[] nowValues) {
    if (to > nowValues.length) {
      return false;
    }
    return Arrays.equals(kinds, from, to, nowKinds, from, to)
        && Arrays.equals(values, from, to, nowValues, from, to);
  }

  private void look(
      int at, byte kind, long value, @Nullable Object @Nullable [] nowRefs, Changes changes) {
    int valueKind = kind >> shift;
    boolean isNew = at >= size;
    boolean isChanged = isNew || kinds[at] != kind;
    if (valueKind == TableParts.REF && nowRefs != null) {
      isChanged |= lookAtRef(at, nowRefs[at], changes);
    } else {
      isChanged |=
          (valueKind == TableParts.INT || valueKind == TableParts.FLOAT) && values[at] != value;
    }
    values[at] = value;
    kinds[at] = kind;
    if (isChanged && (kind != 0 || !isNew)) {
      changes.changed(at, !isNew);
    }
  }

  private boolean lookAtRef(int at, @Nullable Object ref, Changes changes) {
    @Nullable Object[] known = refs;
    if (ref instanceof Table table) {
      changes.held(table);
    }
    long count = ref instanceof Summary summary ? summary.count() : 0;
    if (known == null || known[at] == ref && counts[at] == count) {
      return false;
    }
    known[at] = ref;
    counts[at] = count;
    return true;
  }
}
