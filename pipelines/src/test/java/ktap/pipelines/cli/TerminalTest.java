package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on a terminal, which the tool script of util-linux lends. */
final class TerminalTest {
  private static final String SCRIPT =
      """
      var n = 0
      tick-10ms { n += 1 if (n == 1) { print("ticks") } }
      trace_end { print("end") }
      """;

  @TempDir Path directory;

  @BeforeEach
  void writeStart() throws IOException {
    Path script = Files.writeString(directory.resolve("ticks.kp"), SCRIPT);
    List<String> command = Ktap.command("-q", script.toString());
    Files.writeString(
        directory.resolve("start.sh"), "exec '" + String.join("' '", command) + "'\n");
  }

  @Test
  void whatCtrlCBringsBeginsOnALineOfItsOwn() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
    Path shown = directory.resolve("shown");
    Process terminal =
        new ProcessBuilder("/usr/bin/script", "-qec", "sh start.sh", "/dev/null")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(shown.toFile())
            .start();
    try (OutputStream keys = terminal.getOutputStream()) {
      awaitTicks(terminal, shown);
      keys.write(3);
      keys.flush();
      assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(shown)).endsWith("ticks\r\n^C\r\nend\r\n");
    } finally {
      terminal.destroyForcibly();
    }
  }

  private void awaitTicks(Process terminal, Path shown) throws Exception {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.readString(shown).contains("ticks")) {
      assertThat(terminal.isAlive() && System.nanoTime() < patience)
          .as(Files.readString(shown))
          .isTrue();
      Thread.sleep(20);
    }
  }
}
