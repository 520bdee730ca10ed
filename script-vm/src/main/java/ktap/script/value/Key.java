package ktap.script.value;

import org.jspecify.annotations.Nullable;

/** A composite key, {@code t[a, b]}: some values of which none is nil. Immutable. */
public final class Key {
  private final long[] numbers;
  private final Object[] refs;
  private final int hash;

  private Key(long[] numbers, Object[] refs) {
    this.numbers = numbers;
    this.refs = refs;
    int mixed = 1;
    for (int i = 0; i < refs.length; i++) {
      mixed = mixed * 31 + partHash(refs[i], numbers[i]);
    }
    this.hash = mixed;
  }

  /**
   * A key of {@code count} registers. Whole floats become integers, as in a plain key.
   *
   * @throws ScriptRuntimeException if one of them is nil or NaN
   */
  public static Key of(long[] numbers, @Nullable Object[] refs, int from, int count) {
    long[] ownNumbers = new long[count];
    Object[] ownRefs = new Object[count];
    for (int i = 0; i < count; i++) {
      Object ref = Table.checkedKey(refs[from + i], numbers[from + i]);
      ownNumbers[i] = numbers[from + i];
      if (ref == Tag.FLOAT && Table.isWhole(numbers[from + i])) {
        ownNumbers[i] = (long) Double.longBitsToDouble(numbers[from + i]);
        ref = Tag.INT;
      }
      ownRefs[i] = ref;
    }
    return new Key(ownNumbers, ownRefs);
  }

  private static int partHash(Object ref, long number) {
    return ref instanceof Tag ? Long.hashCode(number) * 0x9E3779B1 : ref.hashCode();
  }

  /** How many values it has. */
  public int size() {
    return refs.length;
  }

  /** The reference of a value; never null. */
  public Object ref(int at) {
    return refs[at];
  }

  /** The number of a value. */
  public long number(int at) {
    return numbers[at];
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // tags
  public boolean equals(Object other) {
    if (!(other instanceof Key key) || key.hash != hash || key.refs.length != refs.length) {
      return false;
    }
    for (int i = 0; i < refs.length; i++) {
      Object mine = refs[i];
      boolean same =
          mine instanceof Tag
              ? mine == key.refs[i] && numbers[i] == key.numbers[i]
              : mine.equals(key.refs[i]);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
