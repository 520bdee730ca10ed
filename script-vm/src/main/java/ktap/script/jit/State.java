package ktap.script.jit;

import java.util.Arrays;
import ktap.script.vm.FunctionCode;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the registers at one instruction: which kinds of values each can hold, and of
 * which code the function in it is.
 */
final class State {
  static final byte NONE = 0;
  static final byte NIL = 1;
  static final byte INT = 2;
  static final byte FLOAT = 4;
  static final byte OTHER = 8;
  static final byte ANY = NIL | INT | FLOAT | OTHER;

  final byte[] kinds;
  final @Nullable FunctionCode[] functions;

  State(int registers) {
    kinds = new byte[registers];
    functions = new FunctionCode[registers];
  }

  private State(byte[] kinds, @Nullable FunctionCode[] functions) {
    this.kinds = kinds;
    this.functions = functions;
  }

  State copy() {
    return new State(kinds.clone(), functions.clone());
  }

  void set(int register, byte kind) {
    kinds[register] = kind;
    functions[register] = null;
  }

  void move(int from, int to) {
    kinds[to] = kinds[from];
    functions[to] = functions[from];
  }

  boolean isInt(int register) {
    return kinds[register] == INT;
  }

  boolean isFloat(int register) {
    return kinds[register] == FLOAT;
  }

  /** Whether the local for the number counts. */
  static boolean hasNumber(byte kind) {
    return (kind & (INT | FLOAT)) != 0;
  }

  /** Whether the local for the reference counts; else the kind alone says what it is. */
  static boolean hasRef(byte kind) {
    return kind != INT && kind != FLOAT && kind != NONE;
  }

  /** Takes in what comes on another way; true if that changed anything. */
  boolean merge(State other) {
    boolean changed = false;
    for (int i = 0; i < kinds.length; i++) {
      byte both = (byte) (kinds[i] | other.kinds[i]);
      if (both != kinds[i]) {
        kinds[i] = both;
        changed = true;
      }
      if (functions[i] != null && functions[i] != other.functions[i]) {
        functions[i] = null;
        changed = true;
      }
    }
    return changed;
  }

  @Override
  public String toString() {
    return Arrays.toString(kinds);
  }
}
