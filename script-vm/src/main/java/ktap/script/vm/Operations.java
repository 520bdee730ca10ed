package ktap.script.vm;

import ktap.script.code.Op;
import ktap.script.value.ByteString;
import ktap.script.value.EventValue;
import ktap.script.value.Key;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What the operators mean, once for all engines. An operand is a pair (number, reference); a result
 * is the reference that is returned, with the number in {@link Machine#number}.
 *
 * <p>Integers wrap; {@code /} truncates and {@code %} has the sign of the dividend; with one float
 * both are floats. Comparing what can't be compared is an error, but in older dialects false.
 */
@SuppressWarnings({"ReferenceEquality", "BooleanLiteral"}) // tags and the two booleans are unique
public final class Operations {
  private static final int LONG_STRING = 1 << 14;

  private Operations() {}

  // ---- arithmetic ----

  public static @Nullable Object add(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == Tag.INT && rightRef == Tag.INT) {
      return integer(machine, left + right);
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return floating(machine, operand(left, leftRef) + operand(right, rightRef));
    }
    return notNumbers(machine, left, leftRef, rightRef);
  }

  public static @Nullable Object sub(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == Tag.INT && rightRef == Tag.INT) {
      return integer(machine, left - right);
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return floating(machine, operand(left, leftRef) - operand(right, rightRef));
    }
    return notNumbers(machine, left, leftRef, rightRef);
  }

  public static @Nullable Object mul(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == Tag.INT && rightRef == Tag.INT) {
      return integer(machine, left * right);
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return floating(machine, operand(left, leftRef) * operand(right, rightRef));
    }
    return notNumbers(machine, left, leftRef, rightRef);
  }

  public static @Nullable Object div(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == Tag.INT && rightRef == Tag.INT) {
      return integer(machine, div(left, right));
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return floating(machine, operand(left, leftRef) / operand(right, rightRef));
    }
    return notNumbers(machine, left, leftRef, rightRef);
  }

  public static @Nullable Object mod(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == Tag.INT && rightRef == Tag.INT) {
      return integer(machine, mod(left, right));
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return floating(machine, operand(left, leftRef) % operand(right, rightRef));
    }
    return notNumbers(machine, left, leftRef, rightRef);
  }

  /** Integer division. */
  public static long div(long left, long right) {
    if (right == 0) {
      throw ScriptRuntimeException.error("error: divide 0 arith operation");
    }
    return left / right;
  }

  /** Remainder of the integer division. */
  public static long mod(long left, long right) {
    if (right == 0) {
      throw ScriptRuntimeException.error("error: mod 0 arith operation");
    }
    return left % right;
  }

  /** An integer with a natural exponent stays an integer and wraps; else a float. */
  public static @Nullable Object pow(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == Tag.INT && rightRef == Tag.INT && right >= 0) {
      return integer(machine, power(left, right));
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return floating(machine, Math.pow(operand(left, leftRef), operand(right, rightRef)));
    }
    return notNumbers(machine, left, leftRef, rightRef);
  }

  static long power(long base, long exponent) {
    long result = 1;
    long factor = base;
    for (long left = exponent; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        result *= factor;
      }
      factor *= factor;
    }
    return result;
  }

  /** {@code variable += right}: nil on the left counts as 0. */
  public static @Nullable Object addTo(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (!(rightRef instanceof Tag)) {
      throw WrongValues.added(rightRef);
    }
    if (leftRef == null) {
      machine.number = right;
      return rightRef;
    }
    if (!(leftRef instanceof Tag)) {
      throw WrongValues.addedTo(leftRef);
    }
    return add(machine, left, leftRef, right, rightRef);
  }

  public static @Nullable Object negate(Machine machine, long number, @Nullable Object ref) {
    if (ref == Tag.INT) {
      return integer(machine, -number);
    }
    if (ref == Tag.FLOAT) {
      return floating(machine, -Double.longBitsToDouble(number));
    }
    if (machine.isOlderDialect()) {
      return ref;
    }
    throw WrongValues.negated(ref);
  }

  /** The oldest scripts keep what was there; all others fail. */
  private static @Nullable Object notNumbers(
      Machine machine, long left, @Nullable Object leftRef, @Nullable Object rightRef) {
    if (machine.isEarlyDialect()) {
      machine.number = left;
      return leftRef;
    }
    throw WrongValues.arithmetic(leftRef, rightRef);
  }

  private static Object integer(Machine machine, long value) {
    machine.number = value;
    return Tag.INT;
  }

  private static Object floating(Machine machine, double value) {
    machine.number = Double.doubleToRawLongBits(value);
    return Tag.FLOAT;
  }

  private static double operand(long number, Object ref) {
    return ref == Tag.INT ? number : Double.longBitsToDouble(number);
  }

  // ---- bits ----

  /** The operand of a bit operator: an integer, or a float that is whole. */
  public static long bits(long number, @Nullable Object ref) {
    if (ref == Tag.INT) {
      return number;
    }
    if (ref == Tag.FLOAT) {
      double value = Double.longBitsToDouble(number);
      if (value == (long) value) {
        return (long) value;
      }
      throw ScriptRuntimeException.error("error: a bit operator needs a whole number");
    }
    throw WrongValues.bits(ref);
  }

  /** A bit operator by its opcode. */
  public static Object bitwise(
      Machine machine,
      int opcode,
      long leftNumber,
      @Nullable Object leftRef,
      long rightNumber,
      @Nullable Object rightRef) {
    long left = bits(leftNumber, leftRef);
    long right = bits(rightNumber, rightRef);
    machine.number =
        switch (opcode) {
          case Op.BIT_AND -> left & right;
          case Op.BIT_OR -> left | right;
          case Op.BIT_XOR -> left ^ right;
          case Op.SHIFT_LEFT -> shiftLeft(left, right);
          default -> shiftRight(left, right);
        };
    return Tag.INT;
  }

  /** Counts of 64 and more shift everything out; negative ones shift the other way. */
  public static long shiftLeft(long value, long count) {
    if (count < 0) {
      return count <= -64 ? 0 : value >>> -count;
    }
    return count >= 64 ? 0 : value << count;
  }

  /** Shifts zeros in from the left. */
  public static long shiftRight(long value, long count) {
    if (count < 0) {
      return count <= -64 ? 0 : value << -count;
    }
    return count >= 64 ? 0 : value >>> count;
  }

  // ---- comparing ----

  public static boolean equal(
      long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == rightRef) {
      if (leftRef == Tag.INT) {
        return left == right;
      }
      return leftRef != Tag.FLOAT
          || Double.longBitsToDouble(left) == Double.longBitsToDouble(right);
    }
    if (leftRef instanceof ByteString string) {
      return rightRef instanceof ByteString other && string.isEqual(other);
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return leftRef == Tag.INT
          ? left == Double.longBitsToDouble(right)
          : Double.longBitsToDouble(left) == right;
    }
    return leftRef != null && leftRef.equals(rightRef);
  }

  public static boolean less(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == Tag.INT && rightRef == Tag.INT) {
      return left < right;
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return operand(left, leftRef) < operand(right, rightRef);
    }
    return order(machine, leftRef, rightRef) < 0;
  }

  public static boolean atMost(
      Machine machine, long left, @Nullable Object leftRef, long right, @Nullable Object rightRef) {
    if (leftRef == Tag.INT && rightRef == Tag.INT) {
      return left <= right;
    }
    if (leftRef instanceof Tag && rightRef instanceof Tag) {
      return operand(left, leftRef) <= operand(right, rightRef);
    }
    return order(machine, leftRef, rightRef) <= 0;
  }

  private static int order(Machine machine, @Nullable Object left, @Nullable Object right) {
    if (machine.isOlderDialect()) {
      return left instanceof ByteString string && right instanceof ByteString other
          ? string.compareTo(other)
          : 1;
    }
    throw WrongValues.order(left, right);
  }

  public static boolean isTrue(@Nullable Object ref) {
    return ref != null && ref != Boolean.FALSE;
  }

  public static Object not(@Nullable Object ref) {
    return isTrue(ref) ? Boolean.FALSE : Boolean.TRUE;
  }

  // ---- strings ----

  /** Joins {@code count} registers. */
  public static Object concat(
      Machine machine, long[] numbers, @Nullable Object[] refs, int from, int count) {
    long length = 0;
    for (int i = from; i < from + count; i++) {
      if (!(refs[i] instanceof ByteString string)) {
        throw WrongValues.joined(refs[i], machine.isOlderDialect());
      }
      length += string.length();
    }
    if (length > machine.limits().maxStringBytes()) {
      throw ScriptRuntimeException.error(
          "error: Error: too long string concatenation: a string holds at most "
              + machine.limits().maxStringBytes()
              + " bytes (--max-string)");
    }
    if (length > LONG_STRING) {
      machine.checkStop();
    }
    byte[] joined = new byte[(int) length];
    int at = 0;
    for (int i = from; i < from + count; i++) {
      byte[] part = ((ByteString) refs[i]).bytes();
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return ByteString.over(joined);
  }

  // ---- tables ----

  /** The table that is read from; of an event, what can be read of it. */
  public static Table readable(Machine machine, @Nullable Object ref) {
    if (ref instanceof Table table) {
      return table;
    }
    if (ref instanceof EventValue event) {
      return machine.members(event);
    }
    throw WrongValues.read(ref);
  }

  /** The table that is written to. */
  public static Table writable(@Nullable Object ref) {
    if (ref instanceof Table table) {
      return table;
    }
    throw WrongValues.written(ref);
  }

  /** {@code table[key] += by}. */
  public static void increase(
      Machine machine,
      @Nullable Object tableRef,
      long keyNumber,
      @Nullable Object keyRef,
      long by,
      @Nullable Object byRef) {
    Table table = writable(tableRef);
    Object key = machine.storedKey(keyRef);
    if (byRef == Tag.INT && table.increment(keyNumber, key, by)) {
      return;
    }
    if (table.isAggregating()) {
      throw ScriptRuntimeException.error(
          "error: use += operator for non-table: what ptable() gives adds by itself; write <<< or"
              + " =");
    }
    int place = table.find(keyNumber, key);
    long before = place == Table.ABSENT ? 0 : table.numberAt(place);
    Object beforeRef = place == Table.ABSENT ? null : table.refAt(place);
    Object after = addTo(machine, before, beforeRef, by, byRef);
    table.put(keyNumber, key, machine.number, after);
  }

  /** A composite key of {@code count} registers; nil if one of them is nil. */
  public static @Nullable Object key(long[] numbers, @Nullable Object[] refs, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (refs[i] == null) {
        return null;
      }
    }
    return Key.of(numbers, refs, from, count);
  }
}
