package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script leaves behind is cleaned long before the heap is full. */
final class HeapPaceTest {
  private static final long MOST_KILOBYTES = 1_000_000;

  @TempDir Path directory;

  @Test
  void whatIsLeftBehindTakesLittleMemory() throws IOException {
    String script =
        "for (i = 1, 200) { var s = \"x\" for (j = 1, 24) { s = s .. s } } print(\"made\") tick-60s"
            + " { }";
    List<String> command = Ktap.command("-e", script);
    command.add(1, "-Xmn12m"); // as the launcher has it
    try (Ktap ktap = Ktap.startWithInput(directory, "", command)) {
      ktap.awaitThat(() -> ktap.out().equals("made\n"));
      assertThat(mostKilobytes(ktap.pid())).isLessThan(MOST_KILOBYTES);
    }
  }

  /** The most memory that a process ever had. */
  private static long mostKilobytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new AssertionError("the kernel doesn't tell the memory of process " + pid);
  }
}
