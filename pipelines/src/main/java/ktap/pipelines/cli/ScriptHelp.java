package ktap.pipelines.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import ktap.script.source.SourceText;
import ktap.script.syntax.Lexer;
import ktap.script.syntax.Token;
import ktap.script.syntax.TokenKind;
import ktap.sources.flow.Nearest;

/**
 * What {@code ktap SCRIPT --help} prints of a script with named parameters: the comment at its head
 * and each {@code param(name, default, help)} in it. It is read, not run.
 */
final class ScriptHelp {
  private static final int COLUMN = 28;
  private static final Set<String> READERS = Set.of("arg", "param");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_]\\w*=");

  private final SourceText source;
  private final List<Token> tokens;
  private final StringBuilder parameters = new StringBuilder();
  private final List<String> names = new ArrayList<>();

  private ScriptHelp(SourceText source) {
    this.source = source;
    this.tokens = Lexer.lex(source, false).tokens();
    for (int at = 0; at + 2 < tokens.size(); at++) {
      if (isParameter(at)) {
        parameter(at + 2);
      }
    }
  }

  /** The help text; empty for a script without named parameters. */
  static String of(SourceText source) {
    ScriptHelp help = new ScriptHelp(source);
    return help.parameters.isEmpty()
        ? ""
        : help.head() + "Parameters, behind the name of the script:\n" + help.parameters;
  }

  /**
   * A warning of the first {@code name=value} that none of the script's parameters is called; empty
   * for a script without named parameters.
   *
   * @param words the script's name, and its arguments
   */
  static Optional<String> unknown(SourceText source, List<String> words) {
    List<String> given = new ArrayList<>();
    for (String word : words.subList(1, words.size())) {
      if (PARAMETER.matcher(word).lookingAt()) {
        given.add(word.substring(0, word.indexOf('=')));
      }
    }
    List<String> names = given.isEmpty() ? List.of() : new ScriptHelp(source).names;
    for (String name : given) {
      if (!names.isEmpty() && !names.contains(name)) {
        String near = Nearest.hint(name, names);
        return Optional.of(
            "warning: the script has no parameter '"
                + name
                + "'; "
                + (near.isEmpty() ? "it has " + String.join(", ", names) : near));
      }
    }
    return Optional.empty();
  }

  /**
   * A warning of the first option of ktap, or what may be one misspelt, that goes to a script which
   * doesn't look at its arguments.
   *
   * @param words the script's name, and its arguments
   */
  static Optional<String> stray(SourceText source, List<String> words) {
    for (String word : words.subList(1, words.size())) {
      String name = word.startsWith("--") ? word.replaceFirst("=.*", "") : word;
      boolean isOption = Verb.SCRIPT.option(name).isPresent();
      String near = isOption || !name.startsWith("--") ? "" : Nearest.hint(name, optionNames());
      if (isOption || !near.isEmpty()) {
        return new ScriptHelp(source).readsArguments()
            ? Optional.empty()
            : Optional.of(
                "warning: '"
                    + name
                    + "' behind the name of the script goes to the script, which doesn't look at"
                    + " its arguments; "
                    + (isOption ? "write it before the name" : near));
      }
    }
    return Optional.empty();
  }

  private static List<String> optionNames() {
    return Verb.SCRIPT.options().stream().map(Option::word).toList();
  }

  private boolean readsArguments() {
    return tokens.stream()
        .anyMatch(it -> it.kind() == TokenKind.NAME && READERS.contains(it.text().toString()));
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
    names.add(name);
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
