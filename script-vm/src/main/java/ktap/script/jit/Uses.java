package ktap.script.jit;

import java.util.BitSet;
import ktap.script.code.Op;
import ktap.script.code.Opcode;
import ktap.script.code.Prototype;

/** Which registers an instruction reads and writes, and where it goes on. */
final class Uses {
  private final Prototype prototype;

  Uses(Prototype prototype) {
    this.prototype = prototype;
  }

  /** Whether the code of a unit can hold the instruction; else the interpreter goes on there. */
  static boolean isPossible(long i) {
    return switch (Op.opcode(i)) {
      case Op.CALL_OPEN,
          Op.CALL_WITH_OPEN,
          Op.ADJUST,
          Op.MOVE_OPEN,
          Op.REST,
          Op.SET_OPEN,
          Op.TAIL_CALL,
          Op.RETURN_MANY,
          Op.RETURN_OPEN,
          Op.TRACE,
          Op.TIMER,
          Op.AT_END,
          Op.EMIT ->
          false;
      default -> true;
    };
  }

  /** Whether the code of a function calls nothing. */
  static boolean isLeaf(Prototype prototype) {
    for (long i : prototype.code()) {
      switch (Op.opcode(i)) {
        case Op.CALL,
            Op.CALL_UPVALUE,
            Op.CALL_BUILT_IN,
            Op.CALL_OPEN,
            Op.CALL_WITH_OPEN,
            Op.TAIL_CALL -> {
          return false;
        }
        default -> {
          // goes on
        }
      }
    }
    return true;
  }

  /** Whether the instruction may go to C. */
  static boolean jumps(long i) {
    return Opcode.of(i).jumps();
  }

  /** Whether the next instruction may follow. */
  static boolean fallsThrough(long i) {
    return switch (Op.opcode(i)) {
      case Op.JUMP,
          Op.LOOP,
          Op.RETURN,
          Op.RETURN_NIL,
          Op.RETURN_MANY,
          Op.RETURN_OPEN,
          Op.TAIL_CALL ->
          false;
      default -> true;
    };
  }

  /** Adds the registers that the instruction reads. */
  void reads(long i, BitSet into) {
    int a = Op.a(i);
    int b = Op.b(i);
    int c = Op.c(i);
    switch (Op.opcode(i)) {
      case Op.MOVE, Op.LOAD_CELL, Op.NEGATE, Op.BIT_NOT, Op.NOT, Op.ZERO, Op.COMPUTED_ARGUMENT ->
          into.set(b);
      case Op.STORE_CELL,
          Op.IF_EQUAL,
          Op.IF_NOT_EQUAL,
          Op.IF_LESS,
          Op.IF_NOT_LESS,
          Op.IF_AT_MOST,
          Op.IF_NOT_AT_MOST,
          Op.INCREASE_INT -> {
        into.set(a);
        into.set(b);
      }
      case Op.CELL,
          Op.STORE_UPCELL,
          Op.ADD_UPCELL,
          Op.STORE_GLOBAL,
          Op.IF_TRUE,
          Op.IF_FALSE,
          Op.IF_NIL,
          Op.IF_NOT_NIL,
          Op.IF_EQUAL_CONST,
          Op.IF_NOT_EQUAL_CONST,
          Op.IF_LESS_INT,
          Op.IF_NOT_LESS_INT,
          Op.IF_AT_MOST_INT,
          Op.IF_NOT_AT_MOST_INT,
          Op.IF_MORE_INT,
          Op.IF_NOT_MORE_INT,
          Op.IF_AT_LEAST_INT,
          Op.IF_NOT_AT_LEAST_INT,
          Op.EACH_PREPARE,
          Op.EACH_NEXT,
          Op.RETURN,
          Op.TRACE,
          Op.TIMER,
          Op.AT_END ->
          into.set(a);
      case Op.ADD,
          Op.SUB,
          Op.MUL,
          Op.DIV,
          Op.MOD,
          Op.POW,
          Op.BIT_AND,
          Op.BIT_OR,
          Op.BIT_XOR,
          Op.SHIFT_LEFT,
          Op.SHIFT_RIGHT,
          Op.ADD_TO,
          Op.GET -> {
        into.set(b);
        into.set(c);
      }
      case Op.ADD_INT, Op.MUL_INT, Op.DIV_INT, Op.MOD_INT, Op.GET_FIELD, Op.GET_INT -> into.set(b);
      case Op.CONCAT, Op.KEY -> into.set(b, b + c);
      case Op.FOR_PREPARE, Op.FOR_LOOP -> into.set(a, a + 3);
      case Op.SET, Op.INCREASE, Op.AGGREGATE -> {
        into.set(a);
        into.set(b);
        into.set(c);
      }
      case Op.SET_FIELD, Op.SET_INT -> {
        into.set(a);
        into.set(c);
      }
      case Op.CLOSURE -> {
        for (Prototype.Capture capture : prototype.children().get(b).captures()) {
          if (capture.kind() == Prototype.Capture.Kind.REGISTER) {
            into.set(capture.index());
          }
        }
      }
      case Op.CALL, Op.TAIL_CALL -> {
        into.set(b);
        into.set(a, a + c);
      }
      case Op.CALL_UPVALUE, Op.CALL_BUILT_IN -> into.set(a, a + c);
      case Op.EMIT -> into.set(a, a + b);
      case Op.CALL_OPEN,
          Op.CALL_WITH_OPEN,
          Op.ADJUST,
          Op.MOVE_OPEN,
          Op.REST,
          Op.SET_OPEN,
          Op.RETURN_MANY,
          Op.RETURN_OPEN ->
          into.set(0, prototype.registers());
      default -> {
        // reads none
      }
    }
  }

  /** Takes away the registers that the instruction writes whatever happens. */
  void writes(long i, BitSet from) {
    int a = Op.a(i);
    switch (Op.opcode(i)) {
      case Op.NIL -> from.clear(a, a + Op.b(i));
      case Op.FOR_PREPARE, Op.FOR_LOOP, Op.EACH_NEXT -> {
        // only on one of its ways
      }
      case Op.STORE_CELL,
          Op.STORE_UPCELL,
          Op.ADD_UPCELL,
          Op.ADD_UPCELL_INT,
          Op.STORE_GLOBAL,
          Op.SET,
          Op.SET_FIELD,
          Op.SET_INT,
          Op.SET_OPEN,
          Op.INCREASE,
          Op.INCREASE_INT,
          Op.AGGREGATE,
          Op.EMIT,
          Op.ADJUST,
          Op.JUMP,
          Op.LOOP,
          Op.EACH_PREPARE,
          Op.CELL,
          Op.RETURN,
          Op.RETURN_NIL,
          Op.RETURN_MANY,
          Op.RETURN_OPEN,
          Op.TAIL_CALL,
          Op.CALL_OPEN,
          Op.CALL_WITH_OPEN,
          Op.MOVE_OPEN,
          Op.REST,
          Op.TRACE,
          Op.TIMER,
          Op.AT_END -> {
        // none, or more than one can say
      }
      default -> {
        if (!jumps(i)) {
          from.clear(a);
        }
      }
    }
  }

  /** The registers that matter before each instruction. */
  BitSet[] live() {
    long[] code = prototype.code();
    BitSet[] live = new BitSet[code.length + 1];
    for (int i = 0; i <= code.length; i++) {
      live[i] = new BitSet();
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int pc = code.length - 1; pc >= 0; pc--) {
        BitSet now = new BitSet();
        if (fallsThrough(code[pc])) {
          now.or(live[pc + 1]);
        }
        if (jumps(code[pc])) {
          now.or(live[Op.c(code[pc])]);
        }
        writes(code[pc], now);
        reads(code[pc], now);
        if (!now.equals(live[pc])) {
          live[pc] = now;
          changed = true;
        }
      }
    }
    return live;
  }
}
