package ktap.script.value;

import org.jspecify.annotations.Nullable;

/** A value that is fed with numbers, {@code s[k] <<< n}, and read as a summary of them. */
public abstract class Aggregation {
  /**
   * Takes one more value in.
   *
   * @throws ScriptRuntimeException if it isn't a number
   */
  public abstract void add(long number, @Nullable Object ref);
}
