package ktap.script.value;

/**
 * What a {@code for (k, v in …)} walks: keys with their values. {@code pairs(t)} gives the table's
 * own {@link Table.Iteration}, the library's others give theirs.
 */
public interface Pairs {
  /** Goes to the next pair; false after the last one. */
  boolean next();

  long keyNumber();

  /** The reference of the key; never null. */
  Object keyRef();

  long valueNumber();

  /** The reference of the value; never null. */
  Object valueRef();
}
