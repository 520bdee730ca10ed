package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  @TempDir Path directory;

  @Test
  void theOriginalsOptionListsTheBytecode() {
    assertThat(Commands.run("-b", "-e", "print(1)"))
        .isEqualTo(Commands.run("dump", "--bytecode", "-e", "print(1)"));
    assertThat(Commands.run("-b", "-e", "print(1)").out()).contains("CALL_BUILT_IN");
  }

  @Test
  void whatIsNoScriptIsNotReadForEver() {
    assertThat(Commands.run("check", "/dev/zero"))
        .isEqualTo(
            new Ktap.Outcome(2, "", "ktap: can't read /dev/zero: a script has 8 MB at the most\n"));
  }

  @Test
  void whatIsTooLargeForTheBytecodeIsFoundToo() throws IOException {
    StringBuilder script = new StringBuilder("var t = {}\n");
    for (int i = 0; i < 70_000; i++) {
      script.append("t[").append(i).append("] = \"").append(i).append("\"\n");
    }
    Path file = Files.writeString(directory.resolve("large.kp"), script);

    Ktap.Outcome outcome = Commands.run("check", file.toString());

    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err())
        .contains("error: ")
        .endsWith("hint: divide it into several functions\n");
  }
}
