package ktap.script.state;

import ktap.script.value.ByteString;
import ktap.script.value.KernelAddress;
import ktap.script.value.Key;
import ktap.script.value.StackValue;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A value as it lies in a register, or nil.
 *
 * @param ref null is nil
 */
record Cell(long number, @Nullable Object ref) {
  static final Cell NIL = new Cell(0, null);

  /** What a table holds under a key. */
  static Cell of(@Nullable Table table, long keyNumber, Object keyRef) {
    int place = table == null ? Table.ABSENT : table.find(keyNumber, keyRef);
    return table == null || place == Table.ABSENT
        ? NIL
        : new Cell(table.numberAt(place), table.refAt(place));
  }

  boolean isNil() {
    return ref == null;
  }

  @Nullable Table table() {
    return ref instanceof Table table ? table : null;
  }

  /** Whether it is a number; nil counts as 0. */
  boolean isCountable() {
    return ref == null || ref instanceof Tag;
  }

  /** Whether another run could hold it as it is. */
  static boolean isPlain(@Nullable Object ref) {
    if (ref instanceof Key key) {
      boolean isPlain = true;
      for (int i = 0; i < key.size(); i++) {
        isPlain &= isPlain(key.ref(i));
      }
      return isPlain;
    }
    return ref == null
        || ref instanceof Tag
        || ref instanceof Boolean
        || ref instanceof ByteString
        || ref instanceof StackValue
        || ref instanceof KernelAddress;
  }

  /** The sum; an integer if both are. */
  @SuppressWarnings("ReferenceEquality") // tags are unique
  Cell plus(Cell other) {
    if (ref == Tag.FLOAT || other.ref == Tag.FLOAT) {
      return new Cell(Double.doubleToRawLongBits(real() + other.real()), Tag.FLOAT);
    }
    return new Cell(integer() + other.integer(), Tag.INT);
  }

  @SuppressWarnings("ReferenceEquality") // tags are unique
  Cell minus(Cell other) {
    if (ref == Tag.FLOAT || other.ref == Tag.FLOAT) {
      return new Cell(Double.doubleToRawLongBits(real() - other.real()), Tag.FLOAT);
    }
    return new Cell(integer() - other.integer(), Tag.INT);
  }

  private long integer() {
    return ref == null ? 0 : number;
  }

  @SuppressWarnings("ReferenceEquality") // tags are unique
  private double real() {
    return ref == Tag.FLOAT ? Double.longBitsToDouble(number) : integer();
  }
}
