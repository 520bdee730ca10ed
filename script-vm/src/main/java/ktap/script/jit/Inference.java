package ktap.script.jit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import ktap.script.code.Op;
import ktap.script.code.Prototype;
import ktap.script.value.Tag;
import ktap.script.vm.FunctionCode;
import org.jspecify.annotations.Nullable;

/**
 * Finds which kinds of values the registers of a unit can hold at each instruction: walks the code
 * from the entry until nothing changes. Where an operator has an operand that may be an integer, it
 * bets on it, unless that bet was lost before.
 */
@SuppressWarnings("ReferenceEquality") // tags are unique
final class Inference {
  private final FunctionCode function;
  private final Prototype prototype;
  private final long[] code;
  private final JitCode learnt;
  private final int first;
  private final int last;
  private final BitSet[] live;
  private final @Nullable State[] before;

  /**
   * @param first first instruction of the unit
   * @param last last instruction of the unit
   */
  Inference(JitCode learnt, int first, int last, BitSet[] live) {
    this.function = learnt.code;
    this.prototype = function.prototype;
    this.code = prototype.code();
    this.learnt = learnt;
    this.first = first;
    this.last = last;
    this.live = live;
    this.before = new State[code.length];
  }

  boolean isInside(int pc) {
    return pc >= first && pc <= last;
  }

  /** What is known before an instruction; null if it is never reached. */
  @Nullable State before(int pc) {
    return before[pc];
  }

  void run(int entry, State atEntry) {
    Deque<Integer> work = new ArrayDeque<>();
    before[entry] = atEntry.copy();
    work.add(entry);
    while (!work.isEmpty()) {
      int pc = work.remove();
      State known = before[pc];
      if (known == null || !Uses.isPossible(code[pc])) {
        continue;
      }
      State after = known.copy();
      if (Uses.jumps(code[pc])) {
        State jumped = known.copy();
        step(jumped, pc, true);
        flow(jumped, Op.c(code[pc]), work);
      }
      if (Uses.fallsThrough(code[pc])) {
        step(after, pc, false);
        flow(after, pc + 1, work);
      }
    }
  }

  private void flow(State state, int to, Deque<Integer> work) {
    if (!isInside(to)) {
      return;
    }
    State known = before[to];
    if (known == null) {
      State fresh = state.copy();
      forgetDead(fresh, to);
      before[to] = fresh;
      work.add(to);
    } else {
      State alive = state.copy();
      forgetDead(alive, to);
      if (known.merge(alive)) {
        work.add(to);
      }
    }
  }

  private void forgetDead(State state, int pc) {
    for (int i = 0; i < state.kinds.length; i++) {
      if (!live[pc].get(i)) {
        state.set(i, State.NONE);
      }
    }
  }

  // ---- bets ----

  /** Whether an integer is bet on for an operand that can be one and something else. */
  boolean bets(int pc, byte kind) {
    return (kind & State.INT) != 0 && kind != State.INT && !learnt.isLost(pc);
  }

  /** Whether after the bets of an instruction the operand is an integer for certain. */
  boolean isInt(int pc, byte kind) {
    return kind == State.INT || bets(pc, kind);
  }

  /** Whether both operands are numbers of known kinds, at least one of them a float. */
  static boolean areFloats(byte left, byte right) {
    return left == State.FLOAT && (right == State.FLOAT || right == State.INT)
        || left == State.INT && right == State.FLOAT;
  }

  // ---- one instruction ----

  /** Makes of what is known before an instruction what is known after it. */
  void step(State state, int pc, boolean jumps) {
    long i = code[pc];
    int a = Op.a(i);
    int b = Op.b(i);
    int c = Op.c(i);
    switch (Op.opcode(i)) {
      case Op.MOVE -> state.move(b, a);
      case Op.NIL -> {
        for (int at = a; at < a + b; at++) {
          state.set(at, State.NIL);
        }
      }
      case Op.TRUE,
          Op.FALSE,
          Op.NOT,
          Op.CELL,
          Op.NEW_TABLE,
          Op.CLOSURE,
          Op.EXECNAME,
          Op.PROBENAME,
          Op.EVENT_TEXT,
          Op.EVENT,
          Op.EVENT_LINE,
          Op.EVENT_FORMAT,
          Op.IS_SYSTEM_CALL_ENTRY ->
          state.set(a, State.OTHER);
      case Op.INT, Op.PID, Op.TID, Op.CPU, Op.UID, Op.FIELD_COUNT -> state.set(a, State.INT);
      case Op.CONST -> state.set(a, kind(prototype.constantRefs()[b]));
      case Op.UPVALUE,
          Op.LOAD_CELL,
          Op.LOAD_UPCELL,
          Op.LOAD_GLOBAL,
          Op.ARGUMENT,
          Op.COMPUTED_ARGUMENT,
          Op.FIELD,
          Op.KEY,
          Op.CONCAT ->
          state.set(a, State.ANY);
      case Op.ADD, Op.SUB, Op.MUL, Op.DIV, Op.MOD -> arithmetic(state, pc, a, b, c);
      case Op.ADD_TO -> arithmetic(state, pc, a, b, c);
      case Op.BIT_AND, Op.BIT_OR, Op.BIT_XOR, Op.SHIFT_LEFT, Op.SHIFT_RIGHT -> {
        bet(state, pc, b);
        bet(state, pc, c);
        state.set(a, State.INT);
      }
      case Op.POW -> state.set(a, State.ANY);
      case Op.ADD_INT, Op.MUL_INT, Op.DIV_INT, Op.MOD_INT -> withInteger(state, pc, a, b);
      case Op.NEGATE -> {
        if (isInt(pc, state.kinds[b])) {
          state.set(b, State.INT);
          state.set(a, State.INT);
        } else {
          state.set(a, state.isFloat(b) ? State.FLOAT : State.ANY);
        }
      }
      case Op.BIT_NOT -> {
        bet(state, pc, b);
        state.set(a, State.INT);
      }
      case Op.ZERO -> {
        byte kind = state.kinds[b];
        byte zeroed = (kind & State.NIL) == 0 ? kind : (byte) (kind & ~State.NIL | State.INT);
        state.set(a, zeroed);
      }
      case Op.IF_NIL, Op.IF_NOT_NIL -> narrow(state, a, jumps == (Op.opcode(i) == Op.IF_NIL));
      case Op.IF_LESS, Op.IF_NOT_LESS, Op.IF_AT_MOST, Op.IF_NOT_AT_MOST -> {
        if (isInt(pc, state.kinds[a]) && isInt(pc, state.kinds[b])) {
          state.set(a, State.INT);
          state.set(b, State.INT);
        }
      }
      case Op.IF_LESS_INT,
          Op.IF_NOT_LESS_INT,
          Op.IF_AT_MOST_INT,
          Op.IF_NOT_AT_MOST_INT,
          Op.IF_MORE_INT,
          Op.IF_NOT_MORE_INT,
          Op.IF_AT_LEAST_INT,
          Op.IF_NOT_AT_LEAST_INT ->
          bet(state, pc, a);
      case Op.FOR_PREPARE -> {
        if (isIntegerLoop(state, pc, a)) {
          for (int at = a; at < a + 3; at++) {
            state.set(at, State.INT);
          }
          state.set(a + 3, State.INT);
        } else {
          for (int at = a; at < a + 4; at++) {
            state.set(at, State.ANY);
          }
        }
      }
      case Op.FOR_LOOP -> {
        if (isIntegerLoop(state, pc, a)) {
          for (int at = a; at < a + 3; at++) {
            state.set(at, State.INT);
          }
          if (jumps) {
            state.set(a + 3, State.INT);
          }
        } else {
          for (int at = a; at < a + 4; at++) {
            state.set(at, State.ANY);
          }
        }
      }
      case Op.EACH_NEXT -> {
        if (!jumps) {
          state.set(a + 1, State.ANY);
          if (b > 1) {
            state.set(a + 2, State.ANY);
          }
        }
      }
      case Op.GET, Op.GET_FIELD, Op.GET_INT -> state.set(a, State.ANY);
      case Op.CALL, Op.CALL_UPVALUE ->
          state.set(a, callee(state, pc) != null && !learnt.isLost(pc) ? State.INT : State.ANY);
      case Op.CALL_BUILT_IN -> state.set(a, State.ANY);
      default -> {
        // writes no register
      }
    }
  }

  /** What a register can be where it is nil, or isn't. */
  private static void narrow(State state, int register, boolean isNil) {
    int rest = state.kinds[register] & (isNil ? State.NIL : ~State.NIL);
    if (rest != State.NONE) {
      state.kinds[register] = (byte) rest;
    }
  }

  /** Whether a loop counts with integers, by a bet if need be. */
  boolean isIntegerLoop(State state, int pc, int a) {
    return isInt(pc, state.kinds[a])
        && isInt(pc, state.kinds[a + 1])
        && isInt(pc, state.kinds[a + 2]);
  }

  private void bet(State state, int pc, int register) {
    if (isInt(pc, state.kinds[register])) {
      state.set(register, State.INT);
    }
  }

  private void arithmetic(State state, int pc, int a, int b, int c) {
    byte left = state.kinds[b];
    byte right = state.kinds[c];
    if (isInt(pc, left) && isInt(pc, right)) {
      state.set(b, State.INT);
      state.set(c, State.INT);
      state.set(a, State.INT);
    } else {
      state.set(a, areFloats(left, right) ? State.FLOAT : State.ANY);
    }
  }

  private void withInteger(State state, int pc, int a, int b) {
    if (isInt(pc, state.kinds[b])) {
      state.set(b, State.INT);
      state.set(a, State.INT);
    } else {
      state.set(a, state.isFloat(b) ? State.FLOAT : State.ANY);
    }
  }

  // ---- calls ----

  private final CalleeFinder callees = new CalleeFinder();

  /** Of which code the called function is, or was when a loop around the call was compiled. */
  @Nullable FunctionCode callee(State state, int pc) {
    long i = code[pc];
    FunctionCode known =
        Op.opcode(i) == Op.CALL ? state.functions[Op.b(i)] : callees.upvalue(Op.b(i));
    return known == null ? learnt.seenCallee(pc) : known;
  }

  void know(int upvalue, @Nullable FunctionCode callee) {
    callees.put(upvalue, callee);
  }

  /** Which functions the captured variables hold. */
  private static final class CalleeFinder {
    private @Nullable FunctionCode[] byUpvalue = new FunctionCode[4];

    @Nullable FunctionCode upvalue(int number) {
      return number < byUpvalue.length ? byUpvalue[number] : null;
    }

    void put(int number, @Nullable FunctionCode callee) {
      if (number >= byUpvalue.length) {
        byUpvalue = Arrays.copyOf(byUpvalue, number * 2 + 1);
      }
      byUpvalue[number] = callee;
    }
  }

  /** The kind of a value by its reference. */
  static byte kind(@Nullable Object ref) {
    if (ref == null) {
      return State.NIL;
    }
    if (ref == Tag.INT) {
      return State.INT;
    }
    return ref == Tag.FLOAT ? State.FLOAT : State.OTHER;
  }
}
