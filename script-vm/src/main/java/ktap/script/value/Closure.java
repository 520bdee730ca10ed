package ktap.script.value;

import org.jspecify.annotations.Nullable;

/** A function of the script as a value: code with the variables that it captured. */
public abstract class Closure {
  /**
   * The captured variables: a {@link Cell} where the variable may change, else its value. Hot path:
   * not copied.
   */
  public final @Nullable Object[] upvalueRefs;

  public final long[] upvalueNumbers;

  protected Closure(int upvalues) {
    this.upvalueRefs = new Object[upvalues];
    this.upvalueNumbers = new long[upvalues];
  }

  /** The name it was declared with, or where it stands in the script. */
  public abstract String name();
}
