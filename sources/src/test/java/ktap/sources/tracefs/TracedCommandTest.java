package ktap.sources.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TracedCommandTest {
  @TempDir private Path directory;

  @Test
  void isLookedUpInThePath() {
    assertThat(TracedCommand.find("sh", "/no/where:/bin")).isEqualTo("/bin/sh");
    assertThat(TracedCommand.find("/bin/sh", "/no/where")).isEqualTo("/bin/sh");
  }

  @Test
  void whatIsNotThereIs127() {
    assertThatThrownBy(() -> TracedCommand.of(List.of("no-such-command")))
        .isInstanceOf(TargetException.class)
        .hasMessage("no-such-command: command not found")
        .extracting("exitStatus")
        .isEqualTo(127);
    assertThatThrownBy(() -> TracedCommand.find("/no/such/command", ""))
        .hasMessage("/no/such/command: command not found");
  }

  @Test
  void whatCannotBeExecutedIs126() throws IOException {
    Path file = Files.writeString(directory.resolve("plain"), "text");
    assertThatThrownBy(() -> TracedCommand.find("plain", directory.toString()))
        .isInstanceOf(TargetException.class)
        .hasMessage(file + " is there, but can't be executed")
        .extracting("exitStatus")
        .isEqualTo(126);
    assertThatThrownBy(() -> TracedCommand.find(directory.toString(), ""))
        .hasMessage(directory + " is there, but can't be executed");
  }
}
