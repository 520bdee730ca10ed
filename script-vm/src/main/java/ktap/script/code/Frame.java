package ktap.script.code;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import ktap.script.check.CheckedFunction;
import ktap.script.check.Variable;
import ktap.script.source.SourceSpan;

/**
 * What the parts of a function's compiler share: the code so far and which register holds what.
 * Variables lie in registers from 0 on, what is in the making lies above them.
 */
final class Frame {
  private static final int MOST_REGISTERS = 30_000;
  private static final int MOST = 0xffff;

  final ProgramCompiler program;
  final CheckedFunction function;
  final CodeBuilder code = new CodeBuilder();
  final List<Prototype> children = new ArrayList<>();
  private final IdentityHashMap<Variable, Integer> registers = new IdentityHashMap<>();
  private int free;
  private int most = 1;

  Frame(ProgramCompiler program, CheckedFunction function) {
    this.program = program;
    this.function = function;
  }

  /** Whether closures share the variable, so that it lives in a cell. */
  static boolean isCell(Variable variable) {
    return variable.isCaptured() && variable.isReassigned();
  }

  int register(Variable variable) {
    Integer register = registers.get(variable);
    if (register == null) {
      throw new IllegalStateException("no register holds " + variable);
    }
    return register;
  }

  /** From now on the variable lies in that register; it becomes a cell if it must. */
  void bind(Variable variable, int register) {
    registers.put(variable, register);
    if (isCell(variable)) {
      code.add(variable.span(), Op.CELL, register, 0, 0);
    }
  }

  /** The next register that is free. */
  int free() {
    return free;
  }

  /** Takes one register more. */
  int take() {
    return take(1);
  }

  /** Takes some registers that follow each other. */
  int take(int count) {
    int first = free;
    free += count;
    if (free >= most) {
      most = free + 1;
      if (most > MOST_REGISTERS) {
        throw program.tooLarge(function.span(), "function or expression too complex");
      }
    }
    return first;
  }

  /** Gives all registers back from one on. */
  void release(int from) {
    free = from;
  }

  void add(SourceSpan span, int opcode, int a, int b, int c) {
    code.add(span, opcode, a, b, c);
  }

  Prototype build(List<Prototype.Capture> captures) {
    if (code.length() > MOST) {
      throw program.tooLarge(function.span(), "control structure too long");
    }
    if (code.constants() > MOST) {
      throw program.tooLarge(function.span(), "too many constants");
    }
    return code.build(
        function.name(),
        function.parameters().size(),
        function.isVarargs(),
        most + 1,
        children,
        captures);
  }
}
