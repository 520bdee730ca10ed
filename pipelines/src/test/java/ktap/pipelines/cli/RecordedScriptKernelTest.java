package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import ktap.pipelines.cli.Ktap.Outcome;
import ktap.sources.recording.RecordingInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script printed live, it prints over its recording, byte for byte. */
final class RecordedScriptKernelTest {
  /** Whatever has to do with order, time, names and the machine. */
  private static final String TELLING =
      """
      var s = {}
      var n = 0
      printf("%d %d %s %d %s\\n", gettimeofday_us(), pid, execname, num_cpus(), kernel_v())
      print(gettimeofday_ns(), gettimeofday_ns())
      trace syscalls:sys_enter_* { s[execname] += 1 n += 1 print(cpu, pid, tid, execname, argstr) }
      trace syscalls:sys_exit_* { s[tid] += 1 n += 1 print(gettimeofday_ns(), argstr) }
      trace sched:sched_switch { s["switch"] += 1 n += 1 }
      tick-7ms { print("tick", n, gettimeofday_ns()) }
      tick-50ms { print("slow tick", n, len(s)) }
      trace_end { print(n, gettimeofday_ns()) print_hist(s) }
      """;

  private static final String BUSY =
      "i=0; while [ $i -lt 30 ]; do ls / >/dev/null; i=$((i+1)); done";

  @TempDir Path directory;

  @BeforeAll
  static void assumeTracing() {
    Ktap.assumeTracing();
  }

  private Outcome replay(String script) {
    return Ktap.run(directory, "replay", "trace.kq", "-e", script);
  }

  private Outcome record(List<String> options, String script, String... tail) {
    return Ktap.run(directory, words(options, script, tail));
  }

  private static String[] words(List<String> options, String script, String... tail) {
    List<String> words = new ArrayList<>(List.of("-q", "--record", "trace.kq"));
    words.addAll(options);
    words.addAll(List.of("-e", script));
    words.addAll(List.of(tail));
    return words.toArray(new String[0]);
  }

  private void assertSame(Outcome live, String script) {
    Outcome replayed = replay(script);
    assertThat(replayed.out()).as(replayed.err()).isEqualTo(live.out());
    assertThat(replayed.status()).isEqualTo(live.status());
  }

  @Test
  void commandUnderLoadWithTicks() {
    Outcome live = record(List.of(), TELLING, "--", "sh", "-c", BUSY);
    assertThat(live.status()).as(live.err()).isZero();
    assertThat(live.out()).contains("tick\t").contains("\tls\tsys_exit_group(");
    assertSame(live, TELLING);
  }

  @Test
  void lossesAreRecordedToo() {
    String script = TELLING.replace("print(cpu, pid, tid, execname, argstr)", "");
    Outcome live = record(List.of("--buffer", "64k"), script, "--", "sh", "-c", BUSY);
    assertSame(live, script);
    long lost = RecordingInfo.of(directory.resolve("trace.kq")).lost();
    assertThat(live.err().contains(lost + " event")).as(live.err()).isEqualTo(lost > 0);
  }

  @Test
  void exitCutsTheStream() {
    String script =
        "var n = 0 trace syscalls:* { n += 1 print(n, cpu, tid, argstr) if (n == 700) { exit() } }"
            + " trace_end { print(\"end\", gettimeofday_ns()) }";
    Outcome live = record(List.of(), script);
    assertThat(live.lines()).hasSize(701);
    assertSame(live, script);
    // what came behind the exit was not consumed, and isn't there
    String count = "var n = 0 trace *:* { n += 1 } trace_end { print(n) }";
    assertThat(replay(count).out()).isEqualTo("700\n");
  }

  @Test
  void controlCEndsTheStream() {
    try (Ktap ktap = Ktap.start(directory, words(List.of(), TELLING))) {
      ktap.awaitThat(() -> ktap.out().contains("tick\t"));
      Ktap.pause(300);
      ktap.signal("INT");
      Outcome live = ktap.await();
      assertThat(live.status()).as(live.err()).isZero();
      assertSame(live, TELLING);
    }
  }

  @Test
  void timersAloneAreRecorded() {
    String script =
        "var n = 0 tick-20ms { n += 1 print(n, gettimeofday_ns()) if (n == 5) { exit() } }";
    Outcome live = record(List.of(), script);
    assertThat(live.lines()).hasSize(5);
    assertSame(live, script);
  }

  @Test
  void namesOfTheKernelAreRecorded() {
    String script =
        "var n = 0 trace timer:hrtimer_start { n += 1 print(argstr) if (n == 20) { exit() } }";
    Outcome live = record(List.of(), script);
    assertThat(live.out()).containsPattern("function=[a-z_]+ expires=\\d+ .* mode=[A-Z|]+ ");
    assertSame(live, script);
  }

  @Test
  void mainChunkAloneIsRecorded() {
    String script = "print(gettimeofday_ns()) print(gettimeofday_ns(), pid, os.info())";
    Outcome live = record(List.of(), script);
    assertSame(live, script);
  }

  @Test
  void filesArePrivate() throws IOException {
    record(List.of(), "trace syscalls:sys_enter_* { exit() }");
    Path trace = directory.resolve("trace.kq");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(trace)))
        .isEqualTo("rwx------");
    try (var files = Files.newDirectoryStream(trace)) {
      for (Path file : files) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  // ---- pipelines ----

  private void assertPipelineIsSame(String script) throws IOException {
    String stage = "operators:\n  - script: |\n" + script.indent(6) + "sinks:\n  - console: {}\n";
    Files.writeString(
        directory.resolve("live.yaml"),
        "sources: [tracepoint: 'syscalls:*']\n" + stage + "  - record: trace.kq\n");
    Files.writeString(directory.resolve("again.yaml"), "sources: [replay: trace.kq]\n" + stage);
    Outcome live = Ktap.run(directory, "run", "live.yaml", "--", "sh", "-c", BUSY);
    assertThat(live.status()).as(live.err()).isZero();
    assertThat(live.lines()).hasSizeGreaterThan(700);
    assertThat(Ktap.run(directory, "run", "again.yaml").out()).isEqualTo(live.out());
    assertSame(live, script);
  }

  private static final String IN_A_PIPELINE =
      """
      var n = 0
      print(gettimeofday_ns(), gettimeofday_ns(), pid, num_cpus())
      trace syscalls:* { n += 1 print(n, cpu, tid, argstr, gettimeofday_ns()) }
      tick-7ms { print("tick", n, gettimeofday_ns()) }
      trace_end { print("end", n, gettimeofday_ns()) }
      """;

  @Test
  void pipelineRecordsWhatItsScriptSaw() throws IOException {
    assertPipelineIsSame(IN_A_PIPELINE);
  }

  @Test
  void pipelineIsCutWhereATimerOfItsScriptExits() throws IOException {
    assertPipelineIsSame(
        IN_A_PIPELINE.replace("print(\"tick\"", "if (n > 700) { exit() } print(\"tick\""));
  }

  // ---- mistakes ----

  @Test
  void existingDirectoryIsRefusedBeforeAnythingRuns() throws IOException {
    Files.createDirectory(directory.resolve("trace.kq"));
    assertThat(record(List.of(), "print(1)"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "ktap: trace.kq exists already; choose another name, or continue it by"
                    + " --append\n"));
  }

  @Test
  void whatCouldNotBeTracedLeavesNothing() {
    Outcome outcome = record(List.of("-p", "4194303"), "trace syscalls:* { }");
    assertThat(outcome).isEqualTo(new Outcome(1, "", "ktap: no process has the number 4194303\n"));
    assertThat(directory.resolve("trace.kq")).doesNotExist();
  }
}
