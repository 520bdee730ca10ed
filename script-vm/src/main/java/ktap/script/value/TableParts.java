package ktap.script.value;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of a {@link Table} as they lie there, so that what is stored of a table and given back
 * behaves as the table did, the order of its keys included. What {@link Table#parts()} gives is
 * read only, and valid until the table changes; {@link Table#restore} becomes the owner of what it
 * is given.
 *
 * @param kinds of the hash part: low half: kind of the key, 0 for a deleted entry; high half: of
 *     the value
 * @param indexLength of the hash part's index, which is made again
 * @param epoch another one means that entries of the hash part lie elsewhere
 */
@SuppressWarnings("ArrayRecordComponent") // read only, hot path
public record TableParts(
    int arraySize,
    byte[] arrayKinds,
    long[] arrayValues,
    @Nullable Object @Nullable [] arrayRefs,
    int used,
    byte[] kinds,
    long[] keys,
    @Nullable Object @Nullable [] keyRefs,
    long[] values,
    @Nullable Object @Nullable [] valueRefs,
    int indexLength,
    int epoch) {

  /** An integer, in the number. */
  public static final int INT = 1;

  /** A float, its bits in the number. */
  public static final int FLOAT = 2;

  public static final int TRUE = 3;
  public static final int FALSE = 4;

  /** Anything else, in the reference. */
  public static final int REF = 5;
}
