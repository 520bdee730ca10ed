package ktap.script.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import ktap.script.syntax.Lexer;
import ktap.script.syntax.Parser;
import ktap.script.syntax.SyntaxTree;
import ktap.script.syntax.SyntaxTree.Expr;
import ktap.sources.flow.EventCatalog;

/**
 * Turns a script's text into a checked program, or reports everything that is wrong with it at
 * once. Behind a mistake in the grammar the rest is checked, too, but for names that the broken
 * statement may have declared.
 *
 * <pre>{@code
 * CheckedProgram program =
 *     Checker.check(source, new Checker.Settings(builtIns, Optional.of(catalog), Optional.empty()));
 * }</pre>
 *
 * <p>Pure: no state is kept between calls, and any thread may call it.
 */
public final class Checker {
  /**
   * What a script is checked against.
   *
   * @param catalog the events; without one whatever is said of events goes unchecked
   * @param dialect the family; told by the script's own words if empty
   */
  public record Settings(
      BuiltIns builtIns, Optional<EventCatalog> catalog, Optional<Dialect> dialect) {}

  /** More errors than these are not told at once. */
  private static final int MOST_ERRORS = 100;

  private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9_\\x{80}-\\x{10ffff}]+");

  private Checker() {}

  /** Whether a hint for one more is worth looking for: what comes later isn't told. */
  static boolean wantsHint(List<Diagnostic> diagnostics) {
    return diagnostics.size() < 2 * MOST_ERRORS;
  }

  /**
   * Checks a whole script.
   *
   * @throws ScriptSyntaxException with all diagnostics if one of them is an error
   */
  public static CheckedProgram check(SourceText source, Settings settings) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Lexer.Result lexed = Lexer.lex(source, true);
    DialectGuess guess = DialectGuess.of(source, lexed.tokens());
    Dialect dialect = settings.dialect().orElse(guess.dialect());
    if (settings.dialect().isEmpty()) {
      diagnostics.addAll(guess.warnings());
    }
    if (dialect != Dialect.MODERN) {
      lexed = Lexer.lex(source, false, dialect != Dialect.EARLY_2013);
    }
    diagnostics.addAll(lexed.diagnostics());
    Parser.Result parsed = Parser.parse(source, lexed.tokens());
    for (Diagnostic found : parsed.diagnostics()) {
      if (!isOnBrokenToken(found, lexed.diagnostics())) {
        diagnostics.add(found);
      }
    }
    boolean isWhole = !hasError(diagnostics);
    int told = diagnostics.size();
    EventKnowledge events = new EventKnowledge(settings.catalog(), diagnostics);
    ProgramFacts facts = new ProgramFacts(dialect, settings.builtIns(), events, diagnostics);
    CheckedFunction main = main(source, parsed.tree(), facts);
    events.checkKernelOnly();
    if (!isWhole) {
      Set<String> lost = new HashSet<>(parsed.lostNames());
      addWords(source, lexed.diagnostics(), lost);
      diagnostics
          .subList(told, diagnostics.size())
          .removeIf(found -> lost.contains(source.text(found.span())));
    }
    if (!diagnostics.isEmpty()) {
      diagnostics.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
    }
    return checked(source, main, facts);
  }

  /** The words of broken tokens: an unfinished string may have swallowed a declaration. */
  private static void addWords(SourceText source, List<Diagnostic> broken, Set<String> words) {
    for (Diagnostic one : broken) {
      words.addAll(List.of(NO_WORD.split(source.text(one.span()))));
    }
  }

  private static CheckedFunction main(SourceText source, SyntaxTree tree, ProgramFacts facts) {
    SourceSpan span = new SourceSpan(0, source.length());
    FunctionScope scope = new FunctionScope(null, false);
    StatementChecker statements = new StatementChecker(facts, scope, List.of(), false);
    Block body = statements.block(tree.statements());
    return new CheckedFunction(span, "main chunk", List.of(), false, List.of(), false, body);
  }

  private static boolean isOnBrokenToken(Diagnostic parsed, List<Diagnostic> lexed) {
    for (Diagnostic broken : lexed) {
      if (parsed.span().start() >= broken.span().start()
          && parsed.span().start() <= broken.span().end()) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasError(List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.isError()) {
        return true;
      }
    }
    return false;
  }

  /** Enough of them to work on: the first errors, and the warnings between. */
  private static List<Diagnostic> first(List<Diagnostic> diagnostics) {
    List<Diagnostic> kept = new ArrayList<>();
    int errors = 0;
    for (int i = 0; i < diagnostics.size() && errors < MOST_ERRORS; i++) {
      kept.add(diagnostics.get(i));
      errors += diagnostics.get(i).isError() ? 1 : 0;
    }
    return kept;
  }

  /**
   * Checks one expression, such as the condition of a filter, as the body of a handler that returns
   * it.
   *
   * @throws ScriptSyntaxException with all diagnostics if one of them is an error
   */
  public static CheckedProgram checkExpression(SourceText source, Settings settings) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Lexer.Result lexed = Lexer.lex(source, true);
    diagnostics.addAll(lexed.diagnostics());
    Optional<Expr> parsed = Parser.parseExpression(source, lexed.tokens(), diagnostics);
    Dialect dialect = settings.dialect().orElse(Dialect.MODERN);
    EventKnowledge events = new EventKnowledge(settings.catalog(), diagnostics);
    ProgramFacts facts = new ProgramFacts(dialect, settings.builtIns(), events, diagnostics);
    SourceSpan span = new SourceSpan(0, source.length());
    List<SyntaxTree.Stat> statements =
        parsed.isEmpty() ? List.of() : List.of(new SyntaxTree.Return(span, List.of(parsed.get())));
    Block body =
        new StatementChecker(facts, new FunctionScope(null, false), List.of(), true)
            .block(statements);
    CheckedFunction main =
        new CheckedFunction(span, "condition", List.of(), false, List.of(), true, body);
    return checked(source, main, facts);
  }

  /** What was found to be right. */
  private static CheckedProgram checked(
      SourceText source, CheckedFunction main, ProgramFacts facts) {
    if (hasError(facts.diagnostics)) {
      throw new ScriptSyntaxException(source, first(facts.diagnostics));
    }
    return new CheckedProgram(
        source,
        facts.dialect,
        main,
        facts.globals,
        facts.captures,
        facts.readsTask,
        facts.dialect != Dialect.MODERN || facts.returnsSeveral,
        facts.diagnostics);
  }
}
