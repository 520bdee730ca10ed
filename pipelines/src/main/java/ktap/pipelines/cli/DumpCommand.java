package ktap.pipelines.cli;

import java.util.List;
import java.util.Optional;
import ktap.script.check.Checker;
import ktap.script.code.Listing;
import ktap.script.code.Program;
import ktap.script.code.ProgramCompiler;
import ktap.script.jit.JvmListing;
import ktap.script.library.LibraryNames;
import ktap.script.library.LibraryValues;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.script.syntax.Lexer;
import ktap.script.syntax.Parser;
import ktap.script.syntax.Token;
import ktap.script.syntax.TreeText;

/** {@code ktap dump}: what the phases of the compiler make of a script. Needs no root. */
final class DumpCommand {
  private static final int KIND_COLUMN = 10;
  private static final int TEXT_COLUMN = 26;

  private DumpCommand() {}

  static int run(Arguments arguments, Console console) throws CommandException {
    SourceText source = source(arguments, console);
    try {
      StringBuilder text = new StringBuilder();
      if (arguments.has(Option.TOKENS)) {
        tokens(text, source);
      }
      if (arguments.has(Option.AST)) {
        text.append(TreeText.of(tree(source), source));
      }
      if (arguments.has(Option.BYTECODE)) {
        text.append(Listing.of(program(source, arguments)));
      }
      if (arguments.has(Option.JVM)) {
        text.append(JvmListing.of(program(source, arguments)));
      }
      console.print(text.toString());
      return ExitStatus.OK;
    } catch (ScriptSyntaxException e) {
      console.tell(Failures.text(e));
      return ExitStatus.SCRIPT;
    }
  }

  private static SourceText source(Arguments arguments, Console console) throws CommandException {
    Optional<String> oneLiner = arguments.value(Option.SOURCE);
    boolean hasForm =
        arguments.has(Option.TOKENS)
            || arguments.has(Option.AST)
            || arguments.has(Option.BYTECODE)
            || arguments.has(Option.JVM);
    int scripts = arguments.operands().size() + (oneLiner.isPresent() ? 1 : 0);
    if (!hasForm || scripts != 1) {
      throw CommandException.usage(
          "dump what? ktap dump --tokens|--ast|--bytecode|--jvm FILE, or -e SOURCE");
    }
    return oneLiner.isPresent()
        ? Scripts.oneLiner(oneLiner.get())
        : Scripts.read(arguments.operands().getFirst(), console);
  }

  private static void tokens(StringBuilder text, SourceText source) {
    Lexer.Result lexed = Lexer.lex(source, false);
    refuse(source, lexed.diagnostics());
    for (Token token : lexed.tokens()) {
      int start = text.length();
      int at = token.span().start();
      text.append(source.line(at)).append(':').append(source.column(at));
      pad(text, start + KIND_COLUMN);
      text.append(token.kind());
      pad(text, start + TEXT_COLUMN);
      text.append(source.text(token.span())).append('\n');
    }
  }

  private static void pad(StringBuilder text, int length) {
    do {
      text.append(' ');
    } while (text.length() < length);
  }

  private static Record tree(SourceText source) {
    Lexer.Result lexed = Lexer.lex(source, false);
    refuse(source, lexed.diagnostics());
    Parser.Result parsed = Parser.parse(source, lexed.tokens());
    refuse(source, parsed.diagnostics());
    return parsed.tree();
  }

  private static void refuse(SourceText source, List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      throw new ScriptSyntaxException(source, diagnostics);
    }
  }

  /** Without a catalog: names of events aren't held against this kernel. */
  private static Program program(SourceText source, Arguments arguments) throws CommandException {
    Checker.Settings settings =
        new Checker.Settings(new LibraryNames(), Optional.empty(), LiveOptions.dialect(arguments));
    return ProgramCompiler.compile(Checker.check(source, settings), new LibraryValues());
  }
}
