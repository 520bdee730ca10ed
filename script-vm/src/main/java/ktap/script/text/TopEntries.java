package ktap.script.text;

import ktap.script.value.ByteString;
import ktap.script.value.Pairs;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table with the largest weights, in descending order; of equal ones those with
 * the smaller key come first, numbers before strings, and then those that were stored first. Takes
 * n log m steps for the m largest of n.
 */
public final class TopEntries {
  private final int most;
  private final long[] weights;
  private final long[] keyNumbers;
  private final @Nullable Object[] keyRefs;
  private final long[] valueNumbers;
  private final @Nullable Object[] valueRefs;
  private final int[] order; // a heap, the weakest entry on top; after sorting, descending
  private int count;
  private int seen;

  /**
   * @param most how many are kept
   */
  public TopEntries(int most, Table table) {
    this.most = Math.min(most, table.size());
    this.weights = new long[this.most];
    this.keyNumbers = new long[this.most];
    this.keyRefs = new Object[this.most];
    this.valueNumbers = new long[this.most];
    this.valueRefs = new Object[this.most];
    this.order = new int[this.most];
  }

  /** Takes an entry into account. */
  public void offer(long weight, Pairs entry) {
    seen++;
    if (count < most) {
      set(count, weight, entry);
      order[count] = count;
      up(count++);
    } else if (most > 0 && comesBefore(weight, entry.keyNumber(), entry.keyRef(), order[0])) {
      set(order[0], weight, entry);
      down(0, count);
    }
  }

  /** Puts them in order; after that nothing is offered. */
  public void sort() {
    for (int end = count - 1; end > 0; end--) {
      swap(0, end);
      down(0, end);
    }
  }

  /** How many were offered. */
  public int seen() {
    return seen;
  }

  /** How many were kept. */
  public int count() {
    return count;
  }

  public long weight(int at) {
    return weights[order[at]];
  }

  public long keyNumber(int at) {
    return keyNumbers[order[at]];
  }

  public @Nullable Object keyRef(int at) {
    return keyRefs[order[at]];
  }

  public long valueNumber(int at) {
    return valueNumbers[order[at]];
  }

  public @Nullable Object valueRef(int at) {
    return valueRefs[order[at]];
  }

  private void set(int slot, long weight, Pairs entry) {
    weights[slot] = weight;
    keyNumbers[slot] = entry.keyNumber();
    keyRefs[slot] = entry.keyRef();
    valueNumbers[slot] = entry.valueNumber();
    valueRefs[slot] = entry.valueRef();
  }

  private boolean comesBefore(long weight, long keyNumber, @Nullable Object keyRef, int slot) {
    if (weight != weights[slot]) {
      return weight > weights[slot];
    }
    return compareKeys(keyNumber, keyRef, keyNumbers[slot], keyRefs[slot]) < 0;
  }

  /** Compares two keys: numbers by value, then strings by bytes, then the others, all equal. */
  static int compareKeys(
      long leftNumber, @Nullable Object left, long rightNumber, @Nullable Object right) {
    if (left == Tag.INT && right == Tag.INT) {
      return Long.compare(leftNumber, rightNumber);
    }
    if (left instanceof ByteString leftText && right instanceof ByteString rightText) {
      return leftText.compareTo(rightText);
    }
    if (left instanceof Tag && right instanceof Tag) {
      return Double.compare(real(leftNumber, left), real(rightNumber, right));
    }
    return Integer.compare(rank(left), rank(right));
  }

  private static double real(long number, Object tag) {
    return tag == Tag.INT ? number : Double.longBitsToDouble(number);
  }

  private static int rank(@Nullable Object key) {
    return key instanceof Tag ? 0 : key instanceof ByteString ? 1 : 2;
  }

  private boolean isBefore(int left, int right) {
    if (weights[left] == weights[right]
        && compareKeys(keyNumbers[left], keyRefs[left], keyNumbers[right], keyRefs[right]) == 0) {
      return left < right;
    }
    return comesBefore(weights[left], keyNumbers[left], keyRefs[left], right);
  }

  private void up(int from) {
    int at = from;
    while (at > 0 && isBefore(order[at - 1 >> 1], order[at])) {
      swap(at, at - 1 >> 1);
      at = at - 1 >> 1;
    }
  }

  private void down(int from, int end) {
    int at = from;
    while (true) {
      int weakest = at;
      for (int child = 2 * at + 1; child <= 2 * at + 2 && child < end; child++) {
        if (isBefore(order[weakest], order[child])) {
          weakest = child;
        }
      }
      if (weakest == at) {
        return;
      }
      swap(at, weakest);
      at = weakest;
    }
  }

  private void swap(int left, int right) {
    int kept = order[left];
    order[left] = order[right];
    order[right] = kept;
  }
}
