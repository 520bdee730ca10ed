package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines over what was recorded, and into recordings, without root and kernel. */
final class ReplayPipelineTest {
  private static final String COUNT =
      """
      operators:
        - script: |
            var n = 0
            trace *:* { n += 1 }
            trace_end { print(n) }
      sinks:
        - console: {}
      """;

  @TempDir Path directory;

  private String recording(String name, long count) {
    return Commands.record(
        directory.resolve(name), SyntheticSettings.of(BuiltInEvents.all(), count));
  }

  private Ktap.Outcome run(String verb, String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("p.yaml"), yaml);
    Ktap.Outcome outcome = Commands.run(verb, file.toString());
    return new Ktap.Outcome(
        outcome.status(), outcome.out(), outcome.err().replace(file.toString(), "p.yaml"));
  }

  @Test
  void recordingIsASource() throws IOException {
    assertThat(run("run", "sources: [replay: " + recording("a", 3000) + "]\n" + COUNT).out())
        .isEqualTo("3000\n");
  }

  @Test
  void recordingBesideAStateIsWarnedOf() throws IOException {
    String yaml =
        "sources: [replay: "
            + recording("a", 10)
            + "]\noperators: [script: 'var n = 0 trace *:* { n += 1 }']\n"
            + "sinks: [record: copy.kq]\n";
    assertThat(run("check", yaml).err()).doesNotContain("copy.kq");
    Ktap.Outcome outcome = run("check", yaml + "state: s\n");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err())
        .contains("warning: the recording copy.kq isn't cut back to the last checkpoint")
        .contains("can't be started again to go on with its state; it can with 'append: true'");
  }

  @Test
  void severalAreMergedAndSelected() throws IOException {
    String sources =
        "sources:\n  - replay: { path: ["
            + recording("a", 1000)
            + ", "
            + recording("b", 500)
            + "], event: 'syscalls:*' }\n";
    int selected = Integer.parseInt(run("run", sources + COUNT).out().strip());
    assertThat(selected).isBetween(100, 1400);
    assertThat(run("run", sources.replace(", event: 'syscalls:*'", "") + COUNT).out())
        .isEqualTo("1500\n");
  }

  @Test
  void recordingIsASink() throws IOException {
    Path copy = directory.resolve("copy.kq");
    String pipeline =
        "sources: [replay: " + recording("a", 2000) + "]\n" + COUNT + "  - record: " + copy + "\n";
    assertThat(run("run", pipeline).out()).isEqualTo("2000\n");
    String print = "trace *:* { print(gettimeofday_ns(), cpu, tid, execname, argstr) }";
    assertThat(Commands.run("replay", copy.toString(), "-e", print))
        .isEqualTo(Commands.run("replay", directory.resolve("a").toString(), "-e", print));
    assertThat(run("run", pipeline))
        .extracting(Ktap.Outcome::status, Ktap.Outcome::err)
        .containsExactly(
            1,
            "ktap: "
                + copy
                + " exists already; choose another name, or continue it by append: true\n");
  }

  // ---- mistakes ----

  @Test
  void missingRecordingIsAMistakeOfThePipeline() throws IOException {
    String expected =
        """
        p.yaml:1:19: error: there is no trace nowhere.kq
        sources: [replay: nowhere.kq]
                          ^~~~~~~~~~
        """;
    assertThat(run("check", "sources: [replay: nowhere.kq]\n" + COUNT))
        .isEqualTo(new Ktap.Outcome(2, "", expected));
    assertThat(run("run", "sources: [replay: nowhere.kq]\n" + COUNT))
        .isEqualTo(new Ktap.Outcome(2, "", expected));
  }

  @Test
  void replayStandsAlone() throws IOException {
    assertThat(
            run(
                    "check",
                    "sources: [tracepoint: 'sched:*', replay: { path: x, speed: fast }]\n" + COUNT)
                .err())
        .contains("a replay or a synthetic source has no other source beside it")
        .contains("expected a factor, found 'fast'");
  }
}
