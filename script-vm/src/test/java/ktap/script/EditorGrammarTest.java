package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ktap.script.check.EventVariable;
import ktap.script.library.Definition;
import ktap.script.library.Library;
import ktap.script.syntax.TokenKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The grammar for editors knows the words, functions and literals that the language has. */
class EditorGrammarTest {
  private static final Path GRAMMAR = Path.of("..", "docs", "editor", "ktap.tmLanguage.json");
  private static final Pattern RULE =
      Pattern.compile("\"name\": \"([a-z.-]+)\",\\s*\"match\": \"((?:[^\"\\\\]|\\\\.)*)\"");

  /** What one rule of the grammar calls what it matches. */
  private record Rule(String scope, Pattern pattern) {}

  private final List<Rule> rules = new ArrayList<>();

  @BeforeEach
  void read() throws IOException {
    for (Matcher rule = RULE.matcher(Files.readString(GRAMMAR)); rule.find(); ) {
      String pattern = rule.group(2).replaceAll("\\\\(.)", "$1");
      // inside the text of an event, any word is a name
      if (!rule.group(1).equals("entity.name.function.event.ktap")) {
        rules.add(new Rule(rule.group(1), Pattern.compile(pattern)));
      }
    }
  }

  /** The scopes of the rules that match a text from its start up to a place. */
  private List<String> scopes(String text, int end) {
    List<String> scopes = new ArrayList<>();
    for (Rule rule : rules) {
      Matcher matcher = rule.pattern.matcher(text);
      if (matcher.lookingAt() && matcher.end() == end) {
        scopes.add(rule.scope);
      }
    }
    return scopes;
  }

  private List<String> scopes(String text) {
    return scopes(text, text.length());
  }

  @Test
  void everyKeywordAndOperatorIsKnown() {
    for (TokenKind kind : TokenKind.values()) {
      String text = kind.text();
      if (text.matches("[a-z_]+")) {
        assertThat(scopes(text)).as(text).isNotEmpty();
      } else if (!text.isEmpty() && !text.matches("[(){}\\[\\],;.]|::")) {
        assertThat(scopes(text)).as(text).contains("keyword.operator.ktap");
      }
    }
    assertThat(scopes("continue")).contains("keyword.control.ktap");
    assertThat(scopes("local")).contains("storage.type.ktap");
  }

  @Test
  void everyVariableOfAnEventIsKnown() {
    for (String word :
        "arg0 arg9 args arg argstr argevent probename argname pid tid uid cpu execname"
            .split(" ", -1)) {
      assertThat(scopes(word)).as(word).containsExactly("variable.language.ktap");
    }
    assertThat(EventVariable.of("argevent")).isPresent();
  }

  @Test
  void everyFunctionOfTheLibraryIsKnown() {
    for (Definition definition : Library.definitions()) {
      String name = definition.name();
      if (EventVariable.of(name).isEmpty()) {
        assertThat(scopes(name + "(", name.length())).as(name).contains("support.function.ktap");
      }
    }
  }

  @Test
  void literalsAreKnown() {
    for (String number : new String[] {"10", "0xff", "0XFF", "010", "1.5", "1e3", "2.5e-3"}) {
      assertThat(scopes(number)).as(number).anyMatch(scope -> scope.startsWith("constant.numeric"));
    }
    for (String escape :
        new String[] {"\\a", "\\n", "\\\\", "\\\"", "\\'", "\\x41", "\\065", "\\z", "\\"}) {
      assertThat(scopes(escape)).as(escape).contains("constant.character.escape.ktap");
    }
    assertThat(scopes("`do_sys_open`")).contains("constant.other.symbol.ktap");
    assertThat(scopes("# text")).contains("comment.line.number-sign.ktap");
    assertThat(scopes("-- text")).contains("comment.line.double-dash.ktap");
    assertThat(scopes("1..2", 2)).isEmpty();
  }
}
