package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code profile-N} over the fifteen samples of a CPU's clock that perf took of two {@code dd}. */
final class SampledStacksTest {
  private static final Path FIXTURE = Path.of("src/test/resources/samples/stacks.data.gz");
  private static final Path SAMPLE = Path.of("samples/profiling/stack_profile.kp");

  @TempDir Path directory;

  private String trace = "";

  @BeforeEach
  void unpack() throws IOException {
    trace = Commands.unpack(FIXTURE, directory.resolve("perf.data"));
  }

  @Test
  void sampleOfStacksPrintsWhatItsCommentShows() throws IOException {
    List<String> shown =
        Files.readAllLines(SAMPLE).stream()
            .filter(line -> line.startsWith("#   "))
            .map(String::strip)
            .map(line -> line.substring(1).strip())
            .toList();
    List<String> printed =
        Commands.run("replay", trace, SAMPLE.toString()).out().lines().map(String::strip).toList();
    assertThat(shown).hasSize(8);
    assertThat(printed).startsWith(shown.toArray(new String[0]));
  }

  @Test
  void eachSampleIsAnEvent() {
    String script =
        "var n = 0 profile-1s { n += 1 if (n == 101) { print(execname, probename, args.period) } }"
            + " trace perf:cpu-clock* { n += 100 } trace_end { print(n) }";
    assertThat(Commands.run("replay", trace, "-e", script))
        .isEqualTo(new Ktap.Outcome(0, "dd\tcpu-clock:k\t16666666\n1515\n", ""));
  }

  @Test
  void ticksStillGoByTime() {
    assertThat(
            Commands.run(
                    "replay", trace, "-e", "profile-1us { } tick-10ms { print(\"tick\") exit() }")
                .out())
        .isEqualTo("tick\n");
  }
}
