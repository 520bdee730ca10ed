package ktap.pipelines.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.script.syntax.Formatter;
import ktap.script.syntax.Lexer;
import ktap.script.syntax.Parser;

/** {@code ktap fmt FILE}: prints a script in the canonical layout; what can't be read is told. */
final class FormatCommand {
  private FormatCommand() {}

  static int run(Arguments arguments, Console console) throws CommandException, IOException {
    if (arguments.operands().size() != 1) {
      throw CommandException.usage("format what? Name one script: ktap fmt FILE");
    }
    SourceText source = Scripts.read(arguments.operands().getFirst(), console);
    Lexer.Result lexed = Lexer.lex(source, true);
    Parser.Result parsed = Parser.parse(source, lexed.tokens());
    List<Diagnostic> mistakes = new ArrayList<>(lexed.diagnostics());
    mistakes.addAll(parsed.diagnostics());
    if (!mistakes.isEmpty()) {
      console.tell(Failures.text(new ScriptSyntaxException(source, mistakes)));
      return ExitStatus.SCRIPT;
    }
    console.print(Formatter.format(source, lexed));
    return ExitStatus.OK;
  }
}
