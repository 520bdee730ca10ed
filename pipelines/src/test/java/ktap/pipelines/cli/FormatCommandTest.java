package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ktap.pipelines.cli.Ktap.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FormatCommandTest {
  @TempDir Path directory;

  private String script(String text) throws IOException {
    return Files.writeString(directory.resolve("a.kp"), text).toString();
  }

  @Test
  void printsTheLayoutAndTheLayoutStays() throws IOException {
    String laidOut = "var s = {}\ntrace syscalls:* { s[execname] += 1 }\n-- each second\n";
    String file = script("var s={}\ntrace  syscalls:*   {s[execname]+=1}\n-- each second\n");
    assertThat(Commands.run("fmt", file)).isEqualTo(new Outcome(0, laidOut, ""));
    assertThat(Commands.run("fmt", script(laidOut))).isEqualTo(new Outcome(0, laidOut, ""));
  }

  @Test
  void whatCanNotBeReadIsTold() throws IOException {
    String file = script("var s = { if\n");
    assertThat(Commands.run("fmt", file))
        .isEqualTo(
            new Outcome(
                ExitStatus.SCRIPT,
                "",
                file + ":1:11: error: unexpected symbol near 'if'\nvar s = { if\n          ^~\n"));
    assertThat(Commands.run("fmt").err())
        .isEqualTo("ktap: format what? Name one script: ktap fmt FILE\n");
  }
}
