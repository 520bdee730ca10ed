package ktap.script.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ktap.script.check.CheckedProgram;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceSpan;

/** Makes bytecode of a checked program: one {@link FunctionCompiler} for each function. */
public final class ProgramCompiler {
  private final CheckedProgram program;
  private final BuiltInValues builtIns;
  private final List<Program.Statement> statements = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private final Map<String, Integer> fieldNumbers = new HashMap<>();

  private ProgramCompiler(CheckedProgram program, BuiltInValues builtIns) {
    this.program = program;
    this.builtIns = builtIns;
  }

  /**
   * Compiles a program.
   *
   * @throws ScriptSyntaxException if a function is too large
   */
  public static Program compile(CheckedProgram program, BuiltInValues builtIns) {
    return new ProgramCompiler(program, builtIns).compile();
  }

  private Program compile() {
    Prototype main = new FunctionCompiler(this, null, program.main()).compile();
    return new Program(
        main, statements, program.globals(), fields, program.dialect(), program.source());
  }

  CheckedProgram program() {
    return program;
  }

  BuiltInValues builtIns() {
    return builtIns;
  }

  /** The number of the global that holds the script's arguments. */
  int arguments() {
    return program.globals().size();
  }

  int statement(Program.Statement statement) {
    statements.add(statement);
    return statements.size() - 1;
  }

  int field(String name) {
    Integer known = fieldNumbers.get(name);
    if (known != null) {
      return known;
    }
    fieldNumbers.put(name, fields.size());
    fields.add(name);
    return fields.size() - 1;
  }

  ScriptSyntaxException tooLarge(SourceSpan span, String message) {
    return new ScriptSyntaxException(
        program.source(),
        List.of(Diagnostic.error(span, message, "divide it into several functions")));
  }
}
