package ktap.script.jit;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ktap.script.code.Op;
import ktap.script.code.Prototype;
import ktap.script.source.SourceText;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.script.vm.FunctionCode;
import ktap.script.vm.Machine;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JVM code of a unit, instruction by instruction. A register is two JVM locals, a {@code
 * long} for its number and an {@code Object} for its reference; where the kind of its value is
 * known, only one of them counts.
 */
@SuppressWarnings("ReferenceEquality") // tags are unique
final class Emitter {
  static final ClassDesc MACHINE = ClassDesc.of("ktap.script.vm.Machine");
  static final ClassDesc FUNCTION = ClassDesc.of("ktap.script.vm.Function");
  static final ClassDesc FUNCTION_CODE = ClassDesc.of("ktap.script.vm.FunctionCode");
  static final ClassDesc SUPPORT = ClassDesc.of("ktap.script.jit.Support");
  static final ClassDesc JIT_CODE = ClassDesc.of("ktap.script.jit.JitCode");
  static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  static final ClassDesc LONGS = CD_long.arrayType();
  static final ClassDesc OBJECTS = OBJECT.arrayType();
  private static final ClassDesc OPERATIONS = ClassDesc.of("ktap.script.vm.Operations");
  private static final ClassDesc LOOPS = ClassDesc.of("ktap.script.vm.Loops");
  private static final ClassDesc TAG = ClassDesc.of("ktap.script.value.Tag");
  private static final ClassDesc TABLE = ClassDesc.of("ktap.script.value.Table");
  private static final ClassDesc CELL = ClassDesc.of("ktap.script.value.Cell");
  private static final ClassDesc PAIRS = ClassDesc.of("ktap.script.value.Pairs");
  private static final ClassDesc STRING = ClassDesc.of("ktap.script.value.ByteString");
  private static final ClassDesc CONTEXT = ClassDesc.of("ktap.script.value.CallContext");
  private static final ClassDesc BUILT_IN = ClassDesc.of("ktap.script.value.BuiltInFunction");
  private static final ClassDesc FAILURE = ClassDesc.of("ktap.script.value.ScriptRuntimeException");
  private static final ClassDesc FULL = ClassDesc.of("java.lang.OutOfMemoryError");
  private static final ClassDesc BOOLEAN = ConstantDescs.CD_Boolean;
  private static final ClassDesc DOUBLE = ConstantDescs.CD_Double;
  private static final MethodTypeDesc BINARY =
      MethodTypeDesc.of(OBJECT, MACHINE, CD_long, OBJECT, CD_long, OBJECT);
  private static final MethodTypeDesc COMPARE =
      MethodTypeDesc.of(CD_boolean, MACHINE, CD_long, OBJECT, CD_long, OBJECT);

  static final int M = 0;
  static final int F = 1;
  static final int N = 2;
  static final int R = 3;
  static final int BASE = 4;

  private final CodeBuilder out;
  private final Inference inference;
  private final JitCode learnt;
  private final Prototype prototype;
  private final long[] code;
  private final BitSet[] live;
  private final SourceText source;
  private final Unit unit;
  private final int pcSlot;
  private final int budgetSlot;
  private final int longSlot;
  private final int placeSlot;
  private final int tableSlot;
  private final int firstSlot;
  private final boolean usesBudget;
  private final Map<Integer, Label> labels = new HashMap<>();
  private final Map<Integer, Exit> exits = new HashMap<>();
  private final List<Exit> deopts = new ArrayList<>();
  private int line;

  /** A way out of the unit: to the interpreter, at an instruction, with what is known there. */
  private record Exit(Label label, int pc, State state, boolean lost, int takeOdd) {}

  /**
   * What is to be written.
   *
   * @param isWhole whether it is a function, with parameters as JVM arguments; else a loop
   * @param isInteger for a function: which parameters are integers
   * @param owner the class that is being made
   * @param name the method that is being made
   */
  @SuppressWarnings("ArrayRecordComponent") // stays in this package, never changed
  record Unit(
      int entry,
      int first,
      int last,
      boolean isWhole,
      boolean[] isInteger,
      State atEntry,
      ClassDesc owner,
      String name,
      MethodTypeDesc type,
      ClassData data,
      Callees callees) {}

  /** Functions that a unit can call directly. */
  @FunctionalInterface
  interface Callees {
    /** How to call a function with arguments of such kinds; null if it can't be done. */
    JitCode.@Nullable DirectEntry entry(FunctionCode code, byte[] kinds);
  }

  /** Objects that generated code holds as constants. */
  static final class ClassData {
    final List<Object> objects = new ArrayList<>();

    DynamicConstantDesc<?> constant(Object object, ClassDesc type) {
      int at = -1;
      for (int i = 0; i < objects.size(); i++) {
        if (objects.get(i) == object) {
          at = i;
        }
      }
      if (at < 0) {
        at = objects.size();
        objects.add(object);
      }
      return DynamicConstantDesc.ofNamed(
          MethodHandleDesc.ofMethod(
              DirectMethodHandleDesc.Kind.STATIC,
              ConstantDescs.CD_MethodHandles,
              "classDataAt",
              MethodTypeDesc.of(
                  OBJECT,
                  ConstantDescs.CD_MethodHandles_Lookup,
                  ConstantDescs.CD_String,
                  ConstantDescs.CD_Class,
                  CD_int)),
          "_",
          type,
          at);
    }
  }

  Emitter(
      CodeBuilder out,
      Inference inference,
      JitCode learnt,
      BitSet[] live,
      SourceText source,
      Unit unit) {
    this.out = out;
    this.inference = inference;
    this.learnt = learnt;
    this.prototype = learnt.code.prototype;
    this.code = prototype.code();
    this.live = live;
    this.source = source;
    this.unit = unit;
    int slot = BASE + 1;
    for (boolean integer : unit.isInteger()) {
      slot += integer ? 2 : 3;
    }
    this.pcSlot = slot;
    this.budgetSlot = slot + 1;
    this.longSlot = slot + 2;
    this.placeSlot = slot + 4;
    this.tableSlot = slot + 5;
    this.firstSlot = slot + 6;
    this.usesBudget = hasLoops();
  }

  private boolean hasLoops() {
    for (int pc = unit.first(); pc <= unit.last(); pc++) {
      switch (Op.opcode(code[pc])) {
        case Op.LOOP, Op.FOR_LOOP, Op.EACH_NEXT -> {
          return true;
        }
        default -> {
          // goes on
        }
      }
    }
    return false;
  }

  // ---- the whole ----

  void emit() {
    Label start = out.newLabel();
    Label end = out.newLabel();
    Label full = out.newLabel();
    Label handler = out.newLabel();
    initialise();
    out.labelBinding(start);
    out.goto_(label(unit.entry()));
    for (int pc = unit.first(); pc <= unit.last(); pc++) {
      State state = inference.before(pc);
      if (state != null) {
        instruction(pc, state);
      }
    }
    for (int i = 0; i < deopts.size(); i++) {
      leave(deopts.get(i));
    }
    out.labelBinding(end);
    out.labelBinding(full);
    out.pop().aload(M).invokevirtual(MACHINE, "outOfMemory", MethodTypeDesc.of(FAILURE));
    out.labelBinding(handler);
    out.astore(tableSlot);
    out.aload(tableSlot).checkcast(FAILURE).aload(F).iload(pcSlot);
    out.invokestatic(MACHINE, "addPlace", MethodTypeDesc.of(CD_void, FAILURE, FUNCTION, CD_int));
    out.aload(tableSlot).checkcast(FAILURE).athrow();
    out.exceptionCatch(start, end, handler, FAILURE);
    out.exceptionCatch(start, end, full, FULL);
  }

  private void initialise() {
    out.loadConstant(0).istore(pcSlot).loadConstant(0).istore(budgetSlot);
    out.loadConstant(0).istore(placeSlot).lconst_0().lstore(longSlot);
    out.aconst_null().astore(tableSlot);
    if (usesBudget) {
      reloadBudget();
    }
    for (int i = 0; i < prototype.registers(); i++) {
      out.lconst_0().lstore(number(i));
      out.aconst_null().astore(ref(i));
    }
    if (unit.isWhole()) {
      int slot = BASE + 1;
      for (int i = 0; i < unit.isInteger().length; i++) {
        out.lload(slot).lstore(number(i));
        slot += 2;
        if (!unit.isInteger()[i]) {
          out.aload(slot).astore(ref(i));
          slot++;
        }
      }
    } else {
      enterLoop();
    }
  }

  /** Loads the registers that live, and looks whether they are what the unit was made for. */
  private void enterLoop() {
    Label wrong = out.newLabel();
    Label right = out.newLabel();
    State state = unit.atEntry();
    for (int i = 0; i < prototype.registers(); i++) {
      if (!live[unit.entry()].get(i)) {
        continue;
      }
      byte kind = state.kinds[i];
      loadRegister(i);
      if (kind == State.INT || kind == State.FLOAT) {
        out.aload(ref(i));
        tag(kind);
        out.if_acmpne(wrong);
      }
      FunctionCode known = state.functions[i];
      if (known != null) {
        out.aload(ref(i));
        out.invokestatic(SUPPORT, "code", MethodTypeDesc.of(FUNCTION_CODE, OBJECT));
        constant(known, FUNCTION_CODE);
        out.if_acmpne(wrong);
      }
    }
    out.goto_(right);
    out.labelBinding(wrong);
    constant(learnt, JIT_CODE);
    out.loadConstant(unit.entry());
    out.invokevirtual(JIT_CODE, "wrongEntry", MethodTypeDesc.of(CD_void, CD_int));
    out.loadConstant(unit.entry()).ireturn();
    out.labelBinding(right);
  }

  private void loadRegister(int i) {
    out.aload(N);
    index(i);
    out.laload().lstore(number(i));
    out.aload(R);
    index(i);
    out.aaload().astore(ref(i));
  }

  // ---- small pieces ----

  private int number(int register) {
    return firstSlot + register * 3;
  }

  private int ref(int register) {
    return firstSlot + register * 3 + 2;
  }

  private void index(int register) {
    out.iload(BASE);
    if (register != 0) {
      out.loadConstant(register).iadd();
    }
  }

  private void tag(byte kind) {
    out.getstatic(TAG, kind == State.INT ? "INT" : "FLOAT", TAG);
  }

  private void constant(Object object, ClassDesc type) {
    out.loadConstant(unit.data().constant(object, type));
  }

  private void pushRef(State state, int register) {
    byte kind = state.kinds[register];
    if (kind == State.INT || kind == State.FLOAT) {
      tag(kind);
    } else {
      out.aload(ref(register));
    }
  }

  private void pushBoth(State state, int register) {
    out.lload(number(register));
    pushRef(state, register);
  }

  private void storeResult(int register) {
    out.astore(ref(register));
    out.aload(M).getfield(MACHINE, "number", CD_long).lstore(number(register));
  }

  private void at(int pc) {
    out.loadConstant(pc).istore(pcSlot);
  }

  private Label label(int pc) {
    return labels.computeIfAbsent(pc, _ -> out.newLabel());
  }

  private void saveBudget() {
    if (usesBudget) {
      out.aload(M).iload(budgetSlot).putfield(MACHINE, "budget", CD_int);
    }
  }

  private void reloadBudget() {
    if (usesBudget) {
      out.aload(M).getfield(MACHINE, "budget", CD_int).istore(budgetSlot);
    }
  }

  private void spill(State state, int register) {
    byte kind = state.kinds[register];
    out.aload(N).aload(R);
    index(register);
    out.lload(number(register));
    if (kind == State.INT) {
      out.invokestatic(
          SUPPORT, "spill", MethodTypeDesc.of(CD_void, LONGS, OBJECTS, CD_int, CD_long));
    } else {
      pushRef(state, register);
      out.invokestatic(
          SUPPORT, "spill", MethodTypeDesc.of(CD_void, LONGS, OBJECTS, CD_int, CD_long, OBJECT));
    }
  }

  private void spill(State state, int from, int count) {
    for (int i = from; i < from + count; i++) {
      spill(state, i);
    }
  }

  // ---- ways out ----

  private Label deopt(int pc, State before) {
    Exit known = exits.get(pc);
    if (known == null) {
      known = new Exit(out.newLabel(), pc, before.copy(), true, -1);
      exits.put(pc, known);
      deopts.add(known);
    }
    return known.label();
  }

  private Label exit(int pc, State state, boolean lost, int takeOdd) {
    Exit exit = new Exit(out.newLabel(), pc, state.copy(), lost, takeOdd);
    deopts.add(exit);
    return exit.label();
  }

  private void leave(Exit exit) {
    out.labelBinding(exit.label());
    for (int i = 0; i < prototype.registers(); i++) {
      if (live[exit.pc()].get(i) && i != exit.takeOdd() && exit.state().kinds[i] != State.NONE) {
        spill(exit.state(), i);
      }
    }
    saveBudget();
    if (exit.takeOdd() >= 0) {
      out.aload(M).aload(N).aload(R);
      index(exit.takeOdd());
      out.invokevirtual(MACHINE, "takeOdd", MethodTypeDesc.of(CD_void, LONGS, OBJECTS, CD_int));
    }
    if (exit.lost()) {
      constant(learnt, JIT_CODE);
      out.loadConstant(exit.takeOdd() >= 0 ? exit.pc() - 1 : exit.pc());
      out.invokevirtual(JIT_CODE, "lose", MethodTypeDesc.of(CD_void, CD_int));
    }
    if (unit.isWhole()) {
      out.aload(M).aload(F).aload(N).aload(R).iload(BASE).loadConstant(exit.pc());
      out.invokevirtual(
          MACHINE, "finish", MethodTypeDesc.of(CD_long, FUNCTION, LONGS, OBJECTS, CD_int, CD_int));
      out.lreturn();
    } else {
      out.loadConstant(exit.pc()).ireturn();
    }
  }

  /** Makes the locals ready for what is expected at a target inside, else leaves the unit. */
  private Label target(int to, State after) {
    if (!inference.isInside(to)) {
      return exit(to, after, false, -1);
    }
    State expected = inference.before(to);
    if (expected != null) {
      for (int i = 0; i < expected.kinds.length; i++) {
        byte kind = after.kinds[i];
        if (State.hasRef(expected.kinds[i]) && (kind == State.INT || kind == State.FLOAT)) {
          tag(kind);
          out.astore(ref(i));
        }
      }
    }
    return label(to);
  }

  // ---- one instruction ----

  private void instruction(int pc, State state) {
    long i = code[pc];
    out.labelBinding(label(pc));
    int now = source.line(prototype.starts()[pc]);
    if (now != line) {
      out.lineNumber(now);
      line = now;
    }
    if (!Uses.isPossible(i)) {
      out.goto_(exit(pc, state, false, -1));
      return;
    }
    State after = state.copy();
    inference.step(after, pc, false);
    if (Uses.jumps(i)) {
      State jumped = state.copy();
      inference.step(jumped, pc, true);
      jump(pc, i, state, jumped);
    } else {
      straight(pc, i, state);
    }
    if (Uses.fallsThrough(i)) {
      Label next = target(pc + 1, after);
      if (!inference.isInside(pc + 1) || inference.before(pc + 1) == null) {
        out.goto_(next);
      }
    }
  }

  private void guard(int pc, State before, int register) {
    if (before.kinds[register] != State.INT) {
      out.aload(ref(register));
      tag(State.INT);
      out.if_acmpne(deopt(pc, before));
    }
  }

  private void straight(int pc, long i, State state) {
    int a = Op.a(i);
    int b = Op.b(i);
    int c = Op.c(i);
    switch (Op.opcode(i)) {
      case Op.MOVE -> {
        byte kind = state.kinds[b];
        if (State.hasNumber(kind)) {
          out.lload(number(b)).lstore(number(a));
        }
        if (State.hasRef(kind)) {
          out.aload(ref(b)).astore(ref(a));
        }
      }
      case Op.NIL -> {
        for (int to = a; to < a + b; to++) {
          out.aconst_null().astore(ref(to));
        }
      }
      case Op.TRUE, Op.FALSE -> {
        out.getstatic(BOOLEAN, Op.opcode(i) == Op.TRUE ? "TRUE" : "FALSE", BOOLEAN);
        out.astore(ref(a));
      }
      case Op.INT -> out.loadConstant((long) Op.wide(i)).lstore(number(a));
      case Op.CONST -> constantInto(b, a);
      case Op.UPVALUE -> {
        out.aload(F).getfield(FUNCTION, "upvalueNumbers", LONGS).loadConstant(b).laload();
        out.lstore(number(a));
        upvalue(b);
        out.astore(ref(a));
      }
      case Op.CELL -> {
        pushBoth(state, a);
        out.invokestatic(SUPPORT, "cell", MethodTypeDesc.of(CELL, CD_long, OBJECT));
        out.astore(ref(a));
      }
      case Op.LOAD_CELL -> {
        out.aload(ref(b));
        loadCell(a);
      }
      case Op.LOAD_UPCELL -> {
        upvalue(b);
        loadCell(a);
      }
      case Op.STORE_CELL -> {
        out.aload(ref(a));
        storeCell(state, b);
      }
      case Op.STORE_UPCELL -> {
        upvalue(b);
        storeCell(state, a);
      }
      case Op.ADD_UPCELL -> {
        at(pc);
        out.aload(M);
        upvalue(b);
        pushBoth(state, a);
        addToCell();
      }
      case Op.ADD_UPCELL_INT -> {
        at(pc);
        out.aload(M);
        upvalue(a);
        out.loadConstant((long) Op.signedC(i));
        tag(State.INT);
        addToCell();
      }
      case Op.LOAD_GLOBAL -> {
        out.aload(M).getfield(MACHINE, "globalNumbers", LONGS).loadConstant(b).laload();
        out.lstore(number(a));
        out.aload(M).getfield(MACHINE, "globalRefs", OBJECTS).loadConstant(b).aaload();
        out.astore(ref(a));
      }
      case Op.STORE_GLOBAL -> {
        out.aload(M).getfield(MACHINE, "globalNumbers", LONGS).loadConstant(b);
        out.lload(number(a)).lastore();
        out.aload(M).getfield(MACHINE, "globalRefs", OBJECTS).loadConstant(b);
        pushRef(state, a);
        out.aastore();
      }
      case Op.ADD -> arithmetic(pc, state, a, b, c, Opcode.LADD, Opcode.DADD, "add");
      case Op.ADD_TO -> arithmetic(pc, state, a, b, c, Opcode.LADD, Opcode.DADD, "addTo");
      case Op.SUB -> arithmetic(pc, state, a, b, c, Opcode.LSUB, Opcode.DSUB, "sub");
      case Op.MUL -> arithmetic(pc, state, a, b, c, Opcode.LMUL, Opcode.DMUL, "mul");
      case Op.DIV -> arithmetic(pc, state, a, b, c, Opcode.LDIV, Opcode.DDIV, "div");
      case Op.MOD -> arithmetic(pc, state, a, b, c, Opcode.LREM, Opcode.DREM, "mod");
      case Op.POW -> binary(pc, state, a, b, c, "pow");
      case Op.ADD_INT -> withInteger(pc, i, state, Opcode.LADD, Opcode.DADD, "add");
      case Op.MUL_INT -> withInteger(pc, i, state, Opcode.LMUL, Opcode.DMUL, "mul");
      case Op.DIV_INT -> withInteger(pc, i, state, Opcode.LDIV, Opcode.DDIV, "div");
      case Op.MOD_INT -> withInteger(pc, i, state, Opcode.LREM, Opcode.DREM, "mod");
      case Op.BIT_AND, Op.BIT_OR, Op.BIT_XOR, Op.SHIFT_LEFT, Op.SHIFT_RIGHT ->
          bitwise(pc, i, state);
      case Op.BIT_NOT -> {
        guardIfBet(pc, state, b);
        bits(pc, state, b);
        out.loadConstant(-1L).lxor().lstore(number(a));
      }
      case Op.NEGATE -> negate(pc, state, a, b);
      case Op.NOT -> {
        pushRef(state, b);
        out.invokestatic(OPERATIONS, "not", MethodTypeDesc.of(OBJECT, OBJECT));
        out.astore(ref(a));
      }
      case Op.ZERO -> zero(state, a, b);
      case Op.CONCAT -> {
        at(pc);
        spill(state, b, c);
        out.aload(M).aload(N).aload(R);
        index(b);
        out.loadConstant(c);
        out.invokestatic(
            OPERATIONS,
            "concat",
            MethodTypeDesc.of(OBJECT, MACHINE, LONGS, OBJECTS, CD_int, CD_int));
        out.astore(ref(a));
      }
      case Op.KEY -> {
        at(pc);
        spill(state, b, c);
        out.aload(N).aload(R);
        index(b);
        out.loadConstant(c);
        out.invokestatic(
            OPERATIONS, "key", MethodTypeDesc.of(OBJECT, LONGS, OBJECTS, CD_int, CD_int));
        out.astore(ref(a));
      }
      case Op.EACH_PREPARE -> {
        at(pc);
        pushRef(state, a);
        out.invokestatic(SUPPORT, "pairs", MethodTypeDesc.of(PAIRS, OBJECT)).pop();
      }
      case Op.NEW_TABLE -> {
        out.aload(M).invokevirtual(MACHINE, "newTable", MethodTypeDesc.of(TABLE));
        out.astore(ref(a));
      }
      case Op.GET -> {
        at(pc);
        readable(state, b);
        if (state.isInt(c)) {
          out.aload(tableSlot).checkcast(TABLE).lload(number(c));
          out.invokevirtual(TABLE, "findInteger", MethodTypeDesc.of(CD_int, CD_long));
        } else {
          out.aload(M).aload(tableSlot).checkcast(TABLE);
          pushBoth(state, c);
          out.invokestatic(
              SUPPORT, "find", MethodTypeDesc.of(CD_int, MACHINE, TABLE, CD_long, OBJECT));
        }
        fetch(a);
      }
      case Op.GET_FIELD -> {
        at(pc);
        readable(state, b);
        out.aload(tableSlot).checkcast(TABLE);
        constant(reference(c), STRING);
        out.invokevirtual(TABLE, "findString", MethodTypeDesc.of(CD_int, STRING));
        fetch(a);
      }
      case Op.GET_INT -> {
        at(pc);
        readable(state, b);
        out.aload(tableSlot).checkcast(TABLE).loadConstant((long) Op.signedC(i));
        out.invokevirtual(TABLE, "findInteger", MethodTypeDesc.of(CD_int, CD_long));
        fetch(a);
      }
      case Op.SET -> {
        at(pc);
        if (state.isInt(b)) {
          pushRef(state, a);
          out.lload(number(b));
          pushBoth(state, c);
          putInteger();
        } else {
          out.aload(M);
          pushRef(state, a);
          pushBoth(state, b);
          pushBoth(state, c);
          put();
        }
      }
      case Op.SET_FIELD -> {
        at(pc);
        out.aload(M);
        pushRef(state, a);
        out.lconst_0();
        constant(reference(b), OBJECT);
        pushBoth(state, c);
        put();
      }
      case Op.SET_INT -> {
        at(pc);
        pushRef(state, a);
        out.loadConstant((long) Op.signedB(i));
        pushBoth(state, c);
        putInteger();
      }
      case Op.INCREASE -> {
        at(pc);
        out.aload(M);
        pushRef(state, a);
        pushBoth(state, b);
        pushBoth(state, c);
        increase();
      }
      case Op.INCREASE_INT -> {
        at(pc);
        out.aload(M);
        pushRef(state, a);
        pushBoth(state, b);
        out.loadConstant((long) Op.signedC(i));
        tag(State.INT);
        increase();
      }
      case Op.AGGREGATE -> {
        at(pc);
        out.aload(M);
        pushRef(state, a);
        pushBoth(state, b);
        pushBoth(state, c);
        out.invokevirtual(
            MACHINE,
            "aggregate",
            MethodTypeDesc.of(CD_void, OBJECT, CD_long, OBJECT, CD_long, OBJECT));
      }
      case Op.CLOSURE -> closure(b, a, state);
      case Op.CALL, Op.CALL_UPVALUE -> call(pc, i, state);
      case Op.CALL_BUILT_IN -> builtIn(pc, i, state);
      case Op.RETURN -> back(state, a);
      case Op.RETURN_NIL -> backWithNothing();
      case Op.COMPUTED_ARGUMENT -> {
        at(pc);
        out.aload(M);
        pushBoth(state, b);
        out.invokevirtual(MACHINE, "computedArgument", MethodTypeDesc.of(OBJECT, CD_long, OBJECT));
        storeResult(a);
      }
      default -> {
        at(pc);
        out.aload(M).loadConstant(Op.opcode(i)).loadConstant(b);
        out.invokevirtual(MACHINE, "eventVariable", MethodTypeDesc.of(OBJECT, CD_int, CD_int));
        storeResult(a);
      }
    }
  }

  private @Nullable Object constantRef(int number) {
    return prototype.constantRefs()[number];
  }

  private Object reference(int number) {
    Object ref = constantRef(number);
    return ref == null ? ByteString.EMPTY : ref;
  }

  private void constantInto(int number, int a) {
    Object ref = constantRef(number);
    if (ref == null) {
      out.aconst_null().astore(ref(a));
    } else if (ref == Tag.INT || ref == Tag.FLOAT) {
      out.loadConstant(prototype.constantNumbers()[number]).lstore(number(a));
    } else {
      constant(ref, OBJECT);
      out.astore(ref(a));
    }
  }

  private void upvalue(int number) {
    out.aload(F).getfield(FUNCTION, "upvalueRefs", OBJECTS).loadConstant(number).aaload();
  }

  private void loadCell(int a) {
    out.checkcast(CELL).dup().getfield(CELL, "number", CD_long).lstore(number(a));
    out.getfield(CELL, "ref", OBJECT).astore(ref(a));
  }

  private void storeCell(State state, int from) {
    pushBoth(state, from);
    out.invokestatic(SUPPORT, "store", MethodTypeDesc.of(CD_void, OBJECT, CD_long, OBJECT));
  }

  private void addToCell() {
    out.invokestatic(
        SUPPORT, "addTo", MethodTypeDesc.of(CD_void, MACHINE, OBJECT, CD_long, OBJECT));
  }

  // ---- operators ----

  private void arithmetic(
      int pc, State state, int a, int b, int c, Opcode onLongs, Opcode onDoubles, String name) {
    byte left = state.kinds[b];
    byte right = state.kinds[c];
    if (inference.isInt(pc, left) && inference.isInt(pc, right)) {
      guard(pc, state, b);
      guard(pc, state, c);
      out.lload(number(b)).lload(number(c));
      integers(pc, onLongs, name);
      out.lstore(number(a));
    } else if (Inference.areFloats(left, right)) {
      asDouble(left, b);
      asDouble(right, c);
      doubles(onDoubles);
      out.lstore(number(a));
    } else {
      binary(pc, state, a, b, c, name);
    }
  }

  private void integers(int pc, Opcode opcode, String name) {
    switch (opcode) {
      case LADD -> out.ladd();
      case LSUB -> out.lsub();
      case LMUL -> out.lmul();
      default -> {
        at(pc);
        out.invokestatic(OPERATIONS, name, MethodTypeDesc.of(CD_long, CD_long, CD_long));
      }
    }
  }

  private void doubles(Opcode opcode) {
    switch (opcode) {
      case DADD -> out.dadd();
      case DSUB -> out.dsub();
      case DMUL -> out.dmul();
      case DDIV -> out.ddiv();
      default -> out.drem();
    }
    out.invokestatic(
        DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, ConstantDescs.CD_double));
  }

  private void asDouble(byte kind, int register) {
    out.lload(number(register));
    if (kind == State.INT) {
      out.l2d();
    } else {
      out.invokestatic(
          DOUBLE, "longBitsToDouble", MethodTypeDesc.of(ConstantDescs.CD_double, CD_long));
    }
  }

  private void binary(int pc, State state, int a, int b, int c, String name) {
    at(pc);
    out.aload(M);
    pushBoth(state, b);
    pushBoth(state, c);
    out.invokestatic(OPERATIONS, name, BINARY);
    storeResult(a);
  }

  private void withInteger(
      int pc, long i, State state, Opcode onLongs, Opcode onDoubles, String name) {
    int a = Op.a(i);
    int b = Op.b(i);
    long value = Op.signedC(i);
    if (inference.isInt(pc, state.kinds[b])) {
      guard(pc, state, b);
      out.lload(number(b)).loadConstant(value);
      switch (onLongs) {
        case LADD -> out.ladd();
        case LMUL -> out.lmul();
        case LDIV -> out.ldiv();
        default -> out.lrem();
      }
      out.lstore(number(a));
    } else if (state.isFloat(b)) {
      asDouble(State.FLOAT, b);
      out.loadConstant((double) value);
      doubles(onDoubles);
      out.lstore(number(a));
    } else {
      at(pc);
      out.aload(M);
      pushBoth(state, b);
      out.loadConstant(value);
      tag(State.INT);
      out.invokestatic(OPERATIONS, name, BINARY);
      storeResult(a);
    }
  }

  private void guardIfBet(int pc, State state, int register) {
    if (inference.isInt(pc, state.kinds[register])) {
      guard(pc, state, register);
    }
  }

  private void bits(int pc, State state, int register) {
    if (inference.isInt(pc, state.kinds[register])) {
      out.lload(number(register));
    } else {
      at(pc);
      pushBoth(state, register);
      out.invokestatic(SUPPORT, "bits", MethodTypeDesc.of(CD_long, CD_long, OBJECT));
    }
  }

  private void bitwise(int pc, long i, State state) {
    guardIfBet(pc, state, Op.b(i)); // a way out must not have half of the operands on the stack
    guardIfBet(pc, state, Op.c(i));
    bits(pc, state, Op.b(i));
    bits(pc, state, Op.c(i));
    switch (Op.opcode(i)) {
      case Op.BIT_AND -> out.land();
      case Op.BIT_OR -> out.lor();
      case Op.BIT_XOR -> out.lxor();
      default ->
          out.invokestatic(
              OPERATIONS,
              Op.opcode(i) == Op.SHIFT_LEFT ? "shiftLeft" : "shiftRight",
              MethodTypeDesc.of(CD_long, CD_long, CD_long));
    }
    out.lstore(number(Op.a(i)));
  }

  private void negate(int pc, State state, int a, int b) {
    if (inference.isInt(pc, state.kinds[b])) {
      guard(pc, state, b);
      out.lload(number(b)).lneg().lstore(number(a));
    } else if (state.isFloat(b)) {
      asDouble(State.FLOAT, b);
      out.dneg();
      out.invokestatic(
          DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, ConstantDescs.CD_double));
      out.lstore(number(a));
    } else {
      at(pc);
      out.aload(M);
      pushBoth(state, b);
      out.invokestatic(OPERATIONS, "negate", MethodTypeDesc.of(OBJECT, MACHINE, CD_long, OBJECT));
      storeResult(a);
    }
  }

  private void zero(State state, int a, int b) {
    byte kind = state.kinds[b];
    if ((kind & State.NIL) == 0) {
      out.lload(number(b)).lstore(number(a));
      if (State.hasRef(kind)) {
        out.aload(ref(b)).astore(ref(a));
      }
      return;
    }
    Label present = out.newLabel();
    Label end = out.newLabel();
    out.aload(ref(b)).ifnonnull(present);
    out.lconst_0().lstore(number(a));
    tag(State.INT);
    out.astore(ref(a)).goto_(end);
    out.labelBinding(present);
    out.lload(number(b)).lstore(number(a)).aload(ref(b)).astore(ref(a));
    out.labelBinding(end);
  }

  // ---- tables ----

  private void readable(State state, int register) {
    out.aload(M);
    pushRef(state, register);
    out.invokestatic(OPERATIONS, "readable", MethodTypeDesc.of(TABLE, MACHINE, OBJECT));
    out.astore(tableSlot);
  }

  private void fetch(int a) {
    Label absent = out.newLabel();
    Label end = out.newLabel();
    out.istore(placeSlot);
    out.iload(placeSlot).loadConstant(Table.ABSENT).if_icmpeq(absent);
    out.aload(tableSlot).checkcast(TABLE).iload(placeSlot);
    out.invokevirtual(TABLE, "numberAt", MethodTypeDesc.of(CD_long, CD_int));
    out.lstore(number(a));
    out.aload(tableSlot).checkcast(TABLE).iload(placeSlot);
    out.invokevirtual(TABLE, "refAt", MethodTypeDesc.of(OBJECT, CD_int));
    out.astore(ref(a)).goto_(end);
    out.labelBinding(absent);
    out.lconst_0().lstore(number(a)).aconst_null().astore(ref(a));
    out.labelBinding(end);
  }

  private void put() {
    out.invokestatic(
        SUPPORT,
        "put",
        MethodTypeDesc.of(CD_void, MACHINE, OBJECT, CD_long, OBJECT, CD_long, OBJECT));
  }

  private void putInteger() {
    out.invokestatic(
        SUPPORT, "putInteger", MethodTypeDesc.of(CD_void, OBJECT, CD_long, CD_long, OBJECT));
  }

  private void increase() {
    out.invokestatic(
        OPERATIONS,
        "increase",
        MethodTypeDesc.of(CD_void, MACHINE, OBJECT, CD_long, OBJECT, CD_long, OBJECT));
  }

  // ---- functions ----

  private void closure(int child, int a, State state) {
    for (Prototype.Capture capture : prototype.children().get(child).captures()) {
      if (capture.kind() == Prototype.Capture.Kind.REGISTER) {
        spill(state, capture.index());
      }
    }
    out.aload(F).aload(N).aload(R).iload(BASE).loadConstant(child);
    out.invokestatic(
        MACHINE, "closure", MethodTypeDesc.of(FUNCTION, FUNCTION, LONGS, OBJECTS, CD_int, CD_int));
    out.astore(ref(a));
  }

  private void builtIn(int pc, long i, State state) {
    int a = Op.a(i);
    int count = Op.c(i);
    BuiltIn builtIn = (BuiltIn) reference(Op.b(i));
    at(pc);
    spill(state, a, count);
    saveBudget();
    out.aload(M).invokevirtual(MACHINE, "checkStop", MethodTypeDesc.of(CD_void));
    constant(builtIn.function(), BUILT_IN);
    out.aload(M).aload(N).aload(R);
    index(a);
    out.loadConstant(count);
    out.invokeinterface(
        BUILT_IN, "call", MethodTypeDesc.of(CD_void, CONTEXT, LONGS, OBJECTS, CD_int, CD_int));
    reloadBudget();
    loadRegister(a);
  }

  private void call(int pc, long i, State state) {
    FunctionCode callee = inference.callee(state, pc);
    if (callee == null) {
      slowCall(pc, i, state);
      return;
    }
    int a = Op.a(i);
    at(pc);
    learnt.sawCallee(pc, callee);
    byte[] kinds = new byte[Op.c(i)];
    System.arraycopy(state.kinds, a, kinds, 0, kinds.length);
    boolean isSelf = unit.isWhole() && callee == learnt.code;
    JitCode.DirectEntry entry = isSelf ? null : unit.callees().entry(callee, kinds);
    boolean[] isInteger =
        isSelf ? unit.isInteger() : entry == null ? new boolean[0] : entry.isInteger();
    saveBudget();
    Label slow = out.newLabel();
    Label done = out.newLabel();
    boolean isDirect =
        (isSelf || entry != null) && directArguments(state, a, kinds.length, isInteger);
    if (isDirect) {
      pushCallee(i, state);
      out.invokestatic(SUPPORT, "code", MethodTypeDesc.of(FUNCTION_CODE, OBJECT));
      constant(callee, FUNCTION_CODE);
      out.if_acmpne(slow);
      direct(i, state, callee, isSelf, entry, isInteger, slow);
      out.goto_(done);
    }
    out.labelBinding(slow);
    spill(state, a, kinds.length);
    out.aload(M);
    pushCallee(i, state);
    out.aload(N).aload(R);
    index(a);
    out.loadConstant(kinds.length);
    out.invokevirtual(
        MACHINE, "callSlowly", MethodTypeDesc.of(CD_long, OBJECT, LONGS, OBJECTS, CD_int, CD_int));
    out.lstore(longSlot);
    out.labelBinding(done);
    reloadBudget();
    takeResult(pc, a, state);
  }

  private void pushCallee(long i, State state) {
    if (Op.opcode(i) == Op.CALL) {
      pushRef(state, Op.b(i));
    } else {
      upvalue(Op.b(i));
    }
  }

  /** Whether the arguments are known to be what the function was made for. */
  private boolean directArguments(State state, int a, int count, boolean[] isInteger) {
    for (int p = 0; p < isInteger.length; p++) {
      boolean fits = p < count && state.isInt(a + p);
      if (isInteger[p] && !fits) {
        return false;
      }
    }
    return true;
  }

  private void direct(
      long i,
      State state,
      FunctionCode callee,
      boolean isSelf,
      JitCode.@Nullable DirectEntry entry,
      boolean[] isInteger,
      Label slow) {
    int a = Op.a(i);
    out.iload(BASE).loadConstant(a + callee.prototype.registers() + Op.c(i)).iadd();
    out.aload(N).arraylength().if_icmpgt(slow);
    boolean isLeaf = Uses.isLeaf(callee.prototype);
    out.aload(M);
    out.invokevirtual(MACHINE, isLeaf ? "checkCall" : "enterCall", MethodTypeDesc.of(CD_void));
    if (!isSelf && entry != null) {
      constant(entry.site().dynamicInvoker(), ConstantDescs.CD_MethodHandle);
    }
    out.aload(M);
    pushCallee(i, state);
    out.checkcast(FUNCTION).aload(N).aload(R);
    index(a);
    for (int p = 0; p < isInteger.length; p++) {
      if (p < Op.c(i)) {
        out.lload(number(a + p));
        if (!isInteger[p]) {
          pushRef(state, a + p);
        }
      } else {
        out.lconst_0().aconst_null();
      }
    }
    if (isSelf) {
      out.invokestatic(unit.owner(), unit.name(), unit.type());
    } else {
      out.invokevirtual(ConstantDescs.CD_MethodHandle, "invokeExact", Jit.describe(isInteger));
    }
    out.lstore(longSlot);
    if (!isLeaf) {
      out.aload(M).invokevirtual(MACHINE, "leaveCall", MethodTypeDesc.of(CD_void));
    }
  }

  /** Puts the result of a call into its register. */
  private void takeResult(int pc, int a, State state) {
    State after = state.copy();
    inference.step(after, pc, false);
    Label integer = out.newLabel();
    out.lload(longSlot).loadConstant(Machine.ODD).lcmp().ifne(integer);
    out.aload(M).lload(longSlot);
    out.invokestatic(SUPPORT, "isOdd", MethodTypeDesc.of(CD_boolean, MACHINE, CD_long));
    if (after.isInt(a)) {
      out.ifne(exit(pc + 1, after, true, a));
      out.labelBinding(integer);
      out.lload(longSlot).lstore(number(a));
      return;
    }
    Label end = out.newLabel();
    out.ifeq(integer);
    out.aload(M).invokestatic(SUPPORT, "takeOdd", MethodTypeDesc.of(OBJECT, MACHINE));
    storeResult(a);
    out.goto_(end);
    out.labelBinding(integer);
    out.lload(longSlot).lstore(number(a));
    tag(State.INT);
    out.astore(ref(a));
    out.labelBinding(end);
  }

  private void slowCall(int pc, long i, State state) {
    int a = Op.a(i);
    at(pc);
    spill(state, a, Op.c(i));
    saveBudget();
    out.aload(M);
    pushCallee(i, state);
    out.aload(N).aload(R);
    index(a);
    out.loadConstant(Op.c(i));
    out.invokevirtual(
        MACHINE, "call", MethodTypeDesc.of(CD_void, OBJECT, LONGS, OBJECTS, CD_int, CD_int));
    reloadBudget();
    loadRegister(a);
  }

  private void back(State state, int a) {
    saveBudget();
    out.aload(M).loadConstant(1).putfield(MACHINE, "results", CD_int);
    if (!unit.isWhole()) {
      out.aload(N).aload(R).iload(BASE);
      pushBoth(state, a);
      out.invokestatic(
          SUPPORT, "spill", MethodTypeDesc.of(CD_void, LONGS, OBJECTS, CD_int, CD_long, OBJECT));
      out.loadConstant(-1).ireturn();
    } else if (state.isInt(a)) {
      out.lload(number(a)).lreturn();
    } else {
      out.aload(M);
      pushBoth(state, a);
      out.invokestatic(SUPPORT, "result", MethodTypeDesc.of(CD_long, MACHINE, CD_long, OBJECT));
      out.lreturn();
    }
  }

  private void backWithNothing() {
    saveBudget();
    out.aload(M).loadConstant(0).putfield(MACHINE, "results", CD_int);
    if (unit.isWhole()) {
      out.aload(M).lconst_0().aconst_null();
      out.invokevirtual(MACHINE, "odd", MethodTypeDesc.of(CD_long, CD_long, OBJECT));
      out.lreturn();
    } else {
      out.aload(R).iload(BASE).aconst_null().aastore();
      out.loadConstant(-1).ireturn();
    }
  }

  // ---- jumps ----

  private void jump(int pc, long i, State state, State jumped) {
    int a = Op.a(i);
    int b = Op.b(i);
    int to = Op.c(i);
    switch (Op.opcode(i)) {
      case Op.JUMP -> out.goto_(target(to, jumped));
      case Op.LOOP -> {
        count(pc);
        out.goto_(target(to, jumped));
      }
      case Op.IF_TRUE, Op.IF_FALSE -> truth(state, a, target(to, jumped), Op.opcode(i));
      case Op.IF_NIL -> nil(state, a, true, target(to, jumped));
      case Op.IF_NOT_NIL -> nil(state, a, false, target(to, jumped));
      case Op.IF_EQUAL, Op.IF_NOT_EQUAL -> {
        Label target = target(to, jumped);
        boolean sense = Op.opcode(i) == Op.IF_EQUAL;
        if (state.isInt(a) && state.isInt(b)) {
          out.lload(number(a)).lload(number(b)).lcmp();
          branch(!sense, target);
        } else {
          pushBoth(state, a);
          pushBoth(state, b);
          equal(sense, target);
        }
      }
      case Op.IF_EQUAL_CONST -> equalConstant(state, a, b, true, target(to, jumped));
      case Op.IF_NOT_EQUAL_CONST -> equalConstant(state, a, b, false, target(to, jumped));
      case Op.IF_LESS, Op.IF_NOT_LESS, Op.IF_AT_MOST, Op.IF_NOT_AT_MOST ->
          order(pc, i, state, jumped);
      case Op.FOR_PREPARE -> forPrepare(pc, a, to, state, jumped);
      case Op.FOR_LOOP -> forLoop(pc, a, to, state, jumped);
      case Op.EACH_NEXT -> eachNext(pc, a, b, to, jumped);
      default -> orderWithInteger(pc, i, state, jumped);
    }
  }

  private void count(int pc) {
    Label enough = out.newLabel();
    out.iinc(budgetSlot, -1).iload(budgetSlot).ifge(enough);
    at(pc);
    saveBudget();
    out.aload(M).invokevirtual(MACHINE, "refill", MethodTypeDesc.of(CD_void));
    reloadBudget();
    out.labelBinding(enough);
  }

  private void branch(boolean ifNotZero, Label target) {
    if (ifNotZero) {
      out.ifne(target);
    } else {
      out.ifeq(target);
    }
  }

  private void truth(State state, int a, Label target, int opcode) {
    byte kind = state.kinds[a];
    boolean whenTrue = opcode == Op.IF_TRUE;
    if (kind == State.INT || kind == State.FLOAT) {
      if (whenTrue) {
        out.goto_(target);
      }
      return;
    }
    out.aload(ref(a));
    out.invokestatic(OPERATIONS, "isTrue", MethodTypeDesc.of(CD_boolean, OBJECT));
    branch(whenTrue, target);
  }

  private void nil(State state, int a, boolean sense, Label target) {
    if (!State.hasRef(state.kinds[a])) {
      if (!sense) {
        out.goto_(target);
      }
      return;
    }
    out.aload(ref(a));
    if (sense) {
      out.ifnull(target);
    } else {
      out.ifnonnull(target);
    }
  }

  private void equal(boolean sense, Label target) {
    out.invokestatic(
        OPERATIONS, "equal", MethodTypeDesc.of(CD_boolean, CD_long, OBJECT, CD_long, OBJECT));
    branch(sense, target);
  }

  private void equalConstant(State state, int a, int constant, boolean sense, Label target) {
    Object ref = constantRef(constant);
    long value = prototype.constantNumbers()[constant];
    if (ref == Tag.INT && state.isInt(a)) {
      out.lload(number(a)).loadConstant(value).lcmp();
      branch(!sense, target);
      return;
    }
    pushBoth(state, a);
    out.loadConstant(value);
    if (ref == Tag.INT || ref == Tag.FLOAT) {
      tag(ref == Tag.INT ? State.INT : State.FLOAT);
    } else {
      constant(reference(constant), OBJECT);
    }
    equal(sense, target);
  }

  private void order(int pc, long i, State state, State jumped) {
    int a = Op.a(i);
    int b = Op.b(i);
    int opcode = Op.opcode(i);
    boolean less = opcode == Op.IF_LESS || opcode == Op.IF_NOT_LESS;
    boolean sense = opcode == Op.IF_LESS || opcode == Op.IF_AT_MOST;
    if (inference.isInt(pc, state.kinds[a]) && inference.isInt(pc, state.kinds[b])) {
      guard(pc, state, a);
      guard(pc, state, b);
      Label target = target(Op.c(i), jumped);
      out.lload(number(a)).lload(number(b)).lcmp();
      compare(less, sense, target);
    } else {
      at(pc);
      Label target = target(Op.c(i), jumped);
      out.aload(M);
      pushBoth(state, a);
      pushBoth(state, b);
      out.invokestatic(OPERATIONS, less ? "less" : "atMost", COMPARE);
      branch(sense, target);
    }
  }

  private void compare(boolean less, boolean sense, Label target) {
    if (less && sense) {
      out.iflt(target);
    } else if (less) {
      out.ifge(target);
    } else if (sense) {
      out.ifle(target);
    } else {
      out.ifgt(target);
    }
  }

  private void orderWithInteger(int pc, long i, State state, State jumped) {
    int a = Op.a(i);
    long value = Op.signedB(i);
    int opcode = Op.opcode(i);
    boolean sense =
        switch (opcode) {
          case Op.IF_LESS_INT, Op.IF_AT_MOST_INT, Op.IF_MORE_INT, Op.IF_AT_LEAST_INT -> true;
          default -> false;
        };
    boolean mirrored =
        switch (opcode) {
          case Op.IF_MORE_INT, Op.IF_NOT_MORE_INT, Op.IF_AT_LEAST_INT, Op.IF_NOT_AT_LEAST_INT ->
              true;
          default -> false;
        };
    boolean less =
        switch (opcode) {
          case Op.IF_LESS_INT, Op.IF_NOT_LESS_INT, Op.IF_MORE_INT, Op.IF_NOT_MORE_INT -> true;
          default -> false;
        };
    boolean isInt = inference.isInt(pc, state.kinds[a]);
    if (isInt) {
      guard(pc, state, a);
    } else {
      at(pc);
    }
    Label target = target(Op.c(i), jumped);
    if (!isInt) {
      out.aload(M);
    }
    if (mirrored) {
      out.loadConstant(value);
      if (!isInt) {
        tag(State.INT);
      }
    }
    out.lload(number(a));
    if (!isInt) {
      pushRef(state, a);
    }
    if (!mirrored) {
      out.loadConstant(value);
      if (!isInt) {
        tag(State.INT);
      }
    }
    if (isInt) {
      out.lcmp();
      compare(less, sense, target);
    } else {
      out.invokestatic(OPERATIONS, less ? "less" : "atMost", COMPARE);
      branch(sense, target);
    }
  }

  // ---- loops ----

  private void forPrepare(int pc, int a, int to, State state, State jumped) {
    if (!inference.isIntegerLoop(state, pc, a)) {
      at(pc);
      spill(state, a, 3);
      out.aload(N).aload(R);
      index(a);
      out.invokestatic(LOOPS, "prepare", MethodTypeDesc.of(CD_boolean, LONGS, OBJECTS, CD_int));
      out.istore(placeSlot);
      for (int i = a; i < a + 4; i++) {
        loadRegister(i);
      }
      Label target = target(to, jumped);
      out.iload(placeSlot).ifeq(target);
      return;
    }
    for (int i = a; i < a + 3; i++) {
      guard(pc, state, i);
    }
    Label target = target(to, jumped);
    out.lload(number(a)).lload(number(a + 1)).lload(number(a + 2));
    out.invokestatic(LOOPS, "hasRound", MethodTypeDesc.of(CD_boolean, CD_long, CD_long, CD_long));
    out.ifeq(target);
    out.lload(number(a)).lload(number(a + 1)).lload(number(a + 2));
    out.invokestatic(LOOPS, "rounds", MethodTypeDesc.of(CD_long, CD_long, CD_long, CD_long));
    out.lstore(number(a + 1));
    out.lload(number(a)).lstore(number(a + 3));
  }

  private void forLoop(int pc, int a, int to, State state, State jumped) {
    boolean integers = inference.isIntegerLoop(state, pc, a);
    if (integers) {
      for (int i = a; i < a + 3; i++) {
        guard(pc, state, i);
      }
    }
    count(pc);
    if (!integers) {
      spill(state, a, 3);
      out.aload(N).aload(R);
      index(a);
      out.invokestatic(SUPPORT, "forLoop", MethodTypeDesc.of(CD_boolean, LONGS, OBJECTS, CD_int));
      out.istore(placeSlot);
      for (int i = a; i < a + 4; i++) {
        loadRegister(i);
      }
      Label target = target(to, jumped);
      out.iload(placeSlot).ifne(target);
      return;
    }
    Label end = out.newLabel();
    out.lload(number(a + 1)).lconst_0().lcmp().ifeq(end);
    out.lload(number(a + 1)).lconst_1().lsub().lstore(number(a + 1));
    out.lload(number(a)).lload(number(a + 2)).ladd().dup2();
    out.lstore(number(a)).lstore(number(a + 3));
    out.goto_(target(to, jumped));
    out.labelBinding(end);
  }

  private void eachNext(int pc, int a, int names, int to, State jumped) {
    count(pc);
    Label target = target(to, jumped);
    out.aload(ref(a)).checkcast(PAIRS).dup();
    out.astore(tableSlot);
    out.invokeinterface(PAIRS, "next", MethodTypeDesc.of(CD_boolean)).ifeq(target);
    pair("key", a + 1);
    if (names > 1) {
      pair("value", a + 2);
    }
  }

  private void pair(String what, int register) {
    out.aload(tableSlot).checkcast(PAIRS);
    out.invokeinterface(PAIRS, what + "Number", MethodTypeDesc.of(CD_long));
    out.lstore(number(register));
    out.aload(tableSlot).checkcast(PAIRS);
    out.invokeinterface(PAIRS, what + "Ref", MethodTypeDesc.of(OBJECT));
    out.astore(ref(register));
  }
}
