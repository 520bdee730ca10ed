package ktap.script.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import ktap.script.syntax.Token;
import ktap.script.syntax.TokenKind;
import org.jspecify.annotations.Nullable;

/**
 * Which family a script was written for, told by its own words. The first rule that fits decides:
 *
 * <ol>
 *   <li>a quoted event text or {@code trace_end} with {@code function}, or {@code kdebug.probe(}:
 *       2013-06
 *   <li>{@code probename}, {@code argstr}, {@code arg0} or {@code print_hist}: 2014
 *   <li>{@code var}: 2014, but with calls of {@code pid()}, {@code tid()}, {@code uid()}, {@code
 *       cpu()} or {@code execname()} besides: 2013-12
 *   <li>{@code local}, {@code <<<}, a kernel symbol in backticks, {@code argevent}, {@code
 *       argname}, {@code histogram(}, {@code count(} of an aggregation: 2013-12
 *   <li>none of these: 2014
 * </ol>
 *
 * @param dialect what the words say
 * @param warnings one if they contradict each other, with both places
 */
record DialectGuess(Dialect dialect, List<Diagnostic> warnings) {
  DialectGuess {
    warnings = List.copyOf(warnings);
  }

  /** Variables in 2014. */
  private static final Set<String> TASK_FUNCTIONS = Set.of("pid", "tid", "uid", "cpu", "execname");

  /** The first word for each family, by its ordinal; a span of length 0 at −1 isn't there. */
  private static final class Evidence {
    private final List<SourceSpan> places = new ArrayList<>();
    private final List<Dialect> families = new ArrayList<>();
    private boolean isSurelyModern;
    private @Nullable SourceSpan surelyOlder; // none found yet

    void addSurelyOlder(SourceSpan place) {
      add(Dialect.LATE_2013, place);
      surelyOlder = surelyOlder == null ? place : surelyOlder;
    }

    void add(Dialect family, SourceSpan place) {
      if (!families.contains(family)) {
        families.add(family);
        places.add(place);
      }
    }

    boolean has(Dialect family) {
      return families.contains(family);
    }

    SourceSpan place(Dialect family) {
      return places.get(families.indexOf(family));
    }
  }

  static DialectGuess of(SourceText source, List<Token> tokens) {
    Evidence evidence = gather(tokens);
    boolean callsTask = callsTaskFunctions(tokens);
    Dialect dialect = Dialect.MODERN;
    if (evidence.has(Dialect.EARLY_2013)) {
      dialect = Dialect.EARLY_2013;
    } else if (evidence.has(Dialect.MODERN)) {
      dialect = callsTask && !evidence.isSurelyModern ? Dialect.LATE_2013 : Dialect.MODERN;
    } else if (evidence.has(Dialect.LATE_2013) || callsTask) {
      dialect = Dialect.LATE_2013;
    }
    return new DialectGuess(dialect, contradiction(source, evidence, dialect));
  }

  private static List<Diagnostic> contradiction(
      SourceText source, Evidence evidence, Dialect chosen) {
    if (!evidence.has(Dialect.MODERN)) {
      return List.of();
    }
    Dialect other = chosen == Dialect.MODERN ? Dialect.LATE_2013 : chosen;
    SourceSpan older = evidence.surelyOlder;
    if (chosen == Dialect.EARLY_2013) {
      older = evidence.place(chosen);
    }
    if (older == null) {
      return List.of();
    }
    SourceSpan modern = evidence.place(Dialect.MODERN);
    String message =
        "'"
            + source.text(modern)
            + "' belongs to the language of 2014, but '"
            + source.text(older)
            + "' at "
            + source.place(older.start())
            + " to that of "
            + other.label()
            + "; the script is read as one of "
            + chosen.label();
    return List.of(
        Diagnostic.warning(
            modern, message, "say which it is with --dialect 2014 or --dialect " + other.label()));
  }

  private static Evidence gather(List<Token> tokens) {
    Evidence evidence = new Evidence();
    for (int i = 0; i < tokens.size() - 1; i++) {
      Token token = tokens.get(i);
      Token next = tokens.get(i + 1);
      switch (token.kind()) {
        case TRACE -> {
          boolean isQuoted = next.kind() == TokenKind.STRING;
          if (isQuoted && kind(tokens, i + 2) != TokenKind.LEFT_BRACE) {
            evidence.add(Dialect.EARLY_2013, token.span());
          }
        }
        case TRACE_END -> {
          if (next.kind() == TokenKind.FUNCTION) {
            evidence.add(Dialect.EARLY_2013, token.span());
          }
        }
        case VAR -> evidence.add(Dialect.MODERN, token.span());
        case AGGREGATE, KERNEL_SYMBOL -> evidence.add(Dialect.LATE_2013, token.span());
        case NAME -> name(evidence, tokens, i);
        default -> {}
      }
    }
    return evidence;
  }

  private static void name(Evidence evidence, List<Token> tokens, int i) {
    Token token = tokens.get(i);
    boolean isMember = i > 0 && kind(tokens, i - 1) == TokenKind.DOT;
    boolean isCalled = kind(tokens, i + 1) == TokenKind.LEFT_PARENTHESIS;
    switch (token.text().toString()) {
      case "probe", "probe_end" -> {
        if (isMember && i > 1 && tokens.get(i - 2).text().toString().equals("kdebug")) {
          evidence.add(Dialect.EARLY_2013, token.span());
        }
      }
      case "probename", "argstr", "arg0", "print_hist" -> {
        if (!isMember) {
          evidence.isSurelyModern = true;
          evidence.add(Dialect.MODERN, token.span());
        }
      }
      case "argevent", "argname" -> evidence.addSurelyOlder(token.span());
      case "histogram", "ptable" -> {
        if (isCalled && !isMember) {
          evidence.add(Dialect.LATE_2013, token.span());
        }
      }
      case "local" -> {
        TokenKind next = kind(tokens, i + 1);
        if (!isMember && (next == TokenKind.NAME || next == TokenKind.FUNCTION)) {
          evidence.addSurelyOlder(token.span());
        }
      }
      default -> {}
    }
  }

  private static boolean callsTaskFunctions(List<Token> tokens) {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      String word = tokens.get(i).text().toString();
      boolean isTask = TASK_FUNCTIONS.contains(word);
      boolean isCalled =
          tokens.get(i).kind() == TokenKind.NAME
              && kind(tokens, i + 1) == TokenKind.LEFT_PARENTHESIS
              && kind(tokens, i + 2) == TokenKind.RIGHT_PARENTHESIS;
      if (isTask && isCalled) {
        return true;
      }
    }
    return false;
  }

  private static TokenKind kind(List<Token> tokens, int i) {
    return i < tokens.size() ? tokens.get(i).kind() : TokenKind.END_OF_FILE;
  }
}
