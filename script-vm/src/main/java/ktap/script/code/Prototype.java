package ktap.script.code;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The code of one function. Immutable; its arrays are read only, hot path. */
public final class Prototype {
  private final String name;
  private final int parameters;
  private final boolean hasRest;
  private final int registers;
  private final long[] code;
  private final int[] starts;
  private final int[] ends;
  private final long[] constantNumbers;
  private final @Nullable Object[] constantRefs;
  private final List<Prototype> children;
  private final List<Capture> captures;

  /** Where a new closure takes one of its captured variables from. */
  public record Capture(Kind kind, int index, String variable, boolean isCell) {
    /** The places. */
    public enum Kind {
      /** A register of the function that makes the closure. */
      REGISTER,
      /** A captured variable of that function. */
      UPVALUE,
      /** The new closure itself. */
      SELF
    }
  }

  Prototype(
      String name,
      int parameters,
      boolean hasRest,
      int registers,
      long[] code,
      int[] starts,
      int[] ends,
      long[] constantNumbers,
      @Nullable Object[] constantRefs,
      List<Prototype> children,
      List<Capture> captures) {
    this.name = name;
    this.parameters = parameters;
    this.hasRest = hasRest;
    this.registers = registers;
    this.code = code;
    this.starts = starts;
    this.ends = ends;
    this.constantNumbers = constantNumbers;
    this.constantRefs = constantRefs;
    this.children = List.copyOf(children);
    this.captures = List.copyOf(captures);
  }

  /** The name it was declared with, or what it is: {@code main}, {@code trace sched:*}. */
  public String name() {
    return name;
  }

  public int parameters() {
    return parameters;
  }

  /** Whether it takes more arguments than it has names for, {@code ...}; register of them. */
  public boolean hasRest() {
    return hasRest;
  }

  /** Registers that a frame of it needs. */
  public int registers() {
    return registers;
  }

  public long[] code() {
    return code;
  }

  /** Line of each instruction, from 1. */
  public int[] starts() {
    return starts;
  }

  /** Column of each instruction, from 1. */
  public int[] ends() {
    return ends;
  }

  public long[] constantNumbers() {
    return constantNumbers;
  }

  public @Nullable Object[] constantRefs() {
    return constantRefs;
  }

  public List<Prototype> children() {
    return children;
  }

  public List<Capture> captures() {
    return captures;
  }
}
