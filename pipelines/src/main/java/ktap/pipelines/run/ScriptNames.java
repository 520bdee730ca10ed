package ktap.pipelines.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ktap.pipelines.spec.PipelineSpec;
import ktap.script.source.SourceText;
import ktap.script.syntax.Lexer;
import ktap.script.syntax.Token;
import ktap.script.syntax.TokenKind;

/** The names that occur in a pipeline's scripts. */
final class ScriptNames {
  private ScriptNames() {}

  static Set<String> of(List<PipelineSpec.Operator> operators) {
    Set<String> names = new HashSet<>();
    for (PipelineSpec.Operator operator : operators) {
      if (operator instanceof PipelineSpec.Script script) {
        add(script.script(), names);
      }
    }
    return names;
  }

  private static void add(SourceText script, Set<String> names) {
    for (Token token : Lexer.lex(script, false).tokens()) {
      if (token.kind() == TokenKind.NAME) {
        names.add(token.text().toString());
      }
    }
  }
}
