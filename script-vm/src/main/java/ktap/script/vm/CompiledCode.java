package ktap.script.vm;

import org.jspecify.annotations.Nullable;

/** What another engine made of a function. */
public abstract class CompiledCode {
  /**
   * Runs a frame from an instruction on, with the registers as the interpreter left them.
   *
   * @return -1 if the frame has returned, its result in the register {@code base}; else the
   *     instruction at which the interpreter is to go on, the registers ready for it
   */
  public abstract int run(
      Machine machine,
      Function function,
      long[] numbers,
      @Nullable Object[] refs,
      int base,
      int from);

  /** Whether it can take over at an instruction. */
  public abstract boolean canEnter(int from);
}
