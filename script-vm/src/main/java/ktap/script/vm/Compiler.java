package ktap.script.vm;

import org.jspecify.annotations.Nullable;

/** Another engine, as the interpreter knows it. */
public interface Compiler {
  /** Calls after which a function is hot. */
  default int hotCalls() {
    return 1_000;
  }

  /** Rounds of loops after which one is hot, and between two looks at that. */
  default int hotRounds() {
    return 1_024;
  }

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
