package ktap.pipelines.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import ktap.script.source.SourceText;
import ktap.script.syntax.Lexer;
import ktap.script.syntax.Token;
import ktap.script.syntax.TokenKind;

/**
 * What {@code ktap SCRIPT --help} prints of a script with named parameters: the comment at its head
 * and each {@code param(name, default, help)} in it. It is read, not run.
 */
final class ScriptHelp {
  private static final int COLUMN = 28;

  private final SourceText source;
  private final List<Token> tokens;
  private final StringBuilder parameters = new StringBuilder();

  private ScriptHelp(SourceText source) {
    this.source = source;
    this.tokens = Lexer.lex(source, false).tokens();
  }

  /** The help text; empty for a script without named parameters. */
  static String of(SourceText source) {
    ScriptHelp help = new ScriptHelp(source);
    for (int at = 0; at + 2 < help.tokens.size(); at++) {
      if (help.isParameter(at)) {
        help.parameter(at + 2);
      }
    }
    return help.parameters.isEmpty()
        ? ""
        : help.head() + "Parameters, behind the name of the script:\n" + help.parameters;
  }

  private boolean isParameter(int at) {
    return isKind(at, TokenKind.NAME)
        && tokens.get(at).text().toString().equals("param")
        && isKind(at + 1, TokenKind.LEFT_PARENTHESIS)
        && isKind(at + 2, TokenKind.STRING)
        && (at == 0 || !isKind(at - 1, TokenKind.DOT));
  }

  private boolean isKind(int at, TokenKind kind) {
    return at < tokens.size() && tokens.get(at).kind() == kind;
  }

  /** Adds a line for the parameter whose name is that token. */
  private void parameter(int at) {
    String name = tokens.get(at).text().toString();
    int end = endOfArgument(at + 1);
    StringBuilder left = new StringBuilder("  ").append(name).append('=');
    if (isKind(at + 1, TokenKind.COMMA)) {
      end = endOfArgument(at + 2);
      left.append(between(at + 2, end));
    }
    boolean hasHelp = isKind(end, TokenKind.COMMA) && isKind(end + 1, TokenKind.STRING);
    String meaning = hasHelp ? tokens.get(end + 1).text().toString() : "";
    parameters.append(left);
    if (!meaning.isEmpty()) {
      parameters.append(" ".repeat(Math.max(2, COLUMN - left.length()))).append(meaning);
    }
    parameters.append('\n');
  }

  /** The comma or bracket behind an argument that begins there. */
  private int endOfArgument(int from) {
    int depth = 0;
    for (int at = from; at < tokens.size(); at++) {
      switch (tokens.get(at).kind()) {
        case LEFT_PARENTHESIS, LEFT_BRACE, LEFT_BRACKET -> depth++;
        case RIGHT_BRACE, RIGHT_BRACKET -> depth--;
        case RIGHT_PARENTHESIS -> {
          if (depth-- == 0) {
            return at;
          }
        }
        case COMMA -> {
          if (depth == 0) {
            return at;
          }
        }
        default -> {
          // goes on
        }
      }
    }
    return tokens.size();
  }

  /** A default as it is written; a string without its quotes, as it is to be typed. */
  private String between(int from, int to) {
    if (to - from == 1 && isKind(from, TokenKind.STRING)) {
      return tokens.get(from).text().toString();
    }
    StringBuilder text = new StringBuilder();
    for (int at = from; at < to; at++) {
      text.append(source.text(tokens.get(at).span()));
    }
    return text.toString();
  }

  /** The comment lines at the head of the script. */
  private String head() {
    StringBuilder text = new StringBuilder();
    String all = new String(source.bytes(), StandardCharsets.UTF_8);
    for (String line : all.split("\n", -1)) {
      if (line.startsWith("#!")) {
        continue;
      }
      if (!line.startsWith("#")) {
        break;
      }
      text.append(line.startsWith("# ") ? line.substring(2) : line.substring(1)).append('\n');
    }
    return text.isEmpty() ? "" : text.append('\n').toString();
  }
}
