package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands make of a perf.data. */
final class ForeignTraceTest {
  private static final Path FIXTURE =
      Path.of("../sources/src/test/resources/perfdata/clock-exit.data.gz");
  private static final String PRINT =
      "trace *:* { print(gettimeofday_ns(), cpu, pid, tid, execname, probename, argstr) }";

  @TempDir Path directory;

  private String trace = "";

  @BeforeEach
  void unpack() throws IOException {
    trace = Commands.unpack(FIXTURE, directory.resolve("perf.data"));
  }

  @Test
  void infoTellsWhatIsThere() {
    Ktap.Outcome outcome = Commands.run("info", trace);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("trace       " + trace + "\nformat      perf.data\nfrom        vm, Linux 6.18")
        .contains(" x86_64, 2 CPUs\nwhen        2026-11-24 ")
        .endsWith("events      200, 0 lost\n\n           200  syscalls:sys_exit_getppid\n");
  }

  @Test
  void infoTellsItToPrograms() {
    assertThat(Commands.run("info", "--json", trace).out())
        .startsWith(
            "{\"trace\":\"" + trace + "\",\"format\":\"perf.data\",\"hosts\":[\"vm\"],\"kernel\":")
        .contains("\"count\":200,\"lost\":0,\"start\":17955")
        .endsWith(",\"damaged\":0,\"events\":{\"syscalls:sys_exit_getppid\":200}}\n");
  }

  @Test
  void recordingMadeOfItGivesTheSameText() {
    String made = directory.resolve("made.kq").toString();
    assertThat(Commands.run("export", "-q", trace, "-o", made))
        .isEqualTo(new Ktap.Outcome(0, "", ""));
    Ktap.Outcome original = Commands.run("replay", trace, "-e", PRINT);
    assertThat(original.out().lines()).hasSize(200);
    assertThat(Commands.run("replay", made, "-e", PRINT)).isEqualTo(original);
  }

  /** A trace.dat doesn't tell when it was begun: with its first event, for a script. */
  @Test
  void timersOfARecordingMadeOfItBeginAsThoseOfTheTrace() throws IOException {
    Path fixture = FIXTURE.resolveSibling("../tracedat/v7.dat.gz");
    String other = Commands.unpack(fixture, directory.resolve("v7.dat"));
    String script = "print(gettimeofday_ns()) tick-10ms { print(gettimeofday_ns()) } trace *:* {}";
    for (String[] range : List.of(new String[] {}, new String[] {"--from", "50%"})) {
      String made = directory.resolve("made" + range.length + ".kq").toString();
      List<String> export = new ArrayList<>(List.of("export", "-q", other, "-o", made));
      List<String> replay = new ArrayList<>(List.of("replay", other, "-e", script));
      export.addAll(List.of(range));
      replay.addAll(List.of(range));
      Commands.run(export.toArray(String[]::new));
      Ktap.Outcome original = Commands.run(replay.toArray(String[]::new));
      assertThat(original.out().lines().count()).isBetween(10L, 40L);
      assertThat(Commands.run("replay", made, "-e", script)).isEqualTo(original);
    }
  }

  /** As {@code perf script} prints it. */
  @Test
  void periodThatAllSamplesShareIsThatOfTheirEvent() throws IOException {
    Path fixture = FIXTURE.resolveSibling("small.data.gz");
    String samples = Commands.unpack(fixture, directory.resolve("small.data"));
    String script =
        "var t = {} trace *:* { t[args.period] += 1 }"
            + " trace_end { for (k, v in pairs(t)) { print(k, v) } }";
    assertThat(Commands.run("replay", samples, "-e", script))
        .isEqualTo(new Ktap.Outcome(0, "100000\t31\n", ""));
  }

  @Test
  void aTimeOfTheDayNeedsATraceThatTellsIt() throws IOException {
    Path fixture = FIXTURE.resolveSibling("lost.data.gz");
    String other = Commands.unpack(fixture, directory.resolve("lost.data"));
    assertThat(Commands.run("replay", other, "--from", "12:30:05", "-e", "trace *:* {}"))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: "
                    + other
                    + " doesn't tell the time of the day, so nobody knows what was at 12:30:05; use"
                    + " +5s from its start, or 50%\n"));
    assertThat(Commands.run("replay", other, "--from", "+1h", "-e", "trace *:* {}").err())
        .isEqualTo("ktap: no event lies between +1h and the end\n");
  }

  @Test
  void aRecordingMadeOfOneThatDoesNotTellItDoesNotEither() throws IOException {
    Path fixture = FIXTURE.resolveSibling("lost.data.gz");
    String other = Commands.unpack(fixture, directory.resolve("lost.data"));
    String made = directory.resolve("made.kq").toString();
    Commands.run("export", "-q", other, "-o", made);
    assertThat(Commands.run("info", made).out())
        .containsPattern("\nwhen +[0-9.]+ m?s; the time of the day isn't told\n");
    assertThat(Commands.run("info", "--json", made).out()).doesNotContain("\"start\"");
    for (List<String> sorts : List.of(List.of(other, made), List.of(made, other))) {
      Ktap.Outcome refused =
          Commands.run("replay", sorts.get(0), "--from", "12:30:05", "-e", "trace *:* {}");
      assertThat(refused.err()).startsWith("ktap: " + sorts.get(0) + " doesn't tell the time of");
      Ktap.Outcome merged = Commands.run("replay", trace, sorts.get(0), "-e", "trace *:* {}");
      assertThat(merged.err()).contains(sorts.get(0) + " doesn't tell at what time of the day");
    }
  }

  @Test
  void itIsMergedWithARecording() {
    String made = directory.resolve("made.kq").toString();
    Commands.run("export", "-q", trace, "-o", made);
    String count = "var n = 0 trace *:* { n += 1 } trace_end { print(n) }";
    assertThat(Commands.run("replay", trace, made, "-e", count))
        .isEqualTo(new Ktap.Outcome(0, "400\n", ""));
  }
}
