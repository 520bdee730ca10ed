package ktap.script.state;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import ktap.script.aggregation.Summary;
import ktap.script.value.BuiltIn;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.script.vm.Holdings;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what two runs of one script gathered since they began. What only one of them
 * changed is taken from that one. Where both did, integers and floats grow by what the other one's
 * grew by, aggregations take in what went into the other one, tables are merged key by key; keys
 * that are new come behind those that were there. An aggregation that one of them made anew, and
 * anything else that differs, can't be merged.
 *
 * <pre>
 *  ours 12, theirs 15, both began with 10   -&gt;  17
 * </pre>
 */
final class StateMerge {
  private final Holdings ours;
  private final Holdings ourStart;
  private final Holdings theirs;
  private final Holdings theirStart;
  private final Supplier<Table> newTable;
  private final IdentityHashMap<Object, Object> functions = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Object> merged = new IdentityHashMap<>();

  /** Where a value is; only read where something can't be merged. */
  private record Place(@Nullable Place in, String name, long keyNumber, @Nullable Object keyRef) {
    Place at(long keyNumber, Object keyRef) {
      return new Place(this, name, keyNumber, keyRef);
    }

    void append(ByteText out) {
      if (in == null) {
        out.append("the variable '" + name + "'");
        return;
      }
      in.append(out);
      out.append(in.in == null ? " at the key " : ", ");
      new StoredText(out).append(keyNumber, keyRef);
    }
  }

  StateMerge(
      Holdings ours,
      Holdings ourStart,
      Holdings theirs,
      Holdings theirStart,
      Supplier<Table> newTable) {
    this.ours = ours;
    this.ourStart = ourStart;
    this.theirs = theirs;
    this.theirStart = theirStart;
    this.newTable = newTable;
    pair(ours, theirs);
    pair(ours, ourStart);
    pair(ours, theirStart);
  }

  /** A function of another run is the one that has the same number in ours. */
  private void pair(Holdings our, Holdings their) {
    for (int i = 0; i < Math.min(our.functions().size(), their.functions().size()); i++) {
      functions.put(their.functions().get(i), our.functions().get(i));
    }
  }

  /**
   * What a variable has when both are put together; tables of ours are changed.
   *
   * @throws StateException if that can't be
   */
  Cell variable(int place) {
    return merge(
        new Place(null, ours.names().get(place), 0, null),
        cell(ours, place),
        cell(ourStart, place),
        cell(theirs, place),
        cell(theirStart, place));
  }

  private static Cell cell(Holdings holdings, int place) {
    return new Cell(holdings.number(place), holdings.ref(place));
  }

  private Cell merge(Place place, Cell our, Cell ourStart, Cell their, Cell theirStart) {
    if (our.ref() instanceof Table into && their.ref() instanceof Table from) {
      mergeTables(place, into, ourStart.table(), from, theirStart.table());
      return our;
    }
    if (isSame(their, theirStart) || our.isNil() && their.isNil()) {
      return our;
    }
    if (isSame(our, ourStart)) {
      return adopted(place, their);
    }
    if (our.isCountable() && their.isCountable()) {
      return our.plus(theirStart.isCountable() ? their.minus(theirStart) : their);
    }
    if (our.ref() instanceof Summary into
        && their.ref() instanceof Summary from
        && into.shape().equals(from.shape())
        && !isMadeAnew(our, ourStart)
        && !isMadeAnew(their, theirStart)) {
      mergeSummaries(into, from, theirStart);
      return our;
    }
    if (isSame(our, their)) {
      return our;
    }
    throw cannot(place, our, their);
  }

  /** What was there at the start is no longer in it: it can't be said what came since. */
  private static boolean isMadeAnew(Cell now, Cell start) {
    return now.ref() instanceof Summary summary
        && start.ref() instanceof Summary began
        && summary.count() < began.count();
  }

  private void mergeSummaries(Summary into, Summary from, Cell start) {
    if (merged.put(from, into) == into) {
      return; // it is held in several places
    }
    if (start.ref() instanceof Summary began && began.shape().equals(from.shape())) {
      into.mergeSince(began, from);
    } else {
      into.merge(from);
    }
  }

  private void mergeTables(
      Place place, Table into, @Nullable Table intoStart, Table from, @Nullable Table fromStart) {
    if (merged.put(from, into) == into) {
      return; // it is held in several places, or in itself
    }
    for (Table.Iteration each = from.iterate(); each.next(); ) {
      Cell their = new Cell(each.valueNumber(), each.valueRef());
      mergeEntry(place, into, intoStart, each.keyNumber(), each.keyRef(), their, fromStart);
    }
    if (fromStart == null) {
      return;
    }
    for (Table.Iteration each = fromStart.iterate(); each.next(); ) {
      if (from.find(each.keyNumber(), each.keyRef()) == Table.ABSENT) {
        mergeEntry(place, into, intoStart, each.keyNumber(), each.keyRef(), Cell.NIL, fromStart);
      }
    }
  }

  private void mergeEntry(
      Place in,
      Table into,
      @Nullable Table intoStart,
      long keyNumber,
      Object keyRef,
      Cell their,
      @Nullable Table fromStart) {
    Place place = in.at(keyNumber, keyRef);
    checkKey(place, keyRef);
    Cell our = Cell.of(into, keyNumber, keyRef);
    Cell ourStart = Cell.of(intoStart, keyNumber, keyRef);
    Cell theirStart = Cell.of(fromStart, keyNumber, keyRef);
    Cell both = merge(place, our, ourStart, their, theirStart);
    if (!isIdentical(both, our)) {
      put(place, into, keyNumber, keyRef, both);
    }
  }

  @SuppressWarnings("ReferenceEquality") // there is nothing to be stored
  private static boolean isIdentical(Cell one, Cell other) {
    return one.ref() == other.ref() && one.number() == other.number();
  }

  private static void put(Place place, Table into, long keyNumber, Object keyRef, Cell value) {
    try {
      into.put(keyNumber, keyRef, value.number(), value.ref());
    } catch (ScriptRuntimeException full) {
      throw new StateException(text(place) + ": " + full.text(), full);
    }
  }

  private static void checkKey(Place place, Object keyRef) {
    if (!Cell.isPlain(keyRef)) {
      throw new StateException(text(place) + " has a table or a function as its key");
    }
  }

  /** A value of theirs as one of ours. */
  private Cell adopted(Place place, Cell their) {
    Object ref = their.ref();
    if (ref instanceof Table from) {
      return new Cell(0, adoptedTable(place, from));
    }
    if (Cell.isPlain(ref) || ref instanceof Summary || isNamed(ref)) {
      return their;
    }
    Object ours = functions.get(ref);
    if (ours == null) {
      throw new StateException(text(place) + " is a function that was made while the script ran");
    }
    return new Cell(0, ours);
  }

  private Table adoptedTable(Place place, Table from) {
    if (merged.get(from) instanceof Table known) {
      return known;
    }
    Table into = newTable.get();
    merged.put(from, into);
    for (Table.Iteration each = from.iterate(); each.next(); ) {
      Place at = place.at(each.keyNumber(), each.keyRef());
      checkKey(at, each.keyRef());
      Cell value = adopted(at, new Cell(each.valueNumber(), each.valueRef()));
      put(at, into, each.keyNumber(), each.keyRef(), value);
    }
    return into;
  }

  private boolean isNamed(@Nullable Object ref) {
    return ref != null && !functions.containsKey(ref) && name(ref).isPresent();
  }

  private static Optional<String> name(@Nullable Object ref) {
    return switch (ref) {
      case BuiltIn builtIn -> Optional.of(builtIn.name());
      case StoredName stored -> Optional.of(stored.name());
      case null, default -> Optional.empty();
    };
  }

  @SuppressWarnings("ReferenceEquality") // tags and the functions of one run are unique
  private boolean isSame(Cell one, Cell other) {
    Object ref = function(one.ref());
    Object that = function(other.ref());
    if (ref == that) {
      return !(ref instanceof Tag) || one.number() == other.number();
    }
    if (ref instanceof Summary mine && that instanceof Summary its) {
      return mine.count() == its.count() && mine.shape().equals(its.shape());
    }
    if (ref instanceof Table mine && that instanceof Table its) {
      return mine.size() == 0 && its.size() == 0;
    }
    return ref != null && ref.equals(that) || name(ref).isPresent() && name(ref).equals(name(that));
  }

  private @Nullable Object function(@Nullable Object ref) {
    Object ours = ref == null ? null : functions.get(ref);
    return ours == null ? ref : ours;
  }

  private static StateException cannot(Place place, Cell our, Cell their) {
    ByteText out = new ByteText(64);
    place.append(out);
    out.append(" is in one ");
    new StoredText(out).appendShort(our.number(), our.ref());
    out.append(", in the other ");
    new StoredText(out).appendShort(their.number(), their.ref());
    return new StateException(new String(out.toBytes(), StandardCharsets.UTF_8));
  }

  private static String text(Place place) {
    ByteText out = new ByteText(64);
    place.append(out);
    return new String(out.toBytes(), StandardCharsets.UTF_8);
  }
}
