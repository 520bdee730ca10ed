package ktap.script.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table: any value but nil and NaN as key, any value but nil as value. Integers are not boxed.
 *
 * <p>Two parts. The <b>array part</b> holds the keys 0 to {@code arraySize - 1}: always those below
 * {@value #ALWAYS_ARRAY}, and on from there as long as keys come without a gap. When the hash part
 * is full, integers from it join the array part if they fill a good part of a larger one. The
 * <b>hash part</b> holds the others as entries in the order in which they came; an index of {@code
 * int}s, open addressing with linear probing, finds them. Up to {@value #FEW} entries are looked
 * through instead: there may be a million such tables. Where a number was found last, and where a
 * string was found last in any table, is tried first: a key is often read and then written, and
 * most strings are keys of one table.
 *
 * <pre>
 *  index     int[2^n]      0, or number of an entry + 1
 *  keys      long[]        integer, bits of a float, or the hash of keyRefs[e]
 *  keyRefs   Object[]      strings and other keys; none as long as all keys are numbers
 *  values    long[]
 *  valueRefs Object[]      as keyRefs; the array part has its own
 *  kinds     byte[]        low half: kind of the key, 0 for a deleted entry; high half: of the value
 * </pre>
 *
 * <p>What lies beyond the first {@value #FLAT} elements of index, keys and values lies in segments
 * that are added and never copied, so that a large table leaves nothing behind while it grows.
 *
 * <p>The array part has a kind for each value, and values and references only as far as numbers and
 * other values were stored: a set of integers takes a byte a key.
 *
 * <p>A table that was kept may be <b>asleep</b>: its entries are given by what keeps it when they
 * are needed first. It looks empty then, so only where nothing is found it has to be asked for.
 *
 * <p>Storing nil deletes: the entry is freed when the hash part next grows (the original kept it
 * for ever and counted it). Iteration gives the array keys ascending, then the entries in order;
 * what is stored while it goes on never disturbs it. Not for several threads.
 */
@SuppressWarnings({"ReferenceEquality", "BooleanLiteral"}) // tags and the two booleans are unique
public final class Table {
  static final int ALWAYS_ARRAY = 256;

  /** {@link #find}: no such key. */
  public static final int ABSENT = -1;

  private static final byte DEAD = 0;
  private static final byte NIL = 0;
  private static final byte INT = 1;
  private static final byte FLOAT = 2;
  private static final byte TRUE = 3;
  private static final byte FALSE = 4;
  private static final byte REF = 5;

  private static final byte[] NO_BYTES = {};
  private static final long[] NO_LONGS = {};
  private static final int[] NO_INTS = {};

  /** So many entries need no index. */
  private static final int FEW = 8;

  private static final int FROM_HERE_SLOWLY = 1 << 20;

  /** What an array part gets is to be half full if it is larger than this, else a quarter. */
  private static final int LARGE_ARRAY = 1 << 20;

  private static final int LARGEST_ARRAY_BITS = 26;

  /** The JVM compiles early what is called often, and late what loops long. */
  private static final int SOME = 32;

  /** How much of index, keys and values is one array. */
  private static final int FLAT = 1 << 20;

  private static final int SEGMENT_BITS = 16;
  private static final int SEGMENT = 1 << SEGMENT_BITS;
  private static final long[][] NO_SEGMENTS = {};
  private static final int[][] NO_INDEX_SEGMENTS = {};

  private final int maxEntries;

  /** What makes the aggregations that numbers are added to; null if they are just stored. */
  private final @Nullable LibraryState aggregations;

  private int arraySize;
  private int arrayCount;
  private byte[] arrayKinds = NO_BYTES;
  private long[] arrayValues = NO_LONGS;
  private Object @Nullable [] arrayRefs;

  private int used;
  private int dead;
  private int integerKeys;
  private int epoch;
  private boolean walked;
  private boolean isAsleep;

  /** The entry of the number that was found last; it may have gone meanwhile. */
  private int guess;

  private int[] index = NO_INTS;
  private byte[] kinds = NO_BYTES;
  private long[] keys = NO_LONGS;
  private long[] values = NO_LONGS;
  private @Nullable Object @Nullable [] keyRefs;
  private @Nullable Object @Nullable [] valueRefs;

  private @Nullable KeptEntries kept; // null for one that isn't kept

  /** Elements of the index, in all its parts. */
  private int indexSize;

  /** What lies beyond {@link #FLAT}, by number of the segment; those before that are empty. */
  private int[][] farIndex = NO_INDEX_SEGMENTS;

  private long[][] farKeys = NO_SEGMENTS;
  private long[][] farValues = NO_SEGMENTS;

  /** A table without a limit of its own. */
  public Table() {
    this(Integer.MAX_VALUE);
  }

  /** A table that refuses to hold more than so many entries. */
  public Table(int maxEntries) {
    this(maxEntries, null);
  }

  private Table(int maxEntries, @Nullable LibraryState aggregations) {
    this.maxEntries = maxEntries;
    this.aggregations = aggregations;
  }

  /**
   * A table in which storing a number adds it to the aggregation that the key has. All its keys are
   * in the hash part, where storing an integer over another is the only thing that isn't looked at.
   */
  public static Table aggregating(int maxEntries, LibraryState library) {
    return new Table(maxEntries, library);
  }

  /** Whether storing adds to aggregations. */
  public boolean isAggregating() {
    return aggregations != null;
  }

  /** How many keys it holds. */
  public int size() {
    KeptEntries from = kept;
    return isAsleep && from != null ? from.size() : arrayCount + used - dead;
  }

  /** Empties it. */
  public void clear() {
    arraySize = 0;
    arrayCount = 0;
    arrayKinds = NO_BYTES;
    arrayValues = NO_LONGS;
    arrayRefs = null;
    used = 0;
    dead = 0;
    integerKeys = 0;
    index = NO_INTS;
    indexSize = 0;
    farIndex = NO_INDEX_SEGMENTS;
    kinds = NO_BYTES;
    keys = NO_LONGS;
    values = NO_LONGS;
    farKeys = NO_SEGMENTS;
    farValues = NO_SEGMENTS;
    keyRefs = null;
    valueRefs = null;
    epoch++;
    walked = false;
    isAsleep = false;
  }

  // ---- segments ----

  private int slot(int at) {
    return at < index.length ? index[at] : farIndex[at >>> SEGMENT_BITS][at & SEGMENT - 1];
  }

  private long key(int entry) {
    return entry < keys.length ? keys[entry] : far(farKeys, entry);
  }

  private long value(int entry) {
    return entry < values.length ? values[entry] : far(farValues, entry);
  }

  private static long far(long[][] segments, int entry) {
    return segments[entry >>> SEGMENT_BITS][entry & SEGMENT - 1];
  }

  private void setKey(int entry, long key) {
    if (entry < keys.length) {
      keys[entry] = key;
    } else {
      farKeys[entry >>> SEGMENT_BITS][entry & SEGMENT - 1] = key;
    }
  }

  private void setValue(int entry, long value) {
    if (entry < values.length) {
      values[entry] = value;
    } else {
      farValues[entry >>> SEGMENT_BITS][entry & SEGMENT - 1] = value;
    }
  }

  /** Makes the segments in which an entry lies that comes next. */
  private void reserveSegments(int entry) {
    int segment = entry >>> SEGMENT_BITS;
    if (segment >= farKeys.length) {
      farKeys = withRoom(farKeys, segment);
    }
    if (segment >= farValues.length) {
      farValues = withRoom(farValues, segment);
    }
    if (farKeys[segment].length == 0) {
      farKeys[segment] = new long[SEGMENT];
    }
    if (farValues[segment].length == 0) {
      farValues[segment] = new long[SEGMENT];
    }
  }

  private static long[][] withRoom(long[][] segments, int segment) {
    long[][] more = Arrays.copyOf(segments, Math.max(32, segment * 2));
    Arrays.fill(more, segments.length, more.length, NO_LONGS);
    return more;
  }

  /** An array of its own that has all elements; a copy only if they lie in several. */
  private static long[] together(long[] flat, long[][] far, int length) {
    if (length <= flat.length) {
      return flat;
    }
    long[] all = Arrays.copyOf(flat, length);
    for (int at = FLAT; at < length; at += SEGMENT) {
      System.arraycopy(far[at >>> SEGMENT_BITS], 0, all, at, Math.min(SEGMENT, length - at));
    }
    return all;
  }

  /** The part of an array that lies in segments. */
  private static long[][] segments(long[] all) {
    long[][] far = NO_SEGMENTS;
    for (int at = FLAT; at < all.length; at += SEGMENT) {
      int segment = at >>> SEGMENT_BITS;
      if (segment >= far.length) {
        far = withRoom(far, segment);
      }
      far[segment] = Arrays.copyOfRange(all, at, at + SEGMENT);
    }
    return far;
  }

  private static long[][] copy(long[][] segments) {
    long[][] copy = segments.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = copy[i].clone();
    }
    return copy;
  }

  // ---- reading ----

  /**
   * Where the value of a key lies, or {@link #ABSENT}; valid until the table changes. Nil and NaN
   * are absent.
   */
  public int find(long number, @Nullable Object ref) {
    if (ref == Tag.INT) {
      return findInteger(number);
    }
    if (ref instanceof ByteString string) {
      return findString(string);
    }
    return findOther(number, ref);
  }

  /** Where the value of an integer key lies. */
  public int findInteger(long key) {
    if (key >= 0 && key < arraySize) {
      int at = (int) key;
      return arrayKinds[at] == NIL ? ABSENT : ~(at + 1);
    }
    if (integerKeys == 0) {
      return wake() ? findInteger(key) : ABSENT;
    }
    return findNumber(key, INT);
  }

  /** Where the value of a string key lies. */
  public int findString(ByteString key) {
    @Nullable Object[] refs = keyRefs;
    if (refs == null) {
      return wake() ? findString(key) : ABSENT;
    }
    int last = key.lastEntry;
    return last < refs.length && refs[last] == key ? last : searchString(key, refs);
  }

  private int searchString(ByteString key, @Nullable Object[] refs) {
    int hash = key.hashCode();
    int mask = indexSize - 1;
    if (mask < 0) {
      return stringAmongFew(key, hash, refs);
    }
    for (int at = spread(hash) & mask; ; at = at + 1 & mask) {
      int entry = slot(at) - 1;
      if (entry < 0) {
        return ABSENT;
      }
      Object known = refs[entry];
      if (known == key
          || key(entry) == hash && known instanceof ByteString string && string.isEqual(key)) {
        key.lastEntry = entry;
        return entry;
      }
    }
  }

  private int stringAmongFew(ByteString key, int hash, @Nullable Object[] refs) {
    for (int entry = 0; entry < used; entry++) {
      Object known = refs[entry];
      if (known == key
          || keys[entry] == hash && known instanceof ByteString string && string.isEqual(key)) {
        key.lastEntry = entry;
        return entry;
      }
    }
    return ABSENT;
  }

  private int findNumber(long key, byte kind) {
    int last = guess;
    if (last < used && key(last) == key && (kinds[last] & 15) == kind) {
      return last;
    }
    int mask = indexSize - 1;
    if (mask < 0) {
      return numberAmongFew(key, kind);
    }
    for (int at = spread(key) & mask; ; at = at + 1 & mask) {
      int entry = slot(at) - 1;
      if (entry < 0) {
        return ABSENT;
      }
      if (key(entry) == key && (kinds[entry] & 15) == kind) {
        guess = entry;
        return entry;
      }
    }
  }

  private int numberAmongFew(long key, byte kind) {
    wake();
    for (int entry = 0; entry < used; entry++) {
      if (keys[entry] == key && (kinds[entry] & 15) == kind) {
        guess = entry;
        return entry;
      }
    }
    return ABSENT;
  }

  private int findOther(long number, @Nullable Object ref) {
    if (ref == null) {
      return ABSENT;
    }
    if (ref == Tag.FLOAT) {
      return isWhole(number)
          ? findInteger((long) Double.longBitsToDouble(number))
          : findNumber(number, FLOAT);
    }
    @Nullable Object[] refs = keyRefs;
    if (refs == null) {
      return wake() ? findOther(number, ref) : ABSENT;
    }
    int hash = ref.hashCode();
    int mask = indexSize - 1;
    if (mask < 0) {
      return otherAmongFew(ref, hash, refs);
    }
    for (int at = spread(hash) & mask; ; at = at + 1 & mask) {
      int entry = slot(at) - 1;
      if (entry < 0) {
        return ABSENT;
      }
      if (key(entry) == hash && ref.equals(refs[entry])) {
        return entry;
      }
    }
  }

  private int otherAmongFew(Object ref, int hash, @Nullable Object[] refs) {
    for (int entry = 0; entry < used; entry++) {
      if (keys[entry] == hash && ref.equals(refs[entry])) {
        return entry;
      }
    }
    return ABSENT;
  }

  /** The number of the value at a place that {@link #find} gave; any if it has none. */
  public long numberAt(int place) {
    if (place >= 0) {
      return value(place);
    }
    int at = ~place - 1;
    return at < arrayValues.length ? arrayValues[at] : 0;
  }

  /** The reference of the value at a place that {@link #find} gave; never null. */
  public Object refAt(int place) {
    if (place >= 0) {
      int kind = kinds[place] >> 4;
      return kind == INT ? Tag.INT : ref(kind, valueRefs, place);
    }
    int at = ~place - 1;
    int kind = arrayKinds[at];
    return kind == INT ? Tag.INT : ref(kind, arrayRefs, at);
  }

  /** Reads {@code this[key]} into a register; nil if there is none. */
  public void get(
      long number, @Nullable Object ref, long[] numbers, @Nullable Object[] refs, int to) {
    if (ref == Tag.INT) {
      getInteger(number, numbers, refs, to);
    } else if (ref instanceof ByteString string) {
      getString(string, numbers, refs, to);
    } else {
      read(findOther(number, ref), numbers, refs, to);
    }
  }

  /** Reads the value of an integer key into a register. */
  public void getInteger(long key, long[] numbers, @Nullable Object[] refs, int to) {
    if (key >= 0 && key < arraySize) {
      int at = (int) key;
      int kind = arrayKinds[at];
      if (kind == INT) {
        numbers[to] = arrayValues[at];
        setRef(refs, to, Tag.INT);
        return;
      }
      if (kind == NIL) {
        refs[to] = null;
        return;
      }
    }
    read(findInteger(key), numbers, refs, to);
  }

  /** Reads the value of a string key into a register. */
  public void getString(ByteString key, long[] numbers, @Nullable Object[] refs, int to) {
    int entry = findString(key);
    if (entry >= 0 && kinds[entry] >> 4 == INT) {
      numbers[to] = value(entry);
      setRef(refs, to, Tag.INT);
    } else {
      read(entry, numbers, refs, to);
    }
  }

  private void read(int place, long[] numbers, @Nullable Object[] refs, int to) {
    if (place == ABSENT) {
      refs[to] = null;
    } else {
      numbers[to] = numberAt(place);
      setRef(refs, to, refAt(place));
    }
  }

  /** Spares the garbage collector a note if nothing changes. */
  private static void setRef(@Nullable Object[] refs, int to, Object ref) {
    if (refs[to] != ref) {
      refs[to] = ref;
    }
  }

  private static Object ref(int kind, @Nullable Object @Nullable [] refs, int at) {
    return switch (kind) {
      case INT -> Tag.INT;
      case FLOAT -> Tag.FLOAT;
      case TRUE -> Boolean.TRUE;
      case FALSE -> Boolean.FALSE;
      default -> present(refs)[at];
    };
  }

  @SuppressWarnings("NullAway") // REF says that there are references
  private static Object[] present(@Nullable Object @Nullable [] refs) {
    return refs;
  }

  // ---- writing ----

  /**
   * Stores a value under a key; nil deletes.
   *
   * @throws ScriptRuntimeException if the key is nil or NaN, or the table is full
   */
  public void put(long keyNumber, @Nullable Object keyRef, long number, @Nullable Object ref) {
    if (keyRef == Tag.INT) {
      putInteger(keyNumber, number, ref);
      return;
    }
    Object key = checkedKey(keyRef, keyNumber);
    if (key == Tag.FLOAT) {
      if (isWhole(keyNumber)) {
        putInteger((long) Double.longBitsToDouble(keyNumber), number, ref);
        return;
      }
      putAt(findNumber(keyNumber, FLOAT), keyNumber, FLOAT, key, number, ref);
      return;
    }
    if (key instanceof ByteString string) {
      putString(string, number, ref);
    } else {
      putAt(findOther(0, key), key.hashCode(), REF, key, number, ref);
    }
  }

  /** Stores a value under an integer key; nil deletes. */
  public void putInteger(long key, long number, @Nullable Object ref) {
    if (key >= 0 && key < arraySize) {
      setInArray((int) key, number, ref);
    } else {
      putBeyond(key, number, ref);
    }
  }

  private void putBeyond(long key, long number, @Nullable Object ref) {
    if (wake()) {
      putInteger(key, number, ref);
      return;
    }
    if (key >= 0 && ref != null && belongs(key)) {
      extend((int) key + 1);
      if (integerKeys > 0 && arraySize >= ALWAYS_ARRAY && moveFollowing()) {
        compact();
      }
      setInArray((int) key, number, ref);
      return;
    }
    int place = integerKeys == 0 ? ABSENT : findNumber(key, INT);
    boolean mayGrow = ref != null && key >= 0 && aggregations == null;
    if (place == ABSENT && mayGrow && used >= FEW && isFull() && growArray(key)) {
      putInteger(key, number, ref);
    } else {
      putAt(place, key, INT, Tag.INT, number, ref);
    }
  }

  /** Stores under a string key; nil deletes. */
  public void putString(ByteString key, long number, @Nullable Object ref) {
    int entry = findString(key);
    if (ref == Tag.INT && entry >= 0 && kinds[entry] >> 4 == INT) {
      setValue(entry, number);
    } else {
      putAt(entry, key.hashCode(), REF, key, number, ref);
    }
  }

  private void keepArrayRef(int at, @Nullable Object ref) {
    Object[] refs = arrayRefs;
    if (refs == null || at >= refs.length) {
      refs = refs == null ? new Object[arrayKinds.length] : Arrays.copyOf(refs, arrayKinds.length);
      arrayRefs = refs;
    }
    refs[at] = ref;
  }

  /** Whether a key at or beyond the end of the array part is to be in it. */
  private boolean belongs(long key) {
    return (key < ALWAYS_ARRAY || key == arraySize) && aggregations == null;
  }

  private void extend(int size) {
    reserve(size);
    arraySize = size;
  }

  private void reserve(int size) {
    if (size > arrayKinds.length) {
      int capacity = Math.clamp(arrayKinds.length * 2L, 4, Integer.MAX_VALUE - 8);
      if (capacity < size) {
        capacity = Integer.highestOneBit(size - 1) << 1;
      }
      arrayKinds = Arrays.copyOf(arrayKinds, capacity);
    }
  }

  private void setInArray(int at, long number, @Nullable Object ref) {
    byte before = arrayKinds[at];
    byte kind = kind(ref);
    if (kind == INT && at < arrayValues.length) {
      arrayValues[at] = number;
    } else if (kind == INT || kind == FLOAT) {
      keepArrayValue(at, number);
    } else if (kind == REF) {
      keepArrayRef(at, ref);
    }
    if (before != kind) { // last: if there is no memory for the value, it stays what it was
      changeKind(at, before, kind);
    }
  }

  private void changeKind(int at, byte before, byte kind) {
    if (before == NIL) {
      checkRoom();
      arrayCount++;
    } else if (kind == NIL) {
      arrayCount--;
    }
    arrayKinds[at] = kind;
    if (before == REF) {
      keepArrayRef(at, null);
    }
  }

  private void keepArrayValue(int at, long number) {
    if (at >= arrayValues.length) {
      arrayValues = Arrays.copyOf(arrayValues, arrayKinds.length);
    }
    arrayValues[at] = number;
  }

  /** Moves the keys that now follow without a gap from the hash part to the array part. */
  private boolean moveFollowing() {
    int entry = findNumber(arraySize, INT);
    if (entry == ABSENT) {
      return false;
    }
    ownArrays();
    while (entry != ABSENT) {
      extend(arraySize + 1);
      moveToArray(entry);
      entry = findNumber(arraySize, INT);
    }
    return true;
  }

  private void moveToArray(int entry) {
    int key = (int) key(entry);
    long number = value(entry);
    Object ref = refAt(entry);
    kill(entry);
    setInArray(key, number, ref);
  }

  /**
   * Looks whether the integers of the hash part, with one that is to come, are dense enough for a
   * larger array part, and moves them there. The largest size is taken of which the part that comes
   * new is filled well enough.
   *
   * @return whether the array part grew
   */
  private boolean growArray(long key) {
    int[] counts = countByBits();
    counts[bits(key)]++;
    long below = 0;
    int best = 0;
    for (int bits = 0; bits <= LARGEST_ARRAY_BITS; bits++) {
      below += counts[bits];
      if (isDense(1 << bits, below)) {
        best = 1 << bits;
      }
    }
    long all = Math.max(key, largestKey()) + 1;
    if (all > best && all <= 1 << LARGEST_ARRAY_BITS && isDense((int) all, below)) {
      best = (int) all;
    }
    if (best <= arraySize) {
      return false;
    }
    ownArrays();
    reserve(best);
    if (hasNumbers()) { // all memory first: a key that is half on its way would be lost
      arrayValues = Arrays.copyOf(arrayValues, arrayKinds.length);
    }
    extend(best);
    for (int entry = 0; entry < used; entry++) {
      if ((kinds[entry] & 15) == INT && key(entry) >= 0 && key(entry) < best) {
        moveToArray(entry);
      }
    }
    moveFollowing();
    compact();
    return true;
  }

  /** Whether so many keys fill well enough what an array part of some size gets. */
  private boolean isDense(int size, long keys) {
    int more = size - arraySize;
    return more > 0 && keys >= Math.max(1, more / (size > LARGE_ARRAY ? 2 : 4));
  }

  private boolean hasNumbers() {
    for (int entry = 0; entry < used; entry++) {
      int kind = kinds[entry] >> 4;
      if (kind == INT || kind == FLOAT) {
        return true;
      }
    }
    return false;
  }

  private long largestKey() {
    long largest = -1;
    for (int entry = 0; entry < used; entry++) {
      if ((kinds[entry] & 15) == INT) {
        largest = Math.max(largest, key(entry));
      }
    }
    return largest;
  }

  /** How many integer keys of the hash part have so many bits. */
  private int[] countByBits() {
    int[] counts = new int[Long.SIZE + 1];
    for (int entry = 0; entry < used; entry++) {
      if ((kinds[entry] & 15) == INT) {
        counts[bits(key(entry))]++;
      }
    }
    return counts;
  }

  private static int bits(long key) {
    return Long.SIZE - Long.numberOfLeadingZeros(key);
  }

  private void putAt(
      int place, long key, byte keyKind, Object keyRef, long number, @Nullable Object ref) {
    if (aggregations != null && ref != null && !(ref instanceof Aggregation)) {
      aggregate(aggregations, place, key, keyKind, keyRef, number, ref);
    } else if (place == ABSENT) {
      if (ref != null) {
        insert(key, keyKind, keyRef, number, ref);
      }
    } else if (ref == null) {
      kill(place);
    } else {
      setEntry(place, number, ref);
    }
  }

  private void aggregate(
      LibraryState library,
      int place,
      long key,
      byte keyKind,
      Object keyRef,
      long number,
      Object ref) {
    if (place != ABSENT && refAt(place) instanceof Aggregation known) {
      known.add(number, ref);
      return;
    }
    Aggregation fresh = library.newAggregation(ref);
    fresh.add(number, ref);
    insert(key, keyKind, keyRef, 0, fresh);
  }

  private void setEntry(int entry, long number, Object ref) {
    byte kind = kind(ref);
    int before = kinds[entry] >> 4;
    setValue(entry, number);
    if (before != kind) {
      kinds[entry] = (byte) (kinds[entry] & 15 | kind << 4);
    }
    if (kind == REF) {
      valueRefs()[entry] = ref;
    } else if (before == REF) {
      valueRefs()[entry] = null;
    }
  }

  private void insert(long key, byte keyKind, Object keyRef, long number, Object ref) {
    checkRoom();
    if (isFull()) {
      grow();
    }
    if (used >= FLAT) {
      reserveSegments(used);
    }
    int entry = used++;
    kinds[entry] = keyKind;
    setKey(entry, key);
    if (keyKind == REF) {
      keyRefs()[entry] = keyRef;
    } else if (keyKind == INT) {
      integerKeys++;
    }
    setEntry(entry, number, ref);
    enter(entry);
  }

  private boolean isFull() {
    return used == kinds.length || indexSize > 0 && used >= indexSize - (indexSize >> 2);
  }

  private void enter(int entry) {
    int mask = indexSize - 1;
    if (mask < 0) {
      return;
    }
    int at = spread(key(entry)) & mask;
    while (slot(at) != 0) {
      at = at + 1 & mask;
    }
    if (at < index.length) {
      index[at] = entry + 1;
    } else {
      farIndex[at >>> SEGMENT_BITS][at & SEGMENT - 1] = entry + 1;
    }
  }

  private void kill(int entry) {
    if ((kinds[entry] & 15) == INT) {
      integerKeys--;
    }
    kinds[entry] = DEAD;
    dead++;
    if (keyRefs != null) {
      keyRefs[entry] = null;
    }
    if (valueRefs != null) {
      valueRefs[entry] = null;
    }
  }

  private @Nullable Object[] valueRefs() {
    @Nullable Object[] refs = valueRefs;
    if (refs == null) {
      refs = new Object[kinds.length];
      valueRefs = refs;
    }
    return refs;
  }

  private @Nullable Object[] keyRefs() {
    @Nullable Object[] refs = keyRefs;
    if (refs == null) {
      refs = new Object[kinds.length];
      keyRefs = refs;
    }
    return refs;
  }

  private void grow() {
    int live = used - dead;
    if (dead > live >> 1 && used >= FEW) {
      compact();
      return;
    }
    int capacity = Math.max(2, used == kinds.length ? grown() : kinds.length);
    if (capacity != kinds.length) {
      if (keys.length < FLAT) {
        keys = Arrays.copyOf(keys, Math.min(capacity, FLAT));
        values = Arrays.copyOf(values, Math.min(capacity, FLAT));
      }
      if (keyRefs != null) {
        keyRefs = Arrays.copyOf(keyRefs, capacity);
      }
      if (valueRefs != null) {
        valueRefs = Arrays.copyOf(valueRefs, capacity);
      }
      kinds = Arrays.copyOf(kinds, capacity); // last: its length says how much room there is
    }
    reindex(capacity);
  }

  /** Large hash parts grow by a quarter, so that growing needs little more than what is there. */
  private int grown() {
    int capacity = kinds.length;
    boolean doubles = capacity < FROM_HERE_SLOWLY || keyRefs == null && valueRefs == null;
    return doubles && capacity < 1 << 29
        ? capacity * 2
        : (int) Math.min(Integer.MAX_VALUE - 8, capacity + (capacity >> 2) + 0L);
  }

  private void reindex(int capacity) {
    if (capacity <= FEW) {
      return;
    }
    int size = 16;
    while (size - (size >> 2) <= Math.min(capacity, used + 1)) {
      size *= 2;
    }
    if (size <= indexSize) {
      return;
    }
    if (index.length < FLAT) {
      index = NO_INTS; // the old one can go before the new one comes
      index = new int[Math.min(size, FLAT)];
    }
    if (size > FLAT) {
      extendIndex(size);
    }
    indexSize = size;
    clearIndex();
    for (int entry = 0; entry < used; entry++) {
      if (kinds[entry] != DEAD) {
        enter(entry);
      }
    }
  }

  private void extendIndex(int size) {
    int[][] more = Arrays.copyOf(farIndex, size >>> SEGMENT_BITS);
    for (int segment = farIndex.length; segment < more.length; segment++) {
      more[segment] = segment < FLAT >>> SEGMENT_BITS ? NO_INTS : new int[SEGMENT];
    }
    farIndex = more; // not before there was memory for all
  }

  private void clearIndex() {
    Arrays.fill(index, 0);
    for (int[] segment : farIndex) {
      Arrays.fill(segment, 0);
    }
  }

  /** Leaves entries to an iteration that walks them, and goes on with copies. */
  private void ownArrays() {
    if (walked) {
      kinds = kinds.clone();
      keys = keys.clone();
      values = values.clone();
      farKeys = copy(farKeys);
      farValues = copy(farValues);
      keyRefs = keyRefs == null ? null : keyRefs.clone();
      valueRefs = valueRefs == null ? null : valueRefs.clone();
      walked = false;
    }
  }

  /** Leaves the dead entries out. */
  private void compact() {
    ownArrays();
    int live = 0;
    for (int entry = 0; entry < used; entry++) {
      if (kinds[entry] != DEAD) {
        if (entry != live) {
          move(entry, live);
        }
        live++;
      }
    }
    used = live;
    dead = 0;
    epoch++;
    clearIndex();
    for (int entry = 0; entry < used; entry++) {
      enter(entry);
    }
  }

  private void move(int from, int to) {
    kinds[to] = kinds[from];
    setKey(to, key(from));
    setValue(to, value(from));
    if (keyRefs != null) {
      keyRefs[to] = keyRefs[from];
      keyRefs[from] = null;
    }
    if (valueRefs != null) {
      valueRefs[to] = valueRefs[from];
      valueRefs[from] = null;
    }
  }

  private void checkRoom() {
    if (size() >= maxEntries) {
      throw ScriptRuntimeException.error(
          "error: table overflow: a table holds at most "
              + maxEntries
              + " entries (--max-entries)");
    }
  }

  private static int spread(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  private static byte kind(@Nullable Object ref) {
    if (ref == Tag.INT) {
      return INT;
    }
    if (ref == Boolean.TRUE) {
      return TRUE;
    }
    if (ref == null) {
      return NIL;
    }
    if (ref == Tag.FLOAT) {
      return FLOAT;
    }
    return ref == Boolean.FALSE ? FALSE : REF;
  }

  /** The reference of a key that can be stored. */
  static Object checkedKey(@Nullable Object ref, long number) {
    if (ref == null) {
      throw ScriptRuntimeException.error("error: table nil index: the table index is nil");
    }
    if (ref == Tag.FLOAT && Double.isNaN(Double.longBitsToDouble(number))) {
      throw ScriptRuntimeException.error("error: table nan index");
    }
    return ref;
  }

  /** Whether a float's bits are a whole number that an integer can hold. */
  static boolean isWhole(long bits) {
    double value = Double.longBitsToDouble(bits);
    return value == (long) value && value != 0x1p63;
  }

  // ---- keeping ----

  /** What keeps it; null for one that isn't kept. */
  public @Nullable KeptEntries kept() {
    return kept;
  }

  /** From now on it is kept by that. */
  public void keep(KeptEntries entries) {
    wake();
    kept = entries;
  }

  /** Has the entries that what keeps it has; they come when they are needed. */
  public void sleep() {
    clear();
    isAsleep = true;
  }

  public boolean isAsleep() {
    return isAsleep;
  }

  /**
   * Gets the entries that it has.
   *
   * @return whether they weren't there before
   */
  private boolean wake() {
    KeptEntries from = kept;
    if (!isAsleep || from == null) {
      return false;
    }
    from.giveTo(this);
    isAsleep = false;
    return true;
  }

  /** How it lies in memory. */
  public TableParts parts() {
    wake();
    return new TableParts(
        arraySize,
        arrayKinds,
        arrayValues,
        arrayRefs,
        used,
        kinds,
        together(keys, farKeys, used),
        keyRefs,
        together(values, farValues, used),
        valueRefs,
        indexSize,
        epoch);
  }

  /** Becomes what another table was. */
  @SuppressWarnings("NullAway") // where a kind says that there is a reference, there is one
  public void restore(TableParts parts) {
    int length = Math.min(parts.indexLength(), FLAT);
    int[] fresh = length == 0 ? NO_INTS : new int[length];
    clear();
    arraySize = parts.arraySize();
    arrayKinds = parts.arrayKinds();
    arrayValues = parts.arrayValues();
    arrayRefs = parts.arrayRefs();
    for (int at = 0; at < arraySize; at++) {
      arrayCount += arrayKinds[at] == NIL ? 0 : 1;
    }
    used = parts.used();
    kinds = parts.kinds();
    keys = flat(parts.keys());
    farKeys = segments(parts.keys());
    keyRefs = parts.keyRefs();
    values = flat(parts.values());
    farValues = segments(parts.values());
    valueRefs = parts.valueRefs();
    indexSize = parts.indexLength();
    index = fresh;
    if (indexSize > FLAT) {
      extendIndex(indexSize);
    }
    for (int from = 0; from < used; from += SOME) {
      enterAgain(from, Math.min(used, from + SOME));
    }
  }

  private void enterAgain(int from, int to) {
    for (int entry = from; entry < to; entry++) {
      if (kinds[entry] == DEAD) {
        dead++;
      } else {
        integerKeys += (kinds[entry] & 15) == INT ? 1 : 0;
        enter(entry);
      }
    }
  }

  private static long[] flat(long[] all) {
    return all.length > FLAT ? Arrays.copyOf(all, FLAT) : all;
  }

  // ---- counting ----

  /**
   * {@code this[key] += by} for integers in one step; nil counts as 0.
   *
   * @return false if the value there isn't an integer, and nothing was done
   */
  public boolean increment(long keyNumber, @Nullable Object keyRef, long by) {
    if (keyRef == Tag.INT && keyNumber >= 0 && keyNumber < arraySize) {
      int at = (int) keyNumber;
      if (arrayKinds[at] == INT) {
        arrayValues[at] += by;
        return true;
      }
    }
    int place = find(keyNumber, keyRef);
    if (place == ABSENT && aggregations == null) {
      put(keyNumber, keyRef, by, Tag.INT);
      return true;
    }
    if (place >= 0 && kinds[place] >> 4 == INT) {
      setValue(place, value(place) + by);
      return true;
    }
    return false;
  }

  // ---- iterating ----

  /** An iteration over the keys that are there, in order. */
  public Iteration iterate() {
    wake();
    return new Iteration(this);
  }

  /**
   * Walks a table. Keys that are deleted meanwhile are left out; keys that are added meanwhile come
   * only if they fall into the array part before its first end; none comes twice.
   */
  public static final class Iteration implements Pairs {
    private final Table table;
    private final int arrayEnd;
    private boolean inHash;
    private int next;
    private long keyNumber;
    private Object keyRef = Tag.INT;
    private int place;
    private int epoch;
    private int end;
    private byte[] kinds = NO_BYTES;
    private long[] keys = NO_LONGS;
    private long[][] farKeys = NO_SEGMENTS;
    private @Nullable Object @Nullable [] keyRefs;

    private Iteration(Table table) {
      this.table = table;
      this.arrayEnd = table.arraySize;
      enterHash();
    }

    @Override
    public boolean next() {
      if (!inHash) {
        int end = Math.min(arrayEnd, table.arraySize);
        while (next < end) {
          int at = next++;
          if (table.arrayKinds[at] != NIL) {
            keyNumber = at;
            keyRef = Tag.INT;
            place = ~(at + 1);
            return true;
          }
        }
        inHash = true;
        next = 0;
      }
      return nextOfHash();
    }

    private void enterHash() {
      table.walked = table.used > 0;
      epoch = table.epoch;
      end = table.used;
      kinds = table.kinds;
      keys = table.keys;
      farKeys = table.farKeys;
      keyRefs = table.keyRefs;
    }

    private boolean nextOfHash() {
      while (next < end) {
        int entry = next++;
        if (kinds[entry] == DEAD) {
          continue;
        }
        keyNumber = entry < keys.length ? keys[entry] : far(farKeys, entry);
        keyRef = ref(kinds[entry] & 15, keyRefs, entry);
        if (table.epoch != epoch) {
          place = table.find(keyNumber, keyRef);
        } else {
          place = table.kinds[entry] == DEAD ? ABSENT : entry;
        }
        if (place != ABSENT) {
          return true;
        }
      }
      return false;
    }

    @Override
    public long keyNumber() {
      return keyNumber;
    }

    @Override
    public Object keyRef() {
      return keyRef;
    }

    /** The number of the value, as it is now. */
    @Override
    public long valueNumber() {
      return table.numberAt(place);
    }

    @Override
    public Object valueRef() {
      return table.refAt(place);
    }
  }
}
