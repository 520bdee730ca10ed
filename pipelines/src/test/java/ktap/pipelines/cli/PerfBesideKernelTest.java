package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ktap.pipelines.cli.Ktap.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** perf and ktap record the same system calls at the same time, and ktap reads both. */
final class PerfBesideKernelTest {
  private static final List<String> EVENTS =
      List.of(
          "syscalls:sys_enter_openat",
          "syscalls:sys_exit_openat",
          "syscalls:sys_enter_write",
          "syscalls:sys_exit_write");
  private static final String WORK =
      "i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo $i >>/dev/null; done";
  private static final String PRINT =
      "trace *:* { if (execname == \"sh\") { print(probename, pid, tid, cpu, argstr) } }";

  @TempDir Path directory;

  @BeforeAll
  static void assumeTracingAndPerf() {
    Ktap.assumeTracing();
    boolean hasPerf =
        Stream.of("/usr/bin/perf", "/usr/local/bin/perf")
            .anyMatch(file -> Files.isExecutable(Path.of(file)));
    if (!hasPerf) {
      System.out.println("skipped: perf is not installed (apt-get install linux-perf)");
    }
    assumeTrue(hasPerf);
  }

  @Test
  void sameEventsFieldsAndCounts() {
    List<String> words = new ArrayList<>(List.of("record", "-q", "-o", "t.kq"));
    words.addAll(EVENTS);
    words.addAll(List.of("--", "perf", "record", "-q", "-m", "1M", "-o", "perf.data"));
    words.addAll(List.of("-e", String.join(",", EVENTS), "--", "sh", "-c", WORK));
    Outcome record = Ktap.run(directory, words.toArray(String[]::new));
    assertThat(record.status()).as(record.err()).isZero();
    Outcome ours = Ktap.run(directory, "replay", "t.kq", "-e", PRINT);
    Outcome perfs = Ktap.run(directory, "replay", "perf.data", "-e", PRINT);
    assertThat(perfs.err()).isEmpty();
    assertThat(ours.err()).isEmpty();
    assertThat(perfs.lines()).hasSizeGreaterThan(800).isEqualTo(ours.lines());
  }

  @Test
  void aConversionKeepsCallChains() throws Exception {
    String[] perf = {
      "perf", "record", "-q", "-g", "-o", "perf.data", "-e", "sched:sched_process_exit", "--", "ls"
    };
    Process process =
        new ProcessBuilder(perf)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    String print = "trace *:* { print(cpu, pid, execname, argstr, stack(), ustack()) }";
    assertThat(Ktap.run(directory, "export", "perf.data", "-o", "x.kq").status()).isZero();
    Outcome direct = Ktap.run(directory, "replay", "perf.data", "-e", print);
    Outcome converted = Ktap.run(directory, "replay", "x.kq", "-e", print);
    assertThat(direct.out()).contains("comm=ls", " => 0x", "/libc.so.6+0x");
    assertThat(converted).isEqualTo(direct);
  }
}
