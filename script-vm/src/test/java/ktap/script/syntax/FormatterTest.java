package ktap.script.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ktap.script.source.SourceText;
import org.junit.jupiter.api.Test;

class FormatterTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus");

  private static String format(String text) {
    SourceText source = SourceText.of("x.kp", text);
    return Formatter.format(source, Lexer.lex(source, true));
  }

  private static List<String> tokens(String text) {
    List<String> all = new ArrayList<>();
    for (Token token : Lexer.lex(SourceText.of("x.kp", text), true).tokens()) {
      all.add(token.kind() + " " + token.number() + " " + token.text());
    }
    return all;
  }

  @Test
  void theUsualLayout() {
    assertThat(
            format(
                """
                #!/usr/bin/env ktap
                var t={ }   -- counts


                trace   syscalls:*
                {
                t [probename]+=1 ; if(t.x==- 1){print ( "a" ,-2)  }
                      # more
                }
                var f=function(a,b){ return a..b }
                """))
        .isEqualTo(
            """
            #!/usr/bin/env ktap
            var t = {}  -- counts

            trace syscalls:* {
              t[probename] += 1; if (t.x == -1) { print("a", -2) }
              # more
            }
            var f = function (a, b) { return a .. b }
            """);
  }

  @Test
  void anEmptyScriptStaysEmpty() {
    assertThat(format(" \n ")).isEmpty();
  }

  @Test
  void tokensStayAndASecondTimeChangesNothing() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".kp")).sorted().toList()) {
        String text = Files.readString(file);
        if (Lexer.lex(SourceText.of("x.kp", text), true).diagnostics().isEmpty()) {
          String formatted = format(text);
          assertThat(tokens(formatted)).as(file.toString()).isEqualTo(tokens(text));
          assertThat(format(formatted)).as(file.toString()).isEqualTo(formatted);
        }
      }
    }
  }
}
