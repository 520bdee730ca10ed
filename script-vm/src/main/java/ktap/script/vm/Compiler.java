package ktap.script.vm;

import org.jspecify.annotations.Nullable;

/** Another engine, as the interpreter knows it. */
public interface Compiler {
  /** Makes nothing: everything is interpreted. */
  Compiler NONE = (machine, function, numbers, refs, base, from) -> null;

  /**
   * Makes code of a function that got hot, to begin at an instruction: at 0 for calls, at the head
   * of a loop to take over a frame that runs. Sets {@link FunctionCode#compiled}.
   *
   * @return what can take over there; null if it makes nothing of it
   */
  @Nullable CompiledCode compile(
      Machine machine,
      Function function,
      long[] numbers,
      @Nullable Object[] refs,
      int base,
      int from);
}
