package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --strict} makes of traces from which something is missing. */
final class StrictTest {
  private static final Path FIXTURES = Path.of("../sources/src/test/resources");
  private static final String COUNT = "var n = 0 trace *:* { n += 1 } trace_end { print(n) }";

  @TempDir Path directory;

  /** A trace of which the end is missing: the second half of its records. */
  private String cutOff() throws IOException {
    Path trace = directory.resolve("perf.data");
    Commands.unpack(FIXTURES.resolve("perfdata/file.data.gz"), trace);
    return Files.write(trace, Arrays.copyOf(Files.readAllBytes(trace), 60_000)).toString();
  }

  private String recording(long count, int lossEvery) {
    SyntheticSettings settings = SyntheticSettings.of(BuiltInEvents.all(), count);
    return Commands.record(
        directory.resolve("trace"), lossEvery > 0 ? settings.withLossEvery(lossEvery) : settings);
  }

  /** A recording with zeros in its only roll. */
  private String damaged() throws IOException {
    String trace = recording(20_000, 0);
    try (Stream<Path> files = Files.list(Path.of(trace))) {
      Path roll = files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
      try (RandomAccessFile file = new RandomAccessFile(roll.toFile(), "rw")) {
        file.seek(700_000);
        file.write(new byte[3000]);
      }
    }
    return trace;
  }

  private String pipeline(String trace, String more) throws IOException {
    return Files.writeString(
            directory.resolve("p.yaml"),
            "sources: [replay: "
                + trace
                + "]\noperators: [script: '"
                + COUNT
                + "']\nsinks: [console: {}]\n"
                + more)
        .toString();
  }

  private void assertFailsIfStrict(String telling, String... words) {
    Ktap.Outcome usual = Commands.run(words);
    assertThat(usual.status()).isZero();
    assertThat(usual.err()).contains(telling);
    String[] strict = Arrays.copyOf(words, words.length + 1);
    System.arraycopy(words, 1, strict, 2, words.length - 1);
    strict[1] = "--strict";
    assertThat(Commands.run(strict)).isEqualTo(new Ktap.Outcome(1, usual.out(), usual.err()));
  }

  @Test
  void damagedForeignTraceIsALoss() throws IOException {
    String trace = cutOff();
    String telling = trace + " was cut off: its records should go on for";
    assertFailsIfStrict(telling, "replay", trace, "-e", COUNT);
    assertFailsIfStrict(telling, "run", pipeline(trace, ""));
    String out = directory.resolve("out.csv").toString();
    assertFailsIfStrict(telling, "export", "-q", trace, "-o", out);
    assertThat(Commands.run("run", pipeline(trace, "strict: true\n")).status()).isEqualTo(1);
    assertThat(Commands.run("info", trace).status()).isZero();
  }

  @Test
  void damagedRecordingIsALoss() throws IOException {
    String trace = damaged();
    String telling = " is damaged; what is before and behind it was read";
    assertFailsIfStrict(telling, "replay", trace, "-e", COUNT);
    assertFailsIfStrict(telling, "replay", "--partitions", "2", trace, "-e", COUNT);
    assertFailsIfStrict(telling, "run", pipeline(trace, ""));
    String out = directory.resolve("out.csv").toString();
    assertFailsIfStrict(telling, "export", "-q", trace, "-o", out);
  }

  /** Nobody knows how much was behind the place. */
  @Test
  void recordingThatWasCutOffIsALoss() throws IOException {
    String trace = recording(20_000, 0);
    try (Stream<Path> files = Files.list(Path.of(trace))) {
      Path roll = files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
      try (RandomAccessFile file = new RandomAccessFile(roll.toFile(), "rw")) {
        file.setLength(700_000);
      }
    }
    assertFailsIfStrict(
        " is damaged; what is before and behind it was read", "replay", trace, "-e", COUNT);
    assertFailsIfStrict(
        " is damaged; what is before and behind it was read",
        "replay",
        trace,
        "--partitions",
        "2",
        "-e",
        COUNT);
  }

  @Test
  void lossesFailAnExport() {
    String out = directory.resolve("out.csv").toString();
    String trace = recording(1000, 600);
    assertFailsIfStrict(" lost: ", "export", "-q", trace, "-o", out);
  }

  @Test
  void rangeWithoutEventsIsNoLoss() throws IOException {
    Path other = directory.resolve("perf.data");
    Commands.unpack(FIXTURES.resolve("perfdata/file.data.gz"), other);
    for (String trace : List.of(recording(100, 0), other.toString())) {
      Ktap.Outcome outcome =
          Commands.run("replay", "--strict", trace, "--from", "+10h", "-e", COUNT);
      assertThat(outcome.err()).startsWith("ktap: no event lies between +10h and the end");
      assertThat(outcome.status()).isZero();
    }
  }

  /** There are no events, as their descriptions can't be read. */
  @Test
  void mistakeThatComesOfDamageIsNotToldAlone() throws IOException {
    Path trace = directory.resolve("trace.dat");
    Commands.unpack(FIXTURES.resolve("tracedat/v7-zstd.dat.gz"), trace);
    byte[] bytes = Files.readAllBytes(trace);
    Arrays.fill(bytes, 292, 4600, (byte) 0);
    Files.write(trace, bytes);
    Ktap.Outcome replay = Commands.run("replay", trace.toString(), "-e", COUNT);
    assertThat(replay.status()).isEqualTo(255);
    assertThat(replay.err())
        .contains("no event matches '*:*'", trace + " is damaged: at byte 316 ");
    String out = directory.resolve("out.csv").toString();
    Ktap.Outcome export = Commands.run("export", trace.toString(), "--event", "sched:*", "-o", out);
    assertThat(export.status()).isNotZero();
    assertThat(export.err()).contains(trace + " is damaged: at byte 316 ");
  }
}
