package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ktap replay} over generated recordings, without root and kernel. */
final class ReplayCommandTest {
  private static final String COUNT = "var n = 0 trace *:* { n += 1 } trace_end { print(n) }";

  @TempDir Path directory;

  private String recording(String name, long count) {
    return Commands.record(
        directory.resolve(name), SyntheticSettings.of(BuiltInEvents.all(), count));
  }

  @Test
  void scriptSeesEveryEvent() {
    assertThat(Commands.run("replay", recording("a", 5000), "-e", COUNT))
        .isEqualTo(new Ktap.Outcome(0, "5000\n", ""));
  }

  @Test
  void scriptOfAFileGetsItsArguments() throws IOException {
    Path script = Files.writeString(directory.resolve("s.kp"), "print(arg[1], num_cpus())");
    assertThat(Commands.run("replay", recording("a", 10), script.toString(), "x"))
        .isEqualTo(new Ktap.Outcome(0, "x\t2\n", ""));
  }

  @Test
  void recordingsAreMerged() {
    assertThat(
            Commands.run("replay", recording("a", 3000), recording("b", 2000), "-e", COUNT).out())
        .isEqualTo("5000\n");
  }

  @Test
  void timersFireByEventTime() {
    // 100,000 events at a million a second are a tenth of a second of event time
    String script = "var n = 0 tick-10ms { n += 1 } trace *:* { } trace_end { print(n) }";
    assertThat(Commands.run("replay", recording("a", 100_000), "-e", script).out())
        .isEqualTo("10\n");
  }

  @Test
  void clockIsTheRecordings() {
    String script = "print(gettimeofday_ns()) trace *:* { print(gettimeofday_ns()) exit() }";
    List<String> lines = Commands.run("replay", recording("a", 10), "-e", script).lines();
    assertThat(lines.getFirst()).isEqualTo("1700001000000000000");
    assertThat(lines.get(1)).startsWith("17000010000");
  }

  @Test
  void partOfARecordingIsReplayed() {
    String half =
        Commands.run("replay", "--from", "50%", recording("a", 10_000), "-e", COUNT).out();
    assertThat(Integer.parseInt(half.strip())).isBetween(4900, 5100);
  }

  @Test
  void aTimeWithoutEventsIsTold() {
    String path = recording("a", 10);
    Ktap.Outcome behind = Commands.run("replay", "--from", "+1h", path, "-e", COUNT);
    assertThat(behind.out()).isEqualTo("0\n");
    assertThat(behind.err())
        .startsWith("ktap: no event lies between +1h and the end: the first is of 2023-11-14 ")
        .contains(", the last of 2023-11-14 ");
    assertThat(Commands.run("replay", "--from", "50%", "--to", "20%", path, "-e", COUNT).err())
        .startsWith("ktap: no event lies between 50% and 20%: ");
    assertThat(Commands.run("replay", "--to", "2001-01-01T00:00:00", path, "-e", COUNT).err())
        .startsWith("ktap: no event lies between the start and 2001-01-01T00:00:00: ");
    for (String far : new String[] {"+99999999999999999999s", "9999-01-01T00:00:00"}) {
      assertThat(Commands.run("replay", "--from", far, path, "-e", COUNT).out()).isEqualTo("0\n");
      assertThat(Commands.run("replay", "--to", far, path, "-e", COUNT).out()).isEqualTo("10\n");
    }
    assertThat(Commands.run("replay", "--from", "0%", "--to", "100%", path, "-e", COUNT))
        .isEqualTo(new Ktap.Outcome(0, "10\n", ""));
  }

  @Test
  void tracesComeFirst() throws IOException {
    Path script = Files.writeString(directory.resolve("s.kp"), COUNT);
    assertThat(Commands.run("replay", script.toString(), recording("a", 10)))
        .isEqualTo(
            new Ktap.Outcome(
                2,
                "",
                "ktap: "
                    + script
                    + " is not a trace; traces come first: ktap replay TRACE... SCRIPT"
                    + " [ARGUMENT...]\n"));
    assertThat(Commands.run("replay", "-", script.toString()).err())
        .isEqualTo(
            "ktap: there is no trace -; what comes from a pipe has to be written to a file"
                + " first\n");
  }

  @Test
  void outputGoesIntoAFile() throws IOException {
    Path file = directory.resolve("out");
    assertThat(Commands.run("replay", recording("a", 7), "-o", file.toString(), "-e", COUNT))
        .isEqualTo(new Ktap.Outcome(0, "", ""));
    assertThat(Files.readString(file)).isEqualTo("7\n");
  }

  @Test
  void lossesAreTold() {
    String path =
        Commands.record(
            directory.resolve("a"),
            SyntheticSettings.of(BuiltInEvents.all(), 1000).withLossEvery(600));
    Ktap.Outcome outcome = Commands.run("replay", "--strict", path, "-e", COUNT);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .matches("ktap: \\d+ events? lost: \\d+ in .+ \\(.+\\); that was before the replay\n");
  }

  // ---- mistakes ----

  @Test
  void missingTraceIsASentence() {
    assertThat(Commands.run("replay", "nowhere.kq", "-e", COUNT))
        .isEqualTo(new Ktap.Outcome(1, "", "ktap: there is no trace nowhere.kq\n"));
  }

  @Test
  void eventThatWasNotRecordedIsNamed() {
    assertThat(Commands.run("replay", recording("a", 10), "-e", "trace x:yz { }"))
        .isEqualTo(
            new Ktap.Outcome(
                255,
                "",
                """
                (command line):1:7: error: no event matches 'x:yz'
                trace x:yz { }
                      ^~~~
                hint: 'ktap info TRACE' tells what was recorded; ktap record -o DIR 'x:yz' records it
                """));
  }

  @Test
  void nothingToReplayIsASentence() {
    assertThat(Commands.run("replay", "-e", COUNT))
        .isEqualTo(
            new Ktap.Outcome(
                2,
                "",
                "ktap: there is no trace: name what was recorded, ktap replay TRACE... SCRIPT"
                    + " [ARGUMENT...]\n"));
  }

  @Test
  void foreignFileIsASentence() throws IOException {
    Path file = Files.writeString(directory.resolve("x.txt"), "hello");
    assertThat(Commands.run("replay", file.toString(), "-e", COUNT))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: "
                    + file
                    + " is not a trace that can be replayed: expected a directory that ktap"
                    + " recorded into, a perf.data or a trace.dat, and found a file that begins"
                    + " otherwise\n"));
  }

  @Test
  void pipeIsASentence() {
    assertThat(Commands.run("replay", "/dev/null", "-e", COUNT).err())
        .endsWith(
            ", and found no regular file; what comes from a pipe has to be written to one first\n");
  }

  @Test
  void speedIsAFactor() {
    assertThat(Commands.run("replay", "--speed", "fast", "x", "-e", COUNT))
        .isEqualTo(
            new Ktap.Outcome(
                2, "", "ktap: --speed takes a factor such as 1x or 10x, not 'fast'\n"));
  }

  @Test
  void unknownMomentIsASentence() {
    assertThat(Commands.run("replay", "--from", "noon", "x", "-e", COUNT))
        .isEqualTo(
            new Ktap.Outcome(
                2,
                "",
                "ktap: --from: expected a time such as 12:30:05, 2026-11-24T12:30:05, +5s, +200ms"
                    + " or 50%, found 'noon'\n"));
  }

  @Test
  void scriptThatTracesWhatWasNotRecordedIsRefused() {
    Ktap.Outcome outcome =
        Commands.run("replay", recording("a", 10), "-e", "trace no:such { print(1) }");
    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains("no:such");
  }
}
