package ktap.script.jit;

import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ktap.script.vm.CompiledCode;
import ktap.script.vm.Function;
import ktap.script.vm.FunctionCode;
import ktap.script.vm.Machine;
import org.jspecify.annotations.Nullable;

/** The units of one function, and what was learnt when bets were lost. */
public final class JitCode extends CompiledCode {
  private static final int MOST_LOSSES = 100;
  private static final int WRONG_ENTRIES = 3;

  final FunctionCode code;
  private final @Nullable Unit[] units;
  private final Map<Integer, int[]> wrongEntries = new HashMap<>();
  private final BitSet lost = new BitSet();
  private final BitSet anyEntry = new BitSet();
  private final Map<Integer, FunctionCode> callees = new HashMap<>();
  private final BitSet refused = new BitSet();
  private final List<JitCode> callers = new ArrayList<>();
  private int losses;
  @Nullable DirectEntry direct;

  /** How compiled code calls the whole function: one call site, to be pointed elsewhere. */
  @SuppressWarnings("ArrayRecordComponent") // stays in this package, never changed
  record DirectEntry(MutableCallSite site, boolean[] isInteger) {}

  JitCode(FunctionCode code) {
    this.code = code;
    this.units = new Unit[code.prototype.code().length];
  }

  @Override
  public boolean canEnter(int from) {
    return units[from] != null;
  }

  @Override
  public int run(
      Machine machine,
      Function function,
      long[] numbers,
      @Nullable Object[] refs,
      int base,
      int from) {
    Unit unit = units[from];
    return unit == null ? from : unit.run(machine, function, numbers, refs, base);
  }

  void add(int from, Unit unit) {
    units[from] = unit;
  }

  /** Whether integers were bet on in vain at an instruction. */
  boolean isLost(int pc) {
    return lost.get(pc);
  }

  /** Remembers of which code the function was that an instruction called. */
  void sawCallee(int pc, FunctionCode callee) {
    callees.put(pc, callee);
  }

  /** The code that was called there before, and may be again; null if nothing is known. */
  @Nullable FunctionCode seenCallee(int pc) {
    return callees.get(pc);
  }

  /** Whether the types at an entry change, so that nothing is to be said of them. */
  boolean isAnyEntry(int from) {
    return anyEntry.get(from);
  }

  boolean isRefused(int from) {
    return losses > MOST_LOSSES || refused.get(from);
  }

  void refuse(int from) {
    refused.set(from);
  }

  void addCaller(JitCode caller) {
    callers.add(caller);
  }

  /** A bet was lost: what was built on it goes, and isn't built on it again. */
  public void lose(int pc) {
    lost.set(pc);
    losses++;
    drop();
  }

  /** The types at an entry weren't those that the unit was made for. */
  public void wrongEntry(int from) {
    int[] times = wrongEntries.computeIfAbsent(from, _ -> new int[1]);
    if (++times[0] >= WRONG_ENTRIES) {
      anyEntry.set(from);
    }
    losses++;
    drop();
  }

  private void drop() {
    Arrays.fill(units, null);
    DirectEntry entry = direct;
    if (entry != null) {
      direct = null;
      if (!callers.isEmpty()) { // to make such a handle takes milliseconds
        entry.site.setTarget(DirectCalls.slow(entry));
      }
      List<JitCode> dropped = List.copyOf(callers);
      callers.clear();
      for (JitCode caller : dropped) {
        caller.drop();
      }
    }
  }
}
