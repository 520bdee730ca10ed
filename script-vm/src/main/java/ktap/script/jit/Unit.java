package ktap.script.jit;

import ktap.script.vm.Function;
import ktap.script.vm.Machine;
import org.jspecify.annotations.Nullable;

/** What was made of a function or a loop; generated classes extend it. */
public abstract class Unit {
  /** As {@link ktap.script.vm.CompiledCode#run}, from the unit's own entry. */
  public abstract int run(
      Machine machine, Function function, long[] numbers, @Nullable Object[] refs, int base);
}
