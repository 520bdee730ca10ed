package ktap.script.jit;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ktap.script.code.Program;
import ktap.script.code.Prototype;
import ktap.script.source.SourceText;
import ktap.script.vm.Function;
import ktap.script.vm.FunctionCode;

/**
 * The JVM code of a script as text: for each function what is made of it when it gets hot, with
 * arguments of which nothing is known. A running script may have other code, which depends on the
 * values that came along.
 */
public final class JvmListing {
  private final StringBuilder out = new StringBuilder();
  private final Map<Label, Integer> labels = new HashMap<>();
  private final SourceText source;

  private JvmListing(SourceText source) {
    this.source = source;
  }

  /** All functions of a program, the main chunk first. */
  public static String of(Program program) {
    JvmListing listing = new JvmListing(program.source());
    listing.function(new FunctionCode(program.main()));
    return listing.out.toString();
  }

  private void function(FunctionCode code) {
    Prototype prototype = code.prototype;
    out.append("function ").append(prototype.name()).append(": ");
    byte[] bytes = new Jit(source, Jit.Policy.FAIL).bytes(new Function(code));
    if (bytes.length == 0) {
      out.append("interpreted: it takes any number of arguments, or is too large\n");
    } else {
      methods(ClassFile.of().parse(bytes), Jit.methodName(prototype));
    }
    List<Prototype> children = prototype.children();
    for (int i = 0; i < children.size(); i++) {
      out.append('\n');
      function(code.child(i));
    }
  }

  private void methods(ClassModel model, String name) {
    for (MethodModel method : model.methods()) {
      if (method.methodName().equalsString(name)) {
        method.code().ifPresent(code -> code((CodeAttribute) code));
      }
    }
  }

  private void code(CodeAttribute code) {
    out.append(code.codeLength()).append(" bytes, ").append(code.maxLocals()).append(" locals\n");
    labels.clear();
    code.elementStream().forEach(this::element);
  }

  private void element(CodeElement element) {
    switch (element) {
      case LabelTarget target -> out.append(name(target.label())).append(":\n");
      case LineNumber line -> out.append("  ; line ").append(line.line()).append('\n');
      case ExceptionCatch handler ->
          out.append("  ; from ")
              .append(name(handler.tryStart()))
              .append(" to ")
              .append(name(handler.tryEnd()))
              .append(" failures go to ")
              .append(name(handler.handler()))
              .append('\n');
      case Instruction instruction -> {
        Opcode opcode = instruction.opcode();
        out.append("    ").append(opcode.name().toLowerCase(Locale.ROOT));
        operands(instruction);
        out.append('\n');
      }
      default -> {
        // nothing that is executed
      }
    }
  }

  private void operands(Instruction instruction) {
    if (instruction.opcode().name().indexOf('_') > 0 && instruction.sizeInBytes() == 1) {
      return; // the operand is in the name
    }
    switch (instruction) {
      case BranchInstruction branch -> out.append(' ').append(name(branch.target()));
      case LoadInstruction load -> out.append(' ').append(load.slot());
      case StoreInstruction store -> out.append(' ').append(store.slot());
      case IncrementInstruction more ->
          out.append(' ').append(more.slot()).append(' ').append(more.constant());
      case FieldInstruction field ->
          out.append(' ')
              .append(simple(field.owner().asSymbol()))
              .append('.')
              .append(field.name().stringValue());
      case InvokeInstruction call ->
          out.append(' ')
              .append(simple(call.owner().asSymbol()))
              .append('.')
              .append(call.name().stringValue())
              .append(call.typeSymbol().displayDescriptor());
      case TypeCheckInstruction check -> out.append(' ').append(simple(check.type().asSymbol()));
      case ConstantInstruction.LoadConstantInstruction constant -> constant(constant);
      case ConstantInstruction.ArgumentConstantInstruction constant ->
          out.append(' ').append(constant.constantValue());
      default -> {
        // has none
      }
    }
  }

  /** Objects that the code holds are named by their kind and number. */
  private void constant(ConstantInstruction.LoadConstantInstruction constant) {
    if (constant.constantValue() instanceof DynamicConstantDesc<?> object) {
      out.append(' ').append(object.constantType().displayName());
      out.append(" #").append(object.bootstrapArgsList().getFirst());
    } else {
      out.append(' ').append(constant.constantValue());
    }
  }

  private static String simple(ClassDesc type) {
    return type.displayName();
  }

  private String name(Label label) {
    return "L" + labels.computeIfAbsent(label, _ -> labels.size());
  }
}
