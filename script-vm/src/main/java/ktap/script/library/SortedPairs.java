package ktap.script.library;

import java.util.Arrays;
import ktap.script.aggregation.Summary;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.Kinds;
import ktap.script.value.Pairs;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sort_pairs(t [, before])} walks: the pairs as they were when it was called, in the
 * order of their values. A merge sort, so that a comparison which contradicts itself can do no harm
 * but a strange order.
 *
 * <p>Equal values come in the reverse order of the table's, as in the original.
 */
final class SortedPairs implements Pairs {
  /** Entries between two looks at the user's wish to stop. */
  private static final int LOOK = 1 << 14;

  private static final int REGISTERS = 256;

  private final long[] keyNumbers;
  private final Object[] keyRefs;
  private final long[] valueNumbers;
  private final Object[] valueRefs;
  private int[] order;
  private int at = -1;

  private SortedPairs(CallContext context, Table table) {
    int size = table.size();
    keyNumbers = new long[size];
    keyRefs = new Object[size];
    valueNumbers = new long[size];
    valueRefs = new Object[size];
    order = new int[size];
    int i = size;
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      i--;
      keyNumbers[i] = entry.keyNumber();
      keyRefs[i] = entry.keyRef();
      valueNumbers[i] = entry.valueNumber();
      valueRefs[i] = entry.valueRef();
      order[i] = i;
    }
  }

  static SortedPairs of(CallContext context, Table table, @Nullable Object before) {
    SortedPairs pairs = new SortedPairs(context, table);
    pairs.sort(context, before == null ? pairs::isLess : pairs.by(context, before));
    return pairs;
  }

  /** Whether one entry goes before another. */
  @FunctionalInterface
  private interface Order {
    boolean isBefore(int left, int right);
  }

  private Order by(CallContext context, Object function) {
    long[] numbers = new long[REGISTERS]; // what the function needs lies there, too
    @Nullable Object[] refs = new Object[REGISTERS];
    return (left, right) -> {
      numbers[0] = valueNumbers[left];
      refs[0] = valueRefs[left];
      numbers[1] = valueNumbers[right];
      refs[1] = valueRefs[right];
      context.call(function, numbers, refs, 0, 2);
      return refs[0] != null && !Boolean.FALSE.equals(refs[0]);
    };
  }

  private boolean isLess(int left, int right) {
    Object leftRef = valueRefs[left];
    Object rightRef = valueRefs[right];
    if (leftRef == Tag.INT && rightRef == Tag.INT) {
      return valueNumbers[left] < valueNumbers[right];
    }
    if (leftRef instanceof ByteString leftText && rightRef instanceof ByteString rightText) {
      return leftText.compareTo(rightText) < 0;
    }
    return real(left) < real(right);
  }

  private double real(int entry) {
    Object ref = valueRefs[entry];
    if (ref == Tag.INT) {
      return valueNumbers[entry];
    }
    if (ref == Tag.FLOAT) {
      return Double.longBitsToDouble(valueNumbers[entry]);
    }
    if (ref instanceof Summary summary) {
      return summary.count();
    }
    throw ScriptRuntimeException.error(
        "error: compare with non-number: sort_pairs without a function sorts numbers, found "
            + Kinds.sentence(ref));
  }

  private void sort(CallContext context, Order before) {
    int[] from = order;
    int[] to = new int[from.length];
    for (int width = 1; width < from.length; width *= 2) {
      for (int low = 0; low < from.length; low += 2 * width) {
        int middle = Math.min(low + width, from.length);
        merge(context, from, to, low, middle, Math.min(middle + width, from.length), before);
      }
      int[] kept = from;
      from = to;
      to = kept;
    }
    order = Arrays.copyOf(from, from.length);
  }

  private static void merge(
      CallContext context, int[] from, int[] to, int low, int middle, int high, Order before) {
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      if ((i & LOOK - 1) == LOOK - 1) {
        context.checkStop();
      }
      boolean takeRight =
          left == middle || right < high && before.isBefore(from[right], from[left]);
      to[i] = takeRight ? from[right++] : from[left++];
    }
  }

  @Override
  public boolean next() {
    return ++at < order.length;
  }

  @Override
  public long keyNumber() {
    return keyNumbers[order[at]];
  }

  @Override
  public Object keyRef() {
    return keyRefs[order[at]];
  }

  @Override
  public long valueNumber() {
    return valueNumbers[order[at]];
  }

  @Override
  public Object valueRef() {
    return valueRefs[order[at]];
  }
}
