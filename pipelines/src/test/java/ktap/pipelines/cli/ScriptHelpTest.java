package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void scriptsWithoutNamedParametersReadTheirOwnWords() {
    assertThat(help("print(arg[1], t.param(\"x\"))")).isEmpty();
    assertThat(help("print(\"unfinished param(")).isEmpty();
    assertThat(help("param(\"x\", ("))
        .isEqualTo("Parameters, behind the name of the script:\n  x=(\n");
  }
}
