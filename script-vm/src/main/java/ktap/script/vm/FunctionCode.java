package ktap.script.vm;

import java.util.List;
import ktap.script.code.Prototype;
import org.jspecify.annotations.Nullable;

/** A prototype in one run: what the engines have learnt of it is kept here. */
public final class FunctionCode {
  public final Prototype prototype;
  final Instruction[] instructions;
  final Instruction first;
  final int parameters;
  final int registers;
  final boolean hasRest;

  /** How many arguments fill its registers as they are; -1 if it takes any number. */
  final int plainParameters;

  final long[] constantNumbers;
  final @Nullable Object[] constantRefs;
  final FunctionCode[] children;

  /** How often it was called or went round; the other engine is asked when it gets high. */
  int heat;

  /** What the other engine made of it. */
  public @Nullable CompiledCode compiled;

  public FunctionCode(Prototype prototype) {
    this.prototype = prototype;
    this.instructions = Instruction.of(prototype.code());
    this.first = instructions[0];
    this.parameters = prototype.parameters();
    this.registers = prototype.registers();
    this.hasRest = prototype.hasRest();
    this.plainParameters = hasRest ? -1 : parameters;
    this.constantNumbers = prototype.constantNumbers();
    this.constantRefs = prototype.constantRefs();
    List<Prototype> below = prototype.children();
    this.children = new FunctionCode[below.size()];
    for (int i = 0; i < children.length; i++) {
      children[i] = new FunctionCode(below.get(i));
    }
  }

  /** The code of a function that is made in this one. */
  public FunctionCode child(int at) {
    return children[at];
  }
}
