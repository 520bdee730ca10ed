package ktap.script.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import ktap.script.source.SourceText;

/**
 * Lays out a script in the usual way: two spaces for each brace, one space around operators, at
 * most one empty line. Lines stay lines, comments stay where they are, and the tokens are the same
 * before and after.
 */
public final class Formatter {
  private static final String INDENT = "  ";

  private final SourceText source;
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private Formatter(SourceText source) {
    this.source = source;
  }

  /**
   * The script in the usual layout.
   *
   * @param lexed its tokens; without mistakes
   */
  public static String format(SourceText source, Lexer.Result lexed) {
    List<Token> all = new ArrayList<>(lexed.comments());
    for (Token token : lexed.tokens()) {
      if (!token.is(TokenKind.END_OF_FILE)) {
        all.add(token);
      }
    }
    all.sort(Comparator.comparingInt(token -> token.span().start()));
    Formatter formatter = new Formatter(source);
    formatter.lines(all);
    return formatter.out.toString();
  }

  private void lines(List<Token> all) {
    for (int i = 0; i < all.size(); i++) {
      Token token = all.get(i);
      int breaks = i == 0 ? 0 : breaksBetween(all.get(i - 1), token);
      if (breaks > 0) {
        out.append(breaks > 1 ? "\n\n" : "\n");
      }
      if (i == 0 || breaks > 0) {
        out.append(INDENT.repeat(Math.max(0, depth - leadingClosers(all, i))));
      } else {
        out.append(space(all, i));
      }
      out.append(text(token));
      depth += opens(token) ? 1 : closes(token) ? -1 : 0;
    }
    out.append(out.isEmpty() ? "" : "\n");
  }

  private String text(Token token) {
    String text = source.text(token.span());
    return token.is(TokenKind.STRING) ? text : text.strip();
  }

  private int breaksBetween(Token before, Token after) {
    if (before.is(TokenKind.EVENT_TEXT) || before.is(TokenKind.TIMER)) {
      return 0;
    }
    if (before.is(TokenKind.TRACE) && after.is(TokenKind.EVENT_TEXT)) {
      return 0;
    }
    return source.line(after.span().start()) - source.line(before.span().end());
  }

  /** How many brackets a line closes before anything else stands on it. */
  private int leadingClosers(List<Token> all, int from) {
    int count = 0;
    int i = from;
    while (i < all.size() && closes(all.get(i)) && (i == from || isSameLine(all, i))) {
      count++;
      i++;
    }
    return count;
  }

  private boolean isSameLine(List<Token> all, int i) {
    return breaksBetween(all.get(i - 1), all.get(i)) == 0;
  }

  private static boolean opens(Token token) {
    return switch (token.kind()) {
      case LEFT_BRACE, LEFT_PARENTHESIS, LEFT_BRACKET, DO, REPEAT -> true;
      default -> false;
    };
  }

  private static boolean closes(Token token) {
    return switch (token.kind()) {
      case RIGHT_BRACE, RIGHT_PARENTHESIS, RIGHT_BRACKET, END, UNTIL -> true;
      default -> false;
    };
  }

  // What stands between two tokens of a line.

  private String space(List<Token> all, int i) {
    Token before = all.get(i - 1);
    Token after = all.get(i);
    if (after.is(TokenKind.COMMENT)) {
      return "  ";
    }
    boolean isUnary = i >= 2 && isPrefix(before) && !endsOperand(all.get(i - 2));
    if (isUnary || i == 1 && isPrefix(before)) {
      return before.is(TokenKind.MINUS) && after.is(TokenKind.MINUS) ? " " : "";
    }
    boolean isKept =
        before.is(TokenKind.COLON)
            || after.is(TokenKind.COLON)
            || before.is(TokenKind.DOUBLE_COLON)
            || after.is(TokenKind.DOUBLE_COLON);
    if (isKept) {
      return before.span().end() < after.span().start() ? " " : "";
    }
    return sticks(before, after) ? "" : " ";
  }

  private static boolean isPrefix(Token token) {
    return switch (token.kind()) {
      case MINUS, NOT, BIT_NOT -> true;
      default -> false;
    };
  }

  private static boolean endsOperand(Token token) {
    return switch (token.kind()) {
      case NAME -> !isOperatorWord(token);
      case INTEGER, FLOAT, STRING, KERNEL_SYMBOL, NIL, TRUE, FALSE, ELLIPSIS -> true;
      case RIGHT_PARENTHESIS, RIGHT_BRACKET, RIGHT_BRACE -> true;
      default -> false;
    };
  }

  private boolean sticks(Token before, Token after) {
    return switch (after.kind()) {
      case COMMA, SEMICOLON, RIGHT_PARENTHESIS, RIGHT_BRACKET -> true;
      case DOT -> !isNumber(before);
      case LEFT_PARENTHESIS, LEFT_BRACKET ->
          before.is(TokenKind.NAME) && !isOperatorWord(before)
              || before.is(TokenKind.RIGHT_PARENTHESIS)
              || before.is(TokenKind.RIGHT_BRACKET)
              || before.is(TokenKind.LEFT_PARENTHESIS)
              || before.is(TokenKind.DOT);
      case RIGHT_BRACE -> before.is(TokenKind.LEFT_BRACE);
      case STRING -> opensRound(before) && !startsWithBracket(after) || isParenthesis(before);
      default -> opensRound(before) || before.is(TokenKind.DOT);
    };
  }

  private boolean startsWithBracket(Token token) {
    return source.bytes()[token.span().start()] == '[';
  }

  private static boolean isParenthesis(Token token) {
    return token.is(TokenKind.LEFT_PARENTHESIS);
  }

  private static boolean opensRound(Token token) {
    return isParenthesis(token) || token.is(TokenKind.LEFT_BRACKET);
  }

  private static boolean isNumber(Token token) {
    return token.is(TokenKind.INTEGER) || token.is(TokenKind.FLOAT);
  }

  private static boolean isOperatorWord(Token token) {
    return token.isName("and") || token.isName("or") || token.isName("not");
  }
}
