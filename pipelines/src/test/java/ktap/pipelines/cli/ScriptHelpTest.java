package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import ktap.script.source.SourceText;
import org.junit.jupiter.api.Test;

final class ScriptHelpTest {

  private static String help(String script) {
    return ScriptHelp.of(SourceText.of("a.kp", script));
  }

  @Test
  void headAndParametersAreShown() {
    assertThat(
            help(
                """
                #!/usr/bin/env ktap
                # Counts calls.
                #
                # Use: ktap a.kp

                # not this
                var seconds = param("seconds", 5, "between two pictures")
                var name = param("name", "bash")
                var most = param("most", max(1, 2) * 1000, "how many (at most)")
                var given = param("given")
                """))
        .isEqualTo(
            """
            Counts calls.

            Use: ktap a.kp

            Parameters, behind the name of the script:
              seconds=5                 between two pictures
              name=bash
              most=max(1,2)*1000        how many (at most)
              given=
            """);
  }

  private static Optional<String> unknown(String script, String... words) {
    return ScriptHelp.unknown(SourceText.of("a.kp", script), List.of(words));
  }

  @Test
  void misspeltParametersAreWarnedOf() {
    String script = "var a = param(\"seconds\", 5) var b = param(\"name\", \"\")";
    assertThat(unknown(script, "a.kp", "seconds=3", "name=x=y", "other", "2=3", "=")).isEmpty();
    assertThat(unknown("print(arg[1])", "a.kp", "any=3")).isEmpty();
    assertThat(unknown(script, "a.kp", "name=x", "secnds=3"))
        .contains("warning: the script has no parameter 'secnds'; did you mean 'seconds'?");
    assertThat(unknown(script, "a.kp", "zz=3"))
        .contains("warning: the script has no parameter 'zz'; it has seconds, name");
  }

  private static Optional<String> stray(String script, String... words) {
    return ScriptHelp.stray(SourceText.of("a.kp", script), List.of(words));
  }

  @Test
  void optionsThatGoToAScriptInVainAreWarnedOf() {
    String start = "warning: '";
    String goes =
        "' behind the name of the script goes to the script, which doesn't look at its arguments; ";
    assertThat(stray("print(1)", "a.kp", "x", "-o", "f"))
        .contains(start + "-o" + goes + "write it before the name");
    assertThat(stray("print(1)", "a.kp", "--recrod=x"))
        .contains(start + "--recrod" + goes + "did you mean '--record'?");
    assertThat(stray("print(1)", "a.kp", "-5", "-", "x", "--whatever-else")).isEmpty();
    assertThat(stray("print(arg[1])", "a.kp", "-o", "f")).isEmpty();
    assertThat(stray("print(param(\"o\", 1))", "a.kp", "--recrod")).isEmpty();
  }

  @Test
  void scriptsWithoutNamedParametersReadTheirOwnWords() {
    assertThat(help("print(arg[1], t.param(\"x\"))")).isEmpty();
    assertThat(help("print(\"unfinished param(")).isEmpty();
    assertThat(help("param(\"x\", ("))
        .isEqualTo("Parameters, behind the name of the script:\n  x=(\n");
  }
}
