package ktap.script.value;

import org.jspecify.annotations.Nullable;

/**
 * A variable that closures share: one that is captured and assigned to after that. A register or an
 * upvalue holds the cell, the cell holds the value.
 */
public final class Cell {
  public long number;
  public @Nullable Object ref;
}
