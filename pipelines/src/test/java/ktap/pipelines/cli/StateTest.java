package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --state}: what a script has survives the process. Replays are killed five times; {@code
 * -Dktap.kills=200} for the long test.
 */
final class StateTest {
  private static final int KILLS = Integer.getInteger("ktap.kills", 5);

  private static final String SCRIPT =
      """
      var s = {}
      var h = {}
      var n = 0
      trace *:* {
        n += 1
        s[probename] += 1
        s[n % 5000] = n
        h[probename] <<< hdr(n % 1000)
        h["all", cpu] <<< n
      }
      tick-10ms { s["ticks"] += 1 }
      trace_end {
        var sum = 0
        for (k, v in pairs(s)) { sum = (sum * 31 + v) % 1000000007 }
        print(n, s["ticks"], sum)
        for (k, v in pairs(h)) { print(k, v) }
      }
      """;

  @TempDir Path directory;

  private String recording(long count) {
    return Commands.record(
        directory.resolve("r"), SyntheticSettings.of(BuiltInEvents.all(), count));
  }

  private String state() {
    return directory.resolve("state").toString();
  }

  @Test
  void replayGoesOnBehindWhatItHasSeen() {
    String recording = recording(300_000);
    String whole = Commands.run("replay", recording, "-e", SCRIPT).out();
    String[] words = {"replay", recording, "-q", "--state", state(), "-e", SCRIPT};
    assertThat(Commands.run(words)).isEqualTo(new Ktap.Outcome(0, whole, ""));
    assertThat(Commands.run(words)).isEqualTo(new Ktap.Outcome(0, whole, ""));
  }

  @Test
  void exitIsKept() {
    String script =
        "var n = 0 trace *:* { n += 1 if (n == 777) { exit() } } trace_end { print(n) }";
    String[] words = {"replay", recording(5000), "-q", "--state", state(), "-e", script};
    assertThat(Commands.run(words).out()).isEqualTo("777\n");
    assertThat(Commands.run(words).out()).isEqualTo("777\n");
  }

  @Test
  void killedReplayEndsAsIfNothingHadBeen() throws Exception {
    String recording = recording(1_500_000);
    String whole = Commands.run("replay", recording, "-e", SCRIPT).out();
    Random random = new Random(7);
    List<String> command =
        Ktap.command(
            "replay", recording, "-q", "--state", state(), "--checkpoint", "10ms", "-e", SCRIPT);
    for (int i = 0; i < KILLS; i++) {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor(300 + random.nextInt(1500), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
    }
    assertThat(Commands.run("replay", recording, "-q", "--state", state(), "-e", SCRIPT))
        .isEqualTo(new Ktap.Outcome(0, whole, ""));
  }

  @Test
  void stateIsPrivateAndShown() throws IOException {
    String script =
        "var s = {} var n = 0 trace *:* { n += 1 s[n % 3] += 1 s[\"a\", n % 2] = true }";
    Commands.run("replay", recording(30), "-q", "--state", state(), "-e", script);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(state()))))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(Path.of(state()))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(Commands.run("state", state()).out())
        .contains("n = 30\n", "s: a table of 5 entries\n");
    assertThat(Commands.run("state", "--json", state()).out())
        .contains("{\"name\":\"n\",\"value\":30}")
        .contains("{\"entries\":[[0,10],[1,10],[2,10],[[\"a\",1],true],[[\"a\",0],true]]}");
    Commands.run("state", "--reset", state());
    assertThat(Commands.run("state", state()).err())
        .isEqualTo("ktap: nothing was kept in " + state() + " yet\n");
  }

  @Test
  void anotherScriptIsRefused() {
    String recording = recording(30);
    String other = "var m = 0 trace *:* { m += 1 } trace_end { print(m) }";
    Commands.run("replay", recording, "--state", state(), "-e", SCRIPT);
    assertThat(Commands.run("replay", recording, "--state", state(), "-e", other))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: can't use the state "
                    + state()
                    + ": it is of another script, one without the variable 'm'; --state-reset"
                    + " begins anew\n"));
    assertThat(
            Commands.run("replay", recording, "--state", state(), "--state-reset", "-e", other)
                .out())
        .isEqualTo("30\n");
  }

  private static final String COUNTING =
      """
      var n = 100
      var s = {}
      var h = {}
      trace *:* {
        n += 1
        s[probename] += 1
        s["cpu", cpu] += 1
        h[probename] <<< hdr(args.NAMELESS)
      }
      trace_end {
        print(n)
        for (k, v in sort_pairs(s)) { print(k, v) }
        for (k, v in pairs(h)) { print(k, v) }
      }
      """
          .replace("args.NAMELESS", "tid");

  @Test
  void statesOfTwoHostsAreMerged() {
    String one = directory.resolve("one").toString();
    String two = directory.resolve("two").toString();
    String first = recordingOf("r1", 3000);
    String second = recordingOf("r2", 2000);
    String third = recordingOf("r3", 500);
    String script = "-e";
    Commands.run("replay", first, "-q", "--state", one, script, COUNTING);
    Commands.run("replay", second, "-q", "--state", two, script, COUNTING);
    assertThat(Commands.run("state", one, two, "--merge", "-o", state()))
        .isEqualTo(
            new Ktap.Outcome(
                0, "", "ktap: 2 states merged, " + entries(state()) + " table entries\n"));
    String both = directory.resolve("both").toString();
    Commands.run("replay", first, "-q", "--state", both, script, COUNTING);
    Commands.run("replay", second, "-q", "--state", both, script, COUNTING);
    assertThat(Commands.run("replay", third, "-q", "--state", state(), script, COUNTING).out())
        .isEqualTo(Commands.run("replay", third, "-q", "--state", both, script, COUNTING).out())
        .startsWith("5600\n");
  }

  /** Of a host of its own. */
  private String recordingOf(String host, long count) {
    RecordingFacts all = Commands.FACTS;
    return Commands.record(
        directory.resolve(host),
        SyntheticSettings.of(BuiltInEvents.all(), count),
        new RecordingFacts(
            host,
            all.bootId(),
            all.kernelRelease(),
            all.architecture(),
            all.cpus(),
            all.pid(),
            all.tid(),
            all.uid(),
            all.command(),
            all.startNanos()));
  }

  private static long entries(String state) {
    return Commands.run("state", state)
        .out()
        .lines()
        .filter(line -> line.contains(": a table of "))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*of (\\d+) .*", "$1")))
        .sum();
  }

  @Test
  void whatCannotBeMergedIsTold() {
    String recording = recording(30);
    String one = directory.resolve("one").toString();
    String two = directory.resolve("two").toString();
    String script = "var t = {} trace *:* { t[\"x\"] = arg[1] }";
    Commands.run("replay", recording, "-q", "--state", one, "-e", script, "a");
    Commands.run("replay", recording, "-q", "--state", two, "-e", script, "b");
    assertThat(Commands.run("state", one, two, "--merge", "-o", state()))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: can't merge "
                    + two
                    + " into "
                    + one
                    + ": the variable 't' at the key \"x\" is in one \"a\", in the other \"b\"\n"));
    assertThat(Path.of(state())).doesNotExist();
    Commands.run("replay", recording, "-q", "--state", state(), "-e", SCRIPT);
    assertThat(Commands.run("state", one, state(), "--merge", "-o", one + "x").err())
        .isEqualTo(
            "ktap: can't merge "
                + state()
                + " into "
                + one
                + ": it is of another script, one without the variable 't'\n");
    assertThat(Commands.run("state", one, two, "--merge", "-o", state()).err())
        .isEqualTo(
            "ktap: can't merge into "
                + state()
                + ": it is there already; name a directory that is new\n");
    assertThat(Commands.run("state", one, "--merge"))
        .extracting(Ktap.Outcome::status)
        .isEqualTo(2);
  }

  @Test
  void whatIsNoStateIsTold() throws IOException {
    String recording = recording(30);
    String[] words = {"replay", recording, "--state", recording, "-e", SCRIPT};
    assertThat(Commands.run(words).err())
        .isEqualTo(
            "ktap: "
                + recording
                + " is a recording, not a state; 'ktap info' tells what is in it\n");
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    Files.writeString(foreign.resolve("x.txt"), "x");
    assertThat(Commands.run("state", foreign.toString()).err())
        .isEqualTo(
            "ktap: "
                + foreign
                + " is not a state: there is x.txt in it; name a directory that is new, or"
                + " empty\n");
    assertThat(Commands.run("state", directory.resolve("none").toString()).err())
        .isEqualTo("ktap: there is no state " + directory.resolve("none") + "\n");
  }
}
