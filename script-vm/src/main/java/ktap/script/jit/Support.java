package ktap.script.jit;

import ktap.script.value.Cell;
import ktap.script.value.Pairs;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.script.vm.Function;
import ktap.script.vm.FunctionCode;
import ktap.script.vm.Loops;
import ktap.script.vm.Machine;
import ktap.script.vm.Operations;
import org.jspecify.annotations.Nullable;

/** Small steps that generated code calls, so that it stays small itself. HotSpot inlines them. */
@SuppressWarnings("ReferenceEquality") // tags are unique
public final class Support {
  private Support() {}

  // ---- registers ----

  public static void spill(long[] n, @Nullable Object[] r, int at, long number) {
    n[at] = number;
    r[at] = Tag.INT;
  }

  public static void spill(
      long[] n, @Nullable Object[] r, int at, long number, @Nullable Object ref) {
    n[at] = number;
    r[at] = ref;
  }

  /** What a whole function's unit does with the result of its code. */
  public static int finish(Machine machine, long[] n, @Nullable Object[] r, int base, long result) {
    if (result == Machine.ODD && machine.returnedOdd) {
      machine.takeOdd(n, r, base);
    } else {
      n[base] = result;
      r[base] = Tag.INT;
    }
    return -1;
  }

  /** A result that may be an integer. */
  public static long result(Machine machine, long number, @Nullable Object ref) {
    return ref == Tag.INT ? number : machine.odd(number, ref);
  }

  /** Whether the last result is the odd one. */
  public static boolean isOdd(Machine machine, long result) {
    return result == Machine.ODD && machine.returnedOdd;
  }

  /** Reads the reference of an odd result, the number of which is in the machine. */
  public static @Nullable Object takeOdd(Machine machine) {
    machine.returnedOdd = false;
    return machine.returnedRef;
  }

  // ---- functions ----

  public static @Nullable FunctionCode code(@Nullable Object ref) {
    return ref instanceof Function function ? function.code : null;
  }

  /** Leaves a unit because a bet was lost. */
  public static void lose(JitCode code, int pc) {
    code.lose(pc);
  }

  // ---- cells ----

  public static Cell cell(long number, @Nullable Object ref) {
    Cell cell = new Cell();
    cell.number = number;
    cell.ref = ref;
    return cell;
  }

  public static void store(@Nullable Object holder, long number, @Nullable Object ref) {
    Cell cell = present(holder);
    cell.number = number;
    if (cell.ref != ref) {
      cell.ref = ref;
    }
  }

  public static void addTo(
      Machine machine, @Nullable Object holder, long by, @Nullable Object byRef) {
    Cell cell = present(holder);
    if (cell.ref == Tag.INT && byRef == Tag.INT) {
      cell.number += by;
      return;
    }
    cell.ref = Operations.addTo(machine, cell.number, cell.ref, by, byRef);
    cell.number = machine.number;
  }

  @SuppressWarnings("NullAway") // the compiler put a cell there
  private static Cell present(@Nullable Object holder) {
    return (Cell) holder;
  }

  // ---- tables ----

  public static int find(Machine machine, Table table, long number, @Nullable Object ref) {
    return table.find(number, machine.storedKey(ref));
  }

  public static void put(
      Machine machine,
      @Nullable Object table,
      long keyNumber,
      @Nullable Object keyRef,
      long number,
      @Nullable Object ref) {
    Operations.writable(table).put(keyNumber, machine.storedKey(keyRef), number, ref);
  }

  public static void putInteger(
      @Nullable Object table, long key, long number, @Nullable Object ref) {
    Operations.writable(table).putInteger(key, number, ref);
  }

  // ---- loops ----

  public static Pairs pairs(@Nullable Object ref) {
    return Loops.pairs(ref);
  }

  public static boolean forLoop(long[] n, @Nullable Object[] r, int a) {
    return Loops.goOn(n, r, a);
  }

  // ---- bits ----

  public static long bits(long number, @Nullable Object ref) {
    return Operations.bits(number, ref);
  }
}
