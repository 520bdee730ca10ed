package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every sample on the running kernel, for a moment: it ends well, or is refused before anything is
 * attached since it needs a source that captures more or has other probes.
 */
final class SamplesKernelTest {
  private static final Path SAMPLES = Path.of("samples");

  /** Why a sample doesn't run on tracefs. */
  private static final List<String> REFUSALS =
      List.of(
          "must be captured when the event happens, and the source of this run, the running"
              + " kernel's tracepoints, can't",
          "error: the source of this run has no '");

  @BeforeAll
  static void assumeTracing() {
    Ktap.assumeTracing();
  }

  @TestFactory
  List<DynamicTest> everySampleRunsOrIsRefused() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".kp")).sorted().toList()) {
        tests.add(DynamicTest.dynamicTest(SAMPLES.relativize(file).toString(), () -> run(file)));
      }
    }
    return tests;
  }

  private static void run(Path sample) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words = {"-q", "--duration", "50ms", sample.toString()};
    int status = Main.run(words, new Console(InputStream.nullInputStream(), out, err));
    String said = err.toString(StandardCharsets.UTF_8);
    if (status == ExitStatus.SCRIPT) {
      Assumptions.assumeFalse(said.contains("error: no event matches"), said);
      assertThat(said).containsAnyOf(REFUSALS.toArray(new String[0]));
      assertThat(said.lines().filter(line -> line.contains(": error: ")))
          .allMatch(line -> line.contains(REFUSALS.get(0)) || line.contains(REFUSALS.get(1)));
      assertThat(out.size()).isZero();
    } else {
      assertThat(status).as(said).isZero();
      assertThat(said).doesNotContain("error");
    }
  }
}
