package ktap.script.jit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import ktap.script.code.Op;
import ktap.script.code.Prototype;
import ktap.script.source.SourceText;
import ktap.script.vm.CompiledCode;
import ktap.script.vm.Compiler;
import ktap.script.vm.Function;
import ktap.script.vm.FunctionCode;
import ktap.script.vm.Machine;
import org.jspecify.annotations.Nullable;

/** Makes JVM code of what is hot. One for each run. */
@SuppressWarnings("ReferenceEquality") // tags are unique
public final class Jit implements Compiler {
  /** HotSpot compiles no method of more bytes. */
  private static final int LARGEST = 7_900;

  private static final int MOST_INSTRUCTIONS = 3_000;
  private static final ClassDesc CLASS_NAME = ClassDesc.of("ktap.script.jit.Script");
  private static final ClassDesc UNIT = ClassDesc.of("ktap.script.jit.Unit");
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_int, Emitter.MACHINE, Emitter.FUNCTION, Emitter.LONGS, Emitter.OBJECTS, CD_int);
  private static final ClassFile CLASS_FILE =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofClassLoading(MethodHandles.lookup())));

  /** What happens if code can't be made although it should be. */
  public enum Policy {
    /** The function stays interpreted. */
    SILENT,
    /** The failure comes out: for tests. */
    FAIL
  }

  private final SourceText source;
  private final Policy policy;
  private final IdentityHashMap<FunctionCode, Function> samples = new IdentityHashMap<>();
  private int depth;
  private int made;

  public Jit(SourceText source, Policy policy) {
    this.source = source;
    this.policy = policy;
  }

  /** How many units were made. */
  public int made() {
    return made;
  }

  @Override
  public @Nullable CompiledCode compile(
      Machine machine,
      Function function,
      long[] numbers,
      @Nullable Object[] refs,
      int base,
      int from) {
    JitCode code = codeOf(function.code);
    if (!code.canEnter(from) && !code.isRefused(from)) {
      if (!isCompiled(code, function, refs, base, from)) {
        code.refuse(from);
      }
    }
    return code;
  }

  private boolean isCompiled(
      JitCode code, Function function, @Nullable Object[] refs, int base, int from) {
    try {
      return from == 0
          ? compileWhole(code, function, kinds(function.code.prototype, refs, base))
          : compileLoop(code, function, refs, base, from);
    } catch (IllegalArgumentException | IllegalStateException | LinkageError failure) {
      if (policy == Policy.FAIL) {
        throw failure;
      }
      return false;
    }
  }

  private static JitCode codeOf(FunctionCode code) {
    if (code.compiled instanceof JitCode known) {
      return known;
    }
    JitCode fresh = new JitCode(code);
    code.compiled = fresh;
    return fresh;
  }

  private static byte[] kinds(Prototype prototype, @Nullable Object[] refs, int base) {
    byte[] kinds = new byte[prototype.parameters()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = Inference.kind(refs[base + i]);
    }
    return kinds;
  }

  // ---- whole functions ----

  private boolean compileWhole(JitCode code, Function function, byte[] kinds) {
    Prototype prototype = code.code.prototype;
    if (prototype.hasRest() || prototype.code().length > MOST_INSTRUCTIONS || depth > 8) {
      return false;
    }
    boolean[] isInteger = new boolean[prototype.parameters()];
    State entry = new State(prototype.registers());
    for (int i = 0; i < isInteger.length; i++) {
      isInteger[i] = i < kinds.length && kinds[i] == State.INT && !code.isAnyEntry(0);
      entry.kinds[i] = isInteger[i] ? State.INT : State.ANY;
    }
    String name = methodName(prototype);
    Emitter.Unit unit =
        whole(prototype, isInteger, entry, (callee, arguments) -> entry(code, callee, arguments));
    Class<?> made = make(code, function, unit);
    if (made == null) {
      return false;
    }
    try {
      MethodHandle body =
          MethodHandles.privateLookupIn(made, MethodHandles.lookup())
              .findStatic(made, name, DirectCalls.type(isInteger));
      code.direct = DirectCalls.entry(body, isInteger);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
    return true;
  }

  private static Emitter.Unit whole(
      Prototype prototype, boolean[] isInteger, State entry, Emitter.Callees callees) {
    return new Emitter.Unit(
        0,
        0,
        prototype.code().length - 1,
        true,
        isInteger,
        entry,
        CLASS_NAME,
        methodName(prototype),
        describe(isInteger),
        new Emitter.ClassData(),
        callees);
  }

  /** The class of a function of the arguments of which nothing is known; empty if there is none. */
  byte[] bytes(Function function) {
    Prototype prototype = function.code.prototype;
    if (prototype.hasRest() || prototype.code().length > MOST_INSTRUCTIONS) {
      return new byte[0];
    }
    State entry = new State(prototype.registers());
    Arrays.fill(entry.kinds, 0, prototype.parameters(), State.ANY);
    Emitter.Unit unit =
        whole(prototype, new boolean[prototype.parameters()], entry, (callee, arguments) -> null);
    byte[] bytes = build(new JitCode(function.code), function, unit);
    return isTooLarge(bytes, unit.name()) ? new byte[0] : bytes;
  }

  /** How a function is called directly, which makes its code if it isn't there yet. */
  private JitCode.@Nullable DirectEntry entry(JitCode caller, FunctionCode callee, byte[] kinds) {
    JitCode code = codeOf(callee);
    Function sample = samples.get(callee);
    if (code.direct == null && sample != null && !code.isRefused(0)) {
      depth++;
      boolean done = compileWhole(code, sample, kinds);
      depth--;
      if (!done) {
        code.refuse(0);
      }
    }
    JitCode.DirectEntry entry = code.direct;
    if (entry != null) {
      code.addCaller(caller);
    }
    return entry;
  }

  // ---- loops ----

  private boolean compileLoop(
      JitCode code, Function function, @Nullable Object[] refs, int base, int from) {
    Prototype prototype = code.code.prototype;
    long[] instructions = prototype.code();
    int first = from;
    int last = from;
    switch (Op.opcode(instructions[from])) {
      case Op.FOR_LOOP -> first = Op.c(instructions[from]);
      case Op.EACH_NEXT -> last = Op.c(instructions[from]) - 1;
      default -> {
        // a loop by LOOP, from its head to the last one that goes back
      }
    }
    for (int pc = from; pc < instructions.length; pc++) {
      if (Op.opcode(instructions[pc]) == Op.LOOP && Op.c(instructions[pc]) == from) {
        last = pc;
      }
    }
    if (last - first > MOST_INSTRUCTIONS) {
      return false;
    }
    State entry = new State(prototype.registers());
    for (int i = 0; i < prototype.registers(); i++) {
      byte kind = Inference.kind(refs[base + i]);
      boolean isNumber = kind == State.INT || kind == State.FLOAT;
      entry.kinds[i] = isNumber && !code.isAnyEntry(from) ? kind : State.ANY;
      if (refs[base + i] instanceof Function callee
          && isCalled(instructions, first, last, i)
          && !code.isAnyEntry(from)) {
        entry.functions[i] = callee.code;
        samples.put(callee.code, callee);
      }
    }
    Emitter.Unit unit =
        new Emitter.Unit(
            from,
            first,
            last,
            false,
            new boolean[0],
            entry,
            CLASS_NAME,
            methodName(prototype),
            RUN,
            new Emitter.ClassData(),
            (callee, arguments) -> entry(code, callee, arguments));
    return make(code, function, unit) != null;
  }

  private static boolean isCalled(long[] code, int first, int last, int register) {
    for (int pc = first; pc <= last; pc++) {
      if (Op.opcode(code[pc]) == Op.CALL && Op.b(code[pc]) == register) {
        return true;
      }
    }
    return false;
  }

  // ---- classes ----

  private byte[] build(JitCode code, Function function, Emitter.Unit unit) {
    Prototype prototype = code.code.prototype;
    samples.put(function.code, function);
    BitSet[] live = new Uses(prototype).live();
    Inference inference = new Inference(code, unit.first(), unit.last(), live);
    for (int i = 0; i < prototype.captures().size(); i++) {
      if (!prototype.captures().get(i).isCell()
          && function.upvalueRefs[i] instanceof Function callee) {
        inference.know(i, callee.code);
        samples.putIfAbsent(callee.code, callee);
      }
    }
    inference.run(unit.entry(), unit.atEntry());
    return CLASS_FILE.build(
        unit.owner(),
        classBuilder -> {
          classBuilder.withSuperclass(UNIT);
          classBuilder.withFlags(AccessFlag.FINAL, AccessFlag.PUBLIC);
          classBuilder.with(SourceFileAttribute.of(source.name()));
          classBuilder.withMethodBody(
              ConstantDescs.INIT_NAME,
              MethodTypeDesc.of(CD_void),
              ClassFile.ACC_PUBLIC,
              out ->
                  out.aload(0)
                      .invokespecial(UNIT, ConstantDescs.INIT_NAME, MethodTypeDesc.of(CD_void))
                      .return_());
          classBuilder.withMethodBody(
              unit.name(),
              unit.type(),
              ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
              out -> new Emitter(out, inference, code, live, source, unit).emit());
          classBuilder.withMethodBody(
              "run", RUN, ClassFile.ACC_PUBLIC, out -> bridge(out, code, unit));
        });
  }

  private @Nullable Class<?> make(JitCode code, Function function, Emitter.Unit unit) {
    byte[] bytes = build(code, function, unit);
    if (isTooLarge(bytes, unit.name())) {
      return null;
    }
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, unit.data().objects, true);
      Unit instance =
          (Unit)
              lookup
                  .findConstructor(lookup.lookupClass(), MethodType.methodType(void.class))
                  .invoke();
      code.add(unit.entry(), instance);
      made++;
      return lookup.lookupClass();
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean isTooLarge(byte[] bytes, String method) {
    return ClassFile.of().parse(bytes).methods().stream()
        .filter(candidate -> candidate.methodName().equalsString(method))
        .flatMap(candidate -> candidate.code().stream())
        .anyMatch(body -> ((CodeAttribute) body).codeLength() > LARGEST);
  }

  /**
   * The method that the interpreter calls: takes arguments from registers, puts the result back.
   */
  private static void bridge(CodeBuilder out, JitCode code, Emitter.Unit unit) {
    // locals here: this, machine, function, numbers, refs, base
    if (unit.isWhole()) {
      Label wrong = out.newLabel();
      boolean[] isInteger = unit.isInteger();
      for (int i = 0; i < isInteger.length; i++) {
        if (isInteger[i]) {
          out.aload(4).iload(5).loadConstant(i).iadd().aaload();
          ClassDesc tag = ClassDesc.of("ktap.script.value.Tag");
          out.getstatic(tag, "INT", tag).if_acmpne(wrong);
        }
      }
      out.aload(1).aload(3).aload(4).iload(5);
      out.aload(1).aload(2).aload(3).aload(4).iload(5);
      for (int i = 0; i < isInteger.length; i++) {
        out.aload(3).iload(5).loadConstant(i).iadd().laload();
        if (!isInteger[i]) {
          out.aload(4).iload(5).loadConstant(i).iadd().aaload();
        }
      }
      out.invokestatic(unit.owner(), unit.name(), unit.type());
      out.invokestatic(
          Emitter.SUPPORT,
          "finish",
          MethodTypeDesc.of(
              CD_int, Emitter.MACHINE, Emitter.LONGS, Emitter.OBJECTS, CD_int, CD_long));
      out.ireturn();
      out.labelBinding(wrong);
      out.loadConstant(unit.data().constant(code, Emitter.JIT_CODE)).loadConstant(0);
      out.invokevirtual(Emitter.JIT_CODE, "wrongEntry", MethodTypeDesc.of(CD_void, CD_int));
      out.loadConstant(0).ireturn();
    } else {
      out.aload(1).aload(2).aload(3).aload(4).iload(5);
      out.invokestatic(unit.owner(), unit.name(), unit.type());
      out.ireturn();
    }
  }

  /** The type of a function's method. */
  static MethodTypeDesc describe(boolean[] isInteger) {
    MethodTypeDesc type =
        MethodTypeDesc.of(
            CD_long, Emitter.MACHINE, Emitter.FUNCTION, Emitter.LONGS, Emitter.OBJECTS, CD_int);
    for (boolean integer : isInteger) {
      type =
          type.insertParameterTypes(
              type.parameterCount(),
              integer ? new ClassDesc[] {CD_long} : new ClassDesc[] {CD_long, Emitter.OBJECT});
    }
    return type;
  }

  /** The function's name as stack traces show it, without what the JVM can't have in one. */
  static String methodName(Prototype prototype) {
    StringBuilder name = new StringBuilder();
    String given = prototype.name();
    for (int i = 0; i < given.length() && i < 80; i++) {
      char c = given.charAt(i);
      name.append(".;[/<>".indexOf(c) >= 0 || c < ' ' ? '_' : c);
    }
    String made = name.isEmpty() ? "function" : name.toString();
    return made.equals("run") ? "run_" : made;
  }
}
