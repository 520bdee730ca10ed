package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import ktap.operators.state.StateStore;
import ktap.sources.recording.Journal;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --state}: what a script has survives the process. A replay is killed twenty times; {@code
 * -Dktap.kills=200} for the long test.
 */
final class StateTest {
  private static final int KILLS = Integer.getInteger("ktap.kills", 20);

  /** A recording of 0.3 s takes longer than all runs up to their kills. */
  private static final String SPEED = 0.6 / KILLS + "x";

  private static final String SCRIPT =
      """
      var s = {}
      var h = {}
      var nested = {}
      var n = 0
      trace *:* {
        n += 1
        s[probename] += 1
        var some = n / 50 % 2000 * 1000
        if (nested[some] == nil) { nested[some] = {} }
        nested[some][probename] += 1
        nested[some]["last", n % 3] = "event " .. tostring(n)
        s[n % 5000] = n
        h[probename] <<< hdr(n % 1000)
        h["all", cpu] <<< n
      }
      tick-10ms { s["ticks"] += 1 }
      trace_end {
        var sum = 0
        for (k, v in pairs(s)) { sum = (sum * 31 + v) % 1000000007 }
        for (some, t in pairs(nested)) {
          for (k, v in pairs(t)) { sum = (sum * 31 + len(tostring(k)) * len(tostring(v))) % 1000000007 }
          for (i = 0, 2) { print(some, t["last", i]) }
        }
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
    String recording = recording(300_000);
    String[] words = {"replay", recording, "-q", "--state", state(), "-e", SCRIPT};
    String whole = Commands.run("replay", recording, "-e", SCRIPT).out();
    kill(KILLS, with(words, "--checkpoint", "20ms", "--speed", SPEED));
    assertThat(Commands.run(words)).isEqualTo(new Ktap.Outcome(0, whole, ""));
  }

  @Test
  void killedReplayOfSeveralEndsAsIfNothingHadBeen() throws Exception {
    String one = recording(150_000);
    String other =
        Commands.record(
            directory.resolve("other"),
            SyntheticSettings.of(BuiltInEvents.all(), 150_000).withSeed(2));
    String[] words = {"replay", one, other, "-q", "--state", state(), "-e", SCRIPT};
    String whole = Commands.run("replay", one, other, "-e", SCRIPT).out();
    kill(KILLS / 4, with(words, "--checkpoint", "20ms", "--speed", SPEED));
    assertThat(Commands.run(words)).isEqualTo(new Ktap.Outcome(0, whole, ""));
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static final String PRINTING =
      "var n = 0 trace *:* { n += 1 if (n % 7 == 0) { print(n, probename) } }"
          + " tick-50ms { print(\"tick\", n) } trace_end { print(\"end\", n) }";

  @Test
  void killedReplayPrintsEachLineOnceIntoItsFile() throws Exception {
    String recording = recording(300_000);
    Path whole = directory.resolve("whole");
    Path file = directory.resolve("out");
    Commands.run("replay", recording, "-o", whole.toString(), "-e", PRINTING);
    String out = file.toString();
    String[] words = {"replay", recording, "-q", "--state", state(), "-o", out, "-e", PRINTING};
    kill(KILLS / 4, with(words, "--checkpoint", "20ms", "--speed", SPEED));
    assertThat(Commands.run(words).status()).isZero();
    assertThat(file).hasSameBinaryContentAs(whole);
    assertThat(Commands.run(words).status()).isZero();
    assertThat(file).hasSameBinaryContentAs(whole);
    Files.writeString(file, "shorter");
    assertThat(Commands.run(words).err())
        .isEqualTo(
            "ktap: can't go on in "
                + file
                + ": the state was kept when it had "
                + (Files.size(whole) - "end\t300000\n".length())
                + " bytes, and it has 7; --state-reset begins anew\n");
  }

  private static final String EACH = "var n = 0 trace *:* { n += 1 print(n) }";

  @Test
  void aFileIsKnownByAnotherName() throws IOException {
    String recording = recording(500);
    Path file = directory.resolve("out");
    String[] words = {"replay", recording, "-q", "--state", state(), "-e", EACH, "-o"};
    Commands.run(with(words, file.toString()));
    String whole = Files.readString(file);
    assertThat(whole).hasLineCount(500);
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    for (String name : List.of(link.toString(), directory + "/./out")) {
      assertThat(Commands.run(with(words, name))).isEqualTo(new Ktap.Outcome(0, "", ""));
      assertThat(file).hasContent(whole);
    }
  }

  @Test
  void aFileThatTheStateDoesNotKnowIsNotEmptied() throws IOException {
    String recording = recording(500);
    Path file = directory.resolve("out");
    String[] words = {"replay", recording, "-q", "--state", state(), "-e", EACH};
    Commands.run(with(words, "-o", file.toString()));
    Commands.run(words);
    String whole = Files.readString(file);
    assertThat(Commands.run(with(words, "-o", file.toString())))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: can't write "
                    + file
                    + ": it isn't empty, and the state "
                    + state()
                    + " wasn't kept with it; name the file that it goes on in, remove this one, or"
                    + " begin anew with --state-reset\n"));
    assertThat(file).hasContent(whole);
    Path yaml = directory.resolve("p.yaml");
    Files.writeString(
        yaml,
        """
        sources: [replay: %s]
        operators: [script: 'var n = 0 trace *:* { n += 1 print(n) }']
        sinks: [file: { path: %s, what: lines, format: text }]
        state: %s
        """
            .formatted(recording, file, state()));
    assertThat(Commands.run("run", yaml.toString()).err())
        .contains("ktap: can't write " + file + ": it isn't empty, and the state ");
    assertThat(file).hasContent(whole);
  }

  @Test
  void aMainChunkThatFailsLeavesTheStateAsItWas() {
    String script =
        "if (arg[1] == \"x\") { while (true) { } } var n = 0 trace *:* { n += 1 } trace_end {"
            + " print(n) }";
    String[] words = {
      "replay", recording(30), "-q", "--max-loops", "9", "--state", state(), "-e", script
    };
    assertThat(Commands.run(with(words, "y")).out()).isEqualTo("30\n");
    String kept = Commands.run("state", state()).out();
    assertThat(Commands.run(with(words, "x")).err())
        .contains("--max-loops")
        .doesNotContain("state");
    assertThat(Commands.run("state", state()).out()).isEqualTo(kept);
    assertThat(Commands.run(with(words, "y"))).isEqualTo(new Ktap.Outcome(0, "30\n", ""));
  }

  @Test
  void aHandlerThatHasToBeCutCountsForNothing() {
    String script = "var n = 0 trace *:* { n += 1 if (n == 500) { print(n) while (true) { } } }";
    String[] words = {
      "replay", recording(1000), "--state", state(), "--max-loops", "0", "-e", script
    };
    try (Ktap ktap = Ktap.start(directory, words)) {
      ktap.awaitThat(() -> ktap.out().equals("500\n"));
      ktap.signal("INT");
      assertThat(ktap.await().err())
          .isEqualTo(
              "ktap: the script took too long to end: the next run goes on from the last"
                  + " checkpoint, and what came after it counts for nothing\n");
    }
    assertThat(Commands.run("state", state()).err())
        .isEqualTo("ktap: nothing was kept in " + state() + " yet\n");
  }

  /** Some are killed before they have kept anything, most a while after that. */
  private void kill(int times, String... words) throws Exception {
    Random random = new Random(7);
    List<String> command = new ArrayList<>(Ktap.command(words));
    command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    for (int i = 0; i < times; i++) {
      List<Path> before = files();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(directory.resolve("killed.err").toFile())
              .start();
      boolean isEarly = i % 5 == 4;
      for (int wait = 0; !isEarly && wait < 6000 && files().equals(before); wait++) {
        assertThat(process.isAlive())
            .as(Files.readString(directory.resolve("killed.err")))
            .isTrue();
        Thread.sleep(5);
      }
      boolean hasEnded =
          process.waitFor(random.nextInt(isEarly ? 500 : 150), TimeUnit.MILLISECONDS);
      assertThat(hasEnded).as(Files.readString(directory.resolve("killed.err"))).isFalse();
      process.destroyForcibly().waitFor();
    }
  }

  private List<Path> files() {
    Path kept = Path.of(state());
    return Files.exists(kept) ? Journal.files(kept) : List.of();
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
  void aggregationsAreShownWithAllThatTheyKnow() {
    String script =
        """
        var n = 0
        var f = {} var h = {} var l = {} var d = {} var b = {}
        trace *:* {
          n += 1
          f["x"] <<< n + 0.5
          h["x"] <<< hist(n - 2)
          l["x"] <<< lhist(n, 10, 20, 5)
          d["x"] <<< hdr(n * 1000)
          b["\\xff"] = 1
          b["\\xfe"] = 2
        }
        """;
    Commands.run("replay", recording(30), "-q", "--state", state(), "-e", script);
    assertThat(Commands.run("state", "--json", state()).out())
        .contains("\"count\":30,\"sum\":480.0,\"min\":1.5,\"max\":30.5}")
        .contains(
            "\"min\":-1,\"max\":28,\"buckets\":[[null,-1,1],[0,0,1],[1,1,1],[2,3,2],[4,7,4],"
                + "[8,15,8],[16,31,13]]}")
        .contains("\"buckets\":[[null,9,9],[10,14,5],[15,19,5],[20,null,11]]}")
        .contains("\"buckets\":[[1000,1000,1],[2000,2000,1],[3000,3001,1],")
        .contains("[\"\\udcff\",1]", "[\"\\udcfe\",2]");
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
      var many = {}
      trace *:* {
        n += 1
        s[probename] += 1
        s["cpu", cpu] += 1
        many[n % 500 * 1000] += 1
        h[probename] <<< hdr(args.NAMELESS)
      }
      trace_end {
        print(n)
        for (k, v in sort_pairs(s)) { print(k, v) }
        for (k, v in sort_pairs(many)) { print(k, v) }
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
    assertThat(Commands.run("state", state()).out())
        .matches("(?s)kept at [0-9: -]+, merged of several runs\n.*");
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
    assertThat(Commands.run("state", one, "--merge")).extracting(Ktap.Outcome::status).isEqualTo(2);
  }

  @Test
  void anAggregationThatOneMadeAnewIsMergedInNoOrder() {
    String recording = recording(30);
    String one = directory.resolve("one").toString();
    String two = directory.resolve("two").toString();
    String script =
        "var n = 0 var t = {} for (i = 1, 9) { t[\"k\"] <<< i } trace *:* { n += 1 if (n == 1 &&"
            + " arg[1] == \"anew\") { t[\"k\"] = nil } if (n < 4) { t[\"k\"] <<< n + 50 } }";
    Commands.run("replay", recording, "-q", "--state", one, "-e", script, "anew");
    Commands.run("replay", recording, "-q", "--state", two, "-e", script, "on");
    for (String[] order : new String[][] {{one, two}, {two, one}}) {
      assertThat(Commands.run("state", order[0], order[1], "--merge", "-o", state()).err())
          .startsWith(
              "ktap: can't merge "
                  + order[1]
                  + " into "
                  + order[0]
                  + ": the variable 't' at the key \"k\" is in one ");
      assertThat(Path.of(state())).doesNotExist();
    }
  }

  @Test
  void aStateIsMergedOnce() throws IOException {
    String one = directory.resolve("one").toString();
    Commands.run(
        "replay", recording(30), "-q", "--state", one, "-e", "var n = 0 trace *:* { n += 1 }");
    String link = Files.createSymbolicLink(directory.resolve("link"), Path.of(one)).toString();
    for (String same : List.of(one, link)) {
      assertThat(Commands.run("state", one, same, "--merge", "-o", state()))
          .isEqualTo(
              new Ktap.Outcome(
                  1,
                  "",
                  "ktap: can't merge "
                      + same
                      + " into "
                      + one
                      + ": they are the same state, which would count twice; name each once\n"));
    }
  }

  @Test
  void anotherFilterAndAnotherFormatAreRefused() throws IOException {
    String recording = recording(300);
    Path file = directory.resolve("out");
    assertThat(pipeline(recording, "cpu == 0", file, "jsonl").status()).isZero();
    String whole = Files.readString(file);
    assertThat(pipeline(recording, "cpu == 1", file, "jsonl"))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: can't use the state "
                    + state()
                    + ": it was kept with the filter 'cpu == 0', and this pipeline has the filter"
                    + " 'cpu == 1'; --state-reset begins anew\n"));
    assertThat(pipeline(recording, "cpu == 0", file, "csv"))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: can't go on in "
                    + file
                    + ": the state "
                    + state()
                    + " was kept when it was rows as jsonl, and they are to be rows as csv; take"
                    + " what it was, name another file, or begin anew with --state-reset\n"));
    assertThat(file).hasContent(whole);
    assertThat(pipeline(recording, "cpu == 0", file, "jsonl").status()).isZero();
    assertThat(file).hasContent(whole);
  }

  private Ktap.Outcome pipeline(String recording, String filter, Path file, String format)
      throws IOException {
    Path yaml = directory.resolve("p.yaml");
    Files.writeString(
        yaml,
        """
        sources: [replay: %s]
        operators:
          - filter: %s
          - script: 'var n = 0 trace *:* { n += 1 emit({n = n}) }'
        sinks: [file: { path: %s, format: %s }]
        state: %s
        """
            .formatted(recording, filter, file, format, state()));
    return Commands.run("run", "-q", yaml.toString());
  }

  @Test
  void damageIsToldAndNeverMore() throws IOException {
    String recording = recording(3000);
    String script = "var s = {} trace *:* { s[probename] += 1 } trace_end { print(len(s)) }";
    String[] words = {"replay", recording, "-q", "--state", state(), "-e", script};
    Commands.run(words);
    Path file = Journal.files(Path.of(state())).getFirst();
    byte[] whole = Files.readAllBytes(file);
    String shown = Commands.run("state", state()).out();
    int begin = 0;
    while (!new String(whole, begin, 4, StandardCharsets.ISO_8859_1).equals("ktaP")) {
      begin++;
    }
    for (int at = 0; at < whole.length; at += at < begin ? 997 : 1) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      damaged(file, flipped, shown);
    }
    for (int length = 0; length < whole.length; length += length < begin ? 997 : 1) {
      damaged(file, Arrays.copyOf(whole, length), shown);
    }
  }

  private void damaged(Path file, byte[] bytes, String shown) throws IOException {
    Files.write(file, bytes);
    Ktap.Outcome outcome = Commands.run("state", state());
    if (outcome.status() == 0) {
      String start =
          shown.replace(
              "behind event 3001, marks of time counted\ns: a table of 27",
              "before the first event\ns: a table of 0");
      assertThat(start).isNotEqualTo(shown);
      String damaged = "what was kept after that is damaged\n";
      assertThat(outcome.out()).isIn("", shown, shown + damaged, start, start + damaged);
      assertThat(outcome.out() + outcome.err()).isNotEmpty();
    } else {
      assertThat(outcome.err())
          .startsWith("ktap: ")
          .containsAnyOf("damaged", "newer ktap", "not a");
      assertThat(outcome.err().lines()).hasSize(1);
    }
  }

  /** One that writes into files of a directory. */
  private String pipeline(String name, String recording, String more) throws IOException {
    Path files = Files.createDirectories(directory.resolve(name));
    String script =
        SCRIPT.replace("n += 1\n", "n += 1\n if (n % 100 == 0) { print(n) emit {n = n} }\n");
    return Files.writeString(
            directory.resolve(name + ".yaml"),
            "sources: [replay: "
                + recording
                + "]\noperators:\n  - script: |\n      "
                + script.replace("\n", "\n      ").strip()
                + "\nsinks:\n  - console: {}\n"
                + ("  - file: { path: " + files + "/lines, what: lines, format: text }\n")
                + ("  - file: { path: " + files + "/rows.csv, what: rows, format: csv }\n")
                + ("  - file: { path: " + files + "/events.jsonl, what: events }\n")
                + more)
        .toString();
  }

  @Test
  void killedPipelineEndsAsIfNothingHadBeen() throws Exception {
    String recording = recording(300_000);
    String slow = "{ path: " + recording + ", speed: " + SPEED + " }";
    String whole = Commands.run("run", pipeline("whole", recording, "")).out();
    String end = whole.substring(whole.lastIndexOf("300000\n") + "300000\n".length());
    String kept = "state: { path: " + state() + ", every: 20ms }\n";
    kill(KILLS / 4, "run", "-q", pipeline("kept", slow, kept));
    for (int i = 0; i < 2; i++) { // the second one begins at the end
      Ktap.Outcome rest = Commands.run("run", "-q", pipeline("kept", recording, kept));
      assertThat(rest.err()).isEmpty();
      assertThat(whole).endsWith(rest.out());
      assertThat(rest.out()).endsWith(end);
      for (String file : List.of("lines", "rows.csv", "events.jsonl")) {
        assertThat(directory.resolve("kept").resolve(file))
            .hasSameBinaryContentAs(directory.resolve("whole").resolve(file));
      }
    }
    Path lines = directory.resolve("kept/lines");
    Files.writeString(lines, "shorter");
    assertThat(Commands.run("run", "-q", pipeline("kept", recording, kept)).err())
        .matches(
            "ktap: can't go on in "
                + lines
                + ": the state was kept when it had \\d+ bytes, and it has 7;"
                + " --state-reset begins anew\n");
  }

  @Test
  void mistakesInAPipelinesStateAreShown() throws IOException {
    String recording = recording(30);
    Path path = directory.resolve("a.yaml");
    Files.writeString(
        path, "sources: [replay: " + recording + "]\nsinks: [console: {}]\nstate: x\n");
    assertThat(Commands.run("check", path.toString()).err())
        .isEqualTo(
            path
                + ":3:8: error: a state is that of one script, and there are 0\nstate: x\n"
                + "       ^\nhint: add a script\n");
    String wrong = pipeline("b", recording, "state: { every: soon }\n");
    assertThat(Commands.run("check", wrong).err())
        .contains("error: expected a time, found 'soon'", "error: state needs path:");
  }

  @Test
  void functionsThatHandlersMakeAreRefused() {
    String recording = recording(30);
    String script = "var t = {} trace *:* { var f = function () { return 1 } t[1] = f }";
    assertThat(Commands.run("replay", recording, "--state", state(), "-e", script))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: (command line):1:57: error: the state can't be kept: 't' gets a function"
                    + " that a handler makes\n"
                    + script
                    + "\n"
                    + " ".repeat(56)
                    + "^~~~~~~~\n"
                    + "hint: make the function in the main chunk, or run without --state\n"));
    String later =
        "var t = {} function make() { return function () { } } trace *:* { t[1] = make() }";
    assertThat(Commands.run("replay", recording, "-q", "--state", state(), "-e", later))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: can't keep the state: the table holds a function that was made while the"
                    + " script ran; make it in the main chunk\n"));
  }

  @Test
  void twoWritersAreRefused() {
    String recording = recording(30);
    try (StateStore _ = StateStore.open(Path.of(state()))) {
      assertThat(Commands.run("replay", recording, "--state", state(), "-e", SCRIPT))
          .isEqualTo(
              new Ktap.Outcome(
                  1, "", "ktap: can't use the state " + state() + ": another ktap uses it\n"));
    }
  }

  @Test
  void aNewerStateIsTold() throws IOException {
    String[] words = {"replay", recording(30), "-q", "--state", state(), "-e", SCRIPT};
    Commands.run(words);
    Path file = Journal.files(Path.of(state())).getFirst();
    byte[] bytes = Files.readAllBytes(file);
    int part = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("ktaP");
    while (bytes[part + 8] != 32) { // a part of a checkpoint
      part = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("ktaP", part + 1);
    }
    ByteBuffer document =
        ByteBuffer.wrap(bytes, part, bytes.length - part).slice().order(ByteOrder.LITTLE_ENDIAN);
    document.put(40, (byte) 99);
    document.putInt(4, checksum(document, 40, document.getInt(12)));
    document.putInt(36, checksum(document, 0, 36));
    Files.write(file, bytes);
    String newer =
        "the state was written by a newer ktap: its layout is number 99, and this one reads up to"
            + " 3";
    assertThat(Commands.run("state", state()))
        .isEqualTo(new Ktap.Outcome(1, "", "ktap: " + newer + "\n"));
    String refused = "ktap: can't use the state " + state() + ": " + newer;
    assertThat(Commands.run(words))
        .isEqualTo(new Ktap.Outcome(1, "", refused + "; --state-reset begins anew\n"));
    document.put(9, (byte) 99);
    document.putInt(36, checksum(document, 0, 36));
    Files.write(file, bytes);
    assertThat(Commands.run("state", state()).err())
        .isEqualTo(
            "ktap: "
                + file
                + " was written by a newer ktap: its layout is number 99, and this one reads up to"
                + " 1; replay it with the ktap that wrote it\n");
  }

  private static int checksum(ByteBuffer bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, length));
    return (int) crc.getValue();
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
    assertThat(Commands.run("replay", recording, "--state", "", "-e", SCRIPT))
        .isEqualTo(
            new Ktap.Outcome(2, "", "ktap: --state needs a directory, and its name is empty\n"));
  }
}
