package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.RecordingSettings;
import ktap.sources.recording.RecordingWriter;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import ktap.sources.synthetic.SyntheticSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ktap export} writes, of generated recordings. */
final class ExportCommandTest {
  private static final String READ = "syscalls:sys_enter_read";

  @TempDir Path directory;

  private String recording(long count) {
    return Commands.record(
        directory.resolve("a"), SyntheticSettings.of(BuiltInEvents.all(), count));
  }

  private List<String> export(String name, String... options) throws IOException {
    Path file = directory.resolve(name);
    String[] words = new String[options.length + 4];
    System.arraycopy(options, 0, words, 4, options.length);
    words[0] = "export";
    words[1] = recording(2000);
    words[2] = "-o";
    words[3] = file.toString();
    Ktap.Outcome outcome = Commands.run(words);
    assertThat(outcome.err())
        .matches("exported [\\d,]+ events? in (\\d+ ms|\\d\\.\\d s) into " + file + "\n");
    assertThat(outcome.status()).isZero();
    return Files.readString(file).lines().toList();
  }

  /** A recording whose wall clock was set meanwhile, and whose script asked for the time. */
  private String steppedRecording() {
    Path path = directory.resolve("stepped.kq");
    long start = Commands.FACTS.startNanos();
    Iterator<ClockPair> pairs =
        List.of(
                new ClockPair(start, start + Commands.OFFSET),
                new ClockPair(start + 1_000_000, start + Commands.OFFSET + 3_600_000_000_000L))
            .iterator();
    SyntheticSource source = new SyntheticSource(SyntheticSettings.of(BuiltInEvents.all(), 2000));
    RecordingSettings settings = RecordingSettings.of(Commands.FACTS).withClock(pairs::next);
    try (RecordingWriter writer = RecordingWriter.open(path, source.tables(), settings)) {
      writer.begin(List.of(start + 11));
      source.start();
      while (!source.isEnded()) {
        source.poll(writer::append, 1);
      }
      writer.end(start + 5_000_000_000L, List.of(start + 6_000_000_000L));
    }
    return path.toString();
  }

  @Test
  void copyTellsTheTimesOfTheOriginal() {
    String original = steppedRecording();
    String copy = directory.resolve("copy.kq").toString();
    assertThat(Commands.run("export", original, "-o", copy).status()).isZero();
    String script =
        "print(gettimeofday_us()) trace syscalls:sys_enter_read { print(gettimeofday_us()) }"
            + " trace_end { print(gettimeofday_us()) }";
    List<String> times = Commands.run("replay", original, "-e", script).lines();
    assertThat(times).hasSizeGreaterThan(10);
    long first = Long.parseLong(times.getFirst());
    assertThat(Long.parseLong(times.getLast()) - first).isGreaterThan(3_600_000_000L);
    assertThat(Commands.run("replay", copy, "-e", script).lines()).isEqualTo(times);
  }

  @Test
  void eventsInOneWordMayHaveBlanksOrCommasBetween() throws IOException {
    assertThat(export("x.jsonl", "--event", "syscalls:sys_enter_read, syscalls:sys_exit_read"))
        .isNotEmpty()
        .allMatch(line -> line.contains("sys_enter_read") || line.contains("sys_exit_read"));
  }

  @Test
  void jsonHasAnObjectForEachEvent() throws IOException {
    assertThat(export("x.jsonl"))
        .hasSize(2000)
        .allMatch(
            line ->
                line.matches(
                    "\\{\"ts\":\\d+,\"event\":\"\\w+:\\w+\",\"cpu\":\\d,\"pid\":\\d+,\"tid\":\\d+,"
                        + "\"comm\":\"[^\"]+\",\"args\":\\{.*\\}\\}"));
  }

  @Test
  void csvOfSeveralTypesHasArgumentsInOneColumn() throws IOException {
    List<String> lines = export("x.csv");
    assertThat(lines).hasSize(2001);
    assertThat(lines.getFirst()).isEqualTo("ts,event,cpu,pid,tid,comm,args");
  }

  @Test
  void csvOfOneTypeHasAColumnForEachField() throws IOException {
    List<String> lines = export("x.csv", "--event", READ);
    assertThat(lines.getFirst())
        .startsWith("ts,event,cpu,pid,tid,comm,args.")
        .contains(",args.fd,args.buf,args.count,lost");
    assertThat(lines.size()).isBetween(2, 1000);
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.contains("," + READ + ","));
  }

  @Test
  void textIsThatOfTheKernel() throws IOException {
    assertThat(export("x.txt", "--event", "sched:*"))
        .isNotEmpty()
        .allMatch(line -> line.matches(" *\\S+-\\d+ +\\[\\d{3}\\] +\\d+\\.\\d{6}: sched_\\w+: .*"));
  }

  @Test
  void columnsAreChosen() throws IOException {
    List<String> csv = export("x.csv", "--event", "syscalls:*", "--select", "comm,args.fd,ts");
    assertThat(csv.getFirst()).isEqualTo("comm,args.fd,ts,lost");
    assertThat(csv.get(1)).matches("[^,]+,-?\\d*,\\d+,");
  }

  @Test
  void fieldsOfJsonAreChosen() throws IOException {
    assertThat(export("x.jsonl", "--event", READ, "--select", "comm,args.fd,ts"))
        .allMatch(
            line ->
                line.matches("\\{\"ts\":\\d+,\"comm\":\"[^\"]+\",\"args\":\\{\"fd\":-?\\d+\\}\\}"));
  }

  @Test
  void partIsExported() throws IOException {
    assertThat(export("x.jsonl", "--from", "25%", "--to", "75%").size()).isBetween(950, 1050);
  }

  @Test
  void partBecomesARecordingOfItsOwn() {
    String part = directory.resolve("part.kq").toString();
    assertThat(Commands.run("export", "-q", recording(2000), "--event", READ, "-o", part))
        .isEqualTo(new Ktap.Outcome(0, "", ""));
    String print =
        "trace *:* { print(gettimeofday_ns(), cpu, tid, execname, argstr) }"
            + " trace_end { print(num_cpus(), pid) }";
    String narrow = print.replace("*:*", READ);
    Ktap.Outcome whole = Commands.run("replay", directory.resolve("a").toString(), "-e", narrow);
    assertThat(whole.lines()).hasSizeGreaterThan(10);
    assertThat(Commands.run("replay", part, "-e", print)).isEqualTo(whole);
  }

  /** What Python's own readers make of it: how many rows, and one column of the first. */
  @Test
  void othersCanReadIt() throws Exception {
    String read =
        "import csv, json, sys\n"
            + "rows = [json.loads(line) for line in open(sys.argv[1])]\n"
            + "print(len(rows), rows[0]['args']['fd'])\n"
            + "rows = list(csv.DictReader(open(sys.argv[2], newline='')))\n"
            + "print(len(rows), rows[0]['args.fd'])\n";
    List<String> json = export("x.jsonl", "--event", READ);
    String csv = directory.resolve("x.csv").toString();
    String trace = directory.resolve("a").toString();
    assertThat(Commands.run("export", "-q", trace, "--event", READ, "-o", csv).status()).isZero();
    List<String> out = python(read, directory.resolve("x.jsonl").toString(), csv);
    assertThat(out.getFirst()).startsWith(json.size() + " ").isEqualTo(out.getLast());
  }

  private static List<String> python(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-c", program));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      System.out.println("skipped: there is no python3 to read what was exported");
      return Assumptions.abort("there is no python3");
    }
  }

  // ---- what isn't a file ----

  @Test
  void whatIsAnOpenDescriptorIsWrittenAsItIs() {
    Ktap.Outcome outcome =
        Ktap.run(directory, "export", recording(2000), "-o", "/dev/stdout", "--event", READ);
    assertThat(outcome.lines())
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.startsWith("{\"ts\":"));
    assertThat(outcome.err()).matches("exported \\d+ events in \\d+ ms into /dev/stdout\n");
  }

  @Test
  void aReaderThatWentAwayEndsIt() throws IOException {
    Path link = directory.resolve("out.csv");
    Files.createSymbolicLink(link, Path.of("/dev/stdout"));
    Ktap.Outcome outcome =
        sh(
            "{ \"$@\"; echo $? >&2; } | head -1",
            "export",
            recording(100_000),
            "-o",
            link.toString());
    assertThat(outcome).isEqualTo(new Ktap.Outcome(0, "ts,event,cpu,pid,tid,comm,args\r\n", "0\n"));
    assertThat(link).isSymbolicLink();
  }

  @Test
  void whatIsLeftOfAFileIsNamed() {
    Ktap.Outcome outcome =
        sh("ulimit -f 100; exec \"$@\"", "export", recording(10_000), "-o", "out.csv");
    assertThat(outcome.err())
        .isEqualTo(
            "ktap: can't write out.csv: File too large; what was written is in out.csv.part\n");
    assertThat(directory.resolve("out.csv.part")).isNotEmptyFile();
    assertThat(directory.resolve("out.csv")).doesNotExist();
  }

  /** A shell's line, in which {@code "$@"} is ktap. */
  private Ktap.Outcome sh(String line, String... words) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", line, "sh"));
    command.addAll(Ktap.command(words));
    try (Ktap ktap = Ktap.startWithInput(directory, "", command)) {
      return ktap.await();
    }
  }

  // ---- mistakes ----

  @Test
  void aTraceIsNotReplacedByWhatIsMadeOfIt() throws IOException {
    String trace =
        Commands.unpack(
            Path.of("../sources/src/test/resources/perfdata/file.data.gz"),
            directory.resolve("x.jsonl.part"));
    Path link = Files.createSymbolicLink(directory.resolve("link.csv"), Path.of(trace));
    long size = Files.size(link);
    for (String output : List.of(trace, link.toString(), directory.resolve("x.jsonl").toString())) {
      assertThat(Commands.run("export", trace, "-o", output))
          .isEqualTo(Commands.run("replay", trace, "-e", "print(1)", "-o", output))
          .isEqualTo(
              new Ktap.Outcome(
                  2,
                  "",
                  "ktap: can't write "
                      + output
                      + " over the trace that is read, "
                      + trace
                      + "; name another file\n"));
    }
    assertThat(link).hasSize(size);
  }

  @Test
  void unknownFormatIsASentence() {
    assertThat(Commands.run("export", recording(10), "-o", "x.parquet"))
        .isEqualTo(
            new Ktap.Outcome(
                2,
                "",
                "ktap: in which format? The name tells it: expected FILE.jsonl, .csv,"
                    + " .txt or .kq, found x.parquet\n"));
  }

  @Test
  void unknownFieldIsASentence() {
    assertThat(Commands.run("export", recording(10), "-o", "x.csv", "--select", "ts,args.fp"))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                "ktap: --select: none of these events has a field 'fp'; did you mean 'fd' or"
                    + " 'op'?\n"));
  }

  @Test
  void fieldWithoutItsPrefixIsASentence() {
    assertThat(Commands.run("export", recording(10), "-o", "x.csv", "--select", "ts,fd"))
        .isEqualTo(
            new Ktap.Outcome(
                2,
                "",
                "ktap: --select: expected ts, event, cpu, pid, tid, comm or args.NAME, found"
                    + " 'fd'; an event's own field is args.fd\n"));
  }

  @Test
  void unknownEventIsASentence() {
    assertThat(Commands.run("export", recording(10), "-o", "x.csv", "--event", "sched:swich"))
        .extracting(Ktap.Outcome::status, Ktap.Outcome::err)
        .containsExactly(1, "ktap: no event matches 'sched:swich'; did you mean 'sched_switch'?\n");
  }

  @Test
  void anExistingDirectoryIsASentence() {
    String trace = recording(10);
    Path copy = directory.resolve("copy.kq");
    Commands.run("export", trace, "-o", copy.toString());
    assertThat(Commands.run("export", trace, "-o", copy.toString()))
        .isEqualTo(
            new Ktap.Outcome(1, "", "ktap: " + copy + " exists already; choose another name\n"));
  }

  @Test
  void missingFileIsASentence() {
    assertThat(Commands.run("export", recording(10)))
        .isEqualTo(
            new Ktap.Outcome(
                2, "", "ktap: export into which file? -o FILE.jsonl, .csv, .txt or DIR.kq\n"));
  }
}
