package ktap.script.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script holds at some moment, by places that have the same number in each run of the
 * script: of a run ({@link Variables}), or of one that was kept.
 */
public interface Holdings {
  /** Names of the variables; one may come twice, if blocks have variables that are called alike. */
  List<String> names();

  /** The functions that the main chunk makes. */
  List<? extends Object> functions();

  /** What the functions are called. */
  List<String> functionNames();

  /** The number of a variable's value. */
  long number(int place);

  /** The reference of a variable's value; null is nil. */
  @Nullable Object ref(int place);

  /** When the timers are due, in the order in which they were registered. */
  long[] dueNanos();

  /** Run-time errors so far. */
  int errors();

  boolean isExited();
}
