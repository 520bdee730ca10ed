package ktap.script.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import ktap.script.source.SourceText;
import org.junit.jupiter.api.Test;

final class LexerTest {
  @Test
  void whatIsNoScriptIsNotReadToItsEnd() {
    String text = "\\".repeat(1_000_000);
    Lexer.Result result = Lexer.lex(SourceText.of("a.kp", text), true);
    assertThat(result.diagnostics()).hasSize(100);
    assertThat(result.tokens().getLast().kind()).isEqualTo(TokenKind.END_OF_FILE);
    assertThat(result.tokens().getLast().span().start()).isEqualTo(text.length());
  }
}
