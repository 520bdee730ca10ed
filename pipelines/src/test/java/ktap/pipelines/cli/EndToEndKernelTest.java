package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ktap.pipelines.cli.Ktap.Outcome;
import ktap.sources.tracefs.TraceFileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on the running kernel. */
final class EndToEndKernelTest {
  private static final String PRINT = "trace syscalls:* { print(cpu, pid, execname, argstr) }";

  @TempDir Path directory;

  @BeforeAll
  static void assumeTracing() {
    Ktap.assumeTracing();
  }

  private String script(String text) throws IOException {
    Path file = directory.resolve("script.kp");
    Files.writeString(file, text);
    return file.toString();
  }

  private static List<String> without(String line, Outcome outcome) {
    List<String> lines = new ArrayList<>(outcome.lines());
    assertThat(lines.remove(line)).isTrue();
    return lines;
  }

  /** Instances of ktap that are left in the kernel and belong to nobody alive. */
  private static List<String> left() {
    try (TraceFileSystem files = TraceFileSystem.open()) {
      String[] names = new File(files.root(), "instances").list();
      List<String> left = new ArrayList<>();
      for (String name : names == null ? new String[0] : names) {
        String[] parts = name.split("-", -1); // ktap, namespace, process, start, number
        if (parts[0].equals("ktap") && !new File("/proc/" + parts[2]).exists()) {
          left.add(name);
        }
      }
      return left;
    }
  }

  // ---- the four forms ----

  @Test
  void tracesACommandFromItsFirstInstructionToItsEnd() {
    Outcome outcome = Ktap.run(directory, "-e", PRINT, "--", "ls", "-d", "/");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEqualTo("Tracing... Hit Ctrl-C to end.\n");
    List<String> events = without("/", outcome);
    assertThat(events)
        .hasSizeGreaterThan(20)
        .allMatch(line -> line.matches("\\d\t\\d+\tls\tsys_.*"));
    assertThat(events.getFirst()).endsWith("\tls\tsys_execve -> 0x0");
    assertThat(events.getLast()).endsWith("\tls\tsys_exit_group(error_code: 0)");
  }

  /** In the main chunk, before any event has come, and at an event. */
  @Test
  void symbolsOfTheKernelAreThoseOfTheRunningOne() {
    Outcome outcome =
        Ktap.run(
            directory,
            "-q",
            "-e",
            "var at = kernel_address(\"schedule\") print(stringof(ipof(at))) trace"
                + " sched:sched_switch { printf(\"%p %d\\n"
                + "\", at, at == kernel_address(\"schedule\") ? 1 : 0) exit() }");
    assertThat(outcome.out()).as(outcome.err()).isEqualTo("schedule\nschedule 1\n");
  }

  @Test
  void runsAScriptUntilCtrlC() throws IOException {
    String script =
        script(
            "var s = {}\n"
                + "trace syscalls:sys_enter_* { s[probename] += 1 }\n"
                + "trace_end { print_hist(s) }\n");
    try (Ktap ktap = Ktap.start(directory, script)) {
      ktap.tracing();
      Ktap.pause(300);
      ktap.signal("INT");
      Outcome outcome = ktap.await();
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.lines().getFirst())
          .isEqualTo(
              "                         value ------------- Distribution ------------- count");
      assertThat(outcome.lines().get(1)).matches(" *sys_enter_\\w+ \\|@[@ ]{37}\\d+ *");
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void readsAScriptFromStandardInput() {
    try (Ktap ktap = Ktap.startWithInput(directory, "print(arg[0], arg[1])", "-", "x")) {
      assertThat(ktap.await()).isEqualTo(new Outcome(0, "-\tx\n", ""));
    }
  }

  // ---- the first scripts of all ----

  @Test
  void firstScriptVerbatim() throws IOException {
    String script =
        script(
            """
            trace "syscalls:*" function (e) {
            	printf("%d %d\\t%s\\t%s", cpu(), pid(), execname(), e.tostring())
            }
            """);
    Outcome outcome = Ktap.run(directory, script, "--", "ls", "-d", "/");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(without("/", outcome))
        .allMatch(line -> line.matches("\\d \\d+\tls\tsys_\\w+(\\(.*\\)| -> 0x[0-9a-f]+)"))
        .anyMatch(
            line -> line.matches("\\d \\d+\tls\tsys_write\\(fd: 1, buf: [0-9a-f]+, count: 2\\)"))
        .anyMatch(line -> line.matches("\\d \\d+\tls\tsys_write -> 0x2"));
  }

  @Test
  void secondScriptVerbatim() throws IOException {
    String script =
        script(
            """
            hist = {}

            trace "syscalls:sys_enter_*" function (e) {
            	    count(hist, e.name)
            }

            trace_end function () {
            	    histogram(hist)
            }
            """);
    Outcome outcome = Ktap.run(directory, script, "--", "ls", "-d", "/");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    List<String> lines = without("/", outcome);
    assertThat(lines.getFirst())
        .isEqualTo(
            "                          value ------------- Distribution ------------- count");
    assertThat(lines).anyMatch(line -> line.matches(" *sys_enter_mmap \\|@[@ ]+\\d+ *"));
  }

  // ---- commands ----

  @Test
  void endsWithTheStatusOfTheCommand() {
    Outcome outcome = Ktap.run(directory, "-q", "-e", PRINT, "--", "sh", "-c", "exit 3");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).isEqualTo("ktap: '/usr/bin/sh -c exit 3' exited with status 3\n");
  }

  @Test
  void endsWithTheSignalOfTheCommand() {
    Outcome outcome = Ktap.run(directory, "-q", "-e", PRINT, "--", "sh", "-c", "kill -9 $$");
    assertThat(outcome.status()).isEqualTo(137);
    assertThat(outcome.err())
        .isEqualTo("ktap: '/usr/bin/sh -c kill -9 $$' was ended by signal 9\n");
  }

  @Test
  void aPipelineEndsWithTheStatusOfTheCommand() throws IOException {
    Path file = directory.resolve("p.yaml");
    Files.writeString(
        file, "sources: [{tracepoint: sched:sched_process_exit}]\nsinks: [{console: {}}]\n");
    String name = file.toString();
    assertThat(Ktap.run(directory, "run", "-q", name, "--", "sh", "-c", "exit 3").status())
        .isEqualTo(3);
    Outcome killed = Ktap.run(directory, "run", "-q", name, "--", "sh", "-c", "kill -INT $$");
    assertThat(killed.status()).isEqualTo(130);
    assertThat(killed.err())
        .isEqualTo("ktap: '/usr/bin/sh -c kill -INT $$' was ended by signal 2\n");
  }

  @Test
  void unknownCommandIs127() {
    assertThat(Ktap.run(directory, "-e", PRINT, "--", "no-such-command"))
        .isEqualTo(new Outcome(127, "", "ktap: no-such-command: command not found\n"));
  }

  @Test
  void commandOfABrokenScriptNeverRuns() {
    Outcome outcome =
        Ktap.run(directory, "-e", "trace syscalls:* { print( }", "--", "touch", "made");
    assertThat(outcome.status()).isEqualTo(255);
    assertThat(directory.resolve("made")).doesNotExist();
  }

  @Test
  void childrenAreFollowedUnlessToldOtherwise() {
    String script = "trace sched:sched_process_exec { print(execname) }";
    String[] command = {"--", "sh", "-c", "env true; :"};
    assertThat(Ktap.run(directory, with(command, "-q", "-e", script)).lines())
        .containsExactly("sh", "env", "true");
    assertThat(Ktap.run(directory, with(command, "-q", "--no-follow", "-e", script)).lines())
        .containsExactly("sh");
  }

  private static String[] with(String[] tail, String... head) {
    List<String> all = new ArrayList<>(List.of(head));
    all.addAll(List.of(tail));
    return all.toArray(new String[0]);
  }

  // ---- targets, filters, time ----

  @Test
  void filtersChooseEvents() {
    String script = "trace syscalls:sys_enter_write /fd == 1 && count < 4/ { print(arg1, arg3) }";
    Outcome outcome =
        Ktap.run(
            directory, "-q", "-e", script, "--", "sh", "-c", "echo abc; echo abc >&2; echo ab >&2");
    assertThat(outcome.out()).isEqualTo("abc\n1\t3\n");
  }

  private static final String OPENS =
      "trace syscalls:sys_enter_openat /filename == \"/etc/hostname\"/ { print(\"opened\") } ";

  @Test
  void onlyTheKernelComparesTextOfAProcess() {
    String file = "/etc/hostname";
    Outcome outcome =
        Ktap.run(directory, "-q", "-e", OPENS, "--", "cat", "/dev/null", file, file, file);
    assertThat(outcome.err()).isEmpty();
    // a text whose page isn't in memory yet can't be compared: that may be so for the first
    assertThat(outcome.lines()).filteredOn("opened"::equals).hasSizeBetween(2, 3);
  }

  @Test
  void whatOnlyTheKernelComparesIsTracedOnce() {
    Outcome outcome =
        Ktap.run(directory, "-e", OPENS + "trace syscalls:sys_enter_open* { print(2) }");
    assertThat(outcome.status()).isEqualTo(ExitStatus.SCRIPT);
    assertThat(outcome.err())
        .contains(
            "error: 'filename' of syscalls:sys_enter_openat is text in memory that only the kernel"
                + " can compare, and not if the script traces that event twice\n",
            "hint: leave the comparison out, or trace syscalls:sys_enter_openat here alone\n");
  }

  @Test
  void aPipelineEndsAtCtrlC() throws IOException {
    Path file = directory.resolve("p.yaml");
    Files.writeString(
        file,
        """
        sources:
          - tracepoint: { event: syscalls:sys_enter_*, filter: common_pid != 0 }
        operators:
          - script: |
              var n = 0
              trace syscalls:sys_enter_* { n += 1 }
              trace_end { print(n > 0) }
        sinks: [{console: {}}]
        """);
    try (Ktap ktap = Ktap.start(directory, "run", file.toString())) {
      ktap.tracing();
      Ktap.pause(300);
      ktap.signal("INT");
      assertThat(ktap.await())
          .isEqualTo(new Outcome(0, "true\n", "Tracing... Hit Ctrl-C to end.\n"));
    }
    assertThat(left()).isEmpty();
  }

  /** A handler that is slower than its events come leaves the rest, and says how many. */
  @Test
  void ctrlCDoesNotWaitForEventsThatWait() throws Exception {
    String slow = "trace syscalls:sys_enter_* { for (i = 1, 3000000) { } }";
    Path pipeline = directory.resolve("p.yaml");
    Files.writeString(pipeline, "operators: [{script: '" + slow + "'}]\nsinks: [{console: {}}]\n");
    Process busy = new ProcessBuilder("sh", "-c", "while :; do read line </dev/null; done").start();
    try {
      for (List<String> words :
          List.of(List.of("-q", "-e", slow), List.of("run", "-q", pipeline.toString()))) {
        try (Ktap ktap = Ktap.start(directory, words.toArray(String[]::new))) {
          Ktap.pause(2_000);
          ktap.signal("INT");
          Outcome outcome = ktap.await();
          assertThat(outcome.status()).as(outcome.err()).isZero();
          assertThat(outcome.err())
              .containsPattern(
                  "\\d+ events that waited were not handled when tracing ended: the script took too"
                      + " long for each; a filter, or less work at each event, helps");
        }
      }
    } finally {
      busy.destroyForcibly().waitFor();
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void aContainerWithOtherProcessNumbersIsASentence() {
    List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
    command.addAll(Ktap.command("-e", "trace sched:sched_switch { print(1) }"));
    try (Ktap ktap = Ktap.startWithInput(directory, "", command)) {
      assertThat(ktap.await())
          .isEqualTo(
              new Outcome(
                  1,
                  "",
                  "ktap: ktap runs in a container whose process numbers aren't the kernel's, so"
                      + " that it could neither tell its own events from others nor follow a"
                      + " process: start it on the host, or the container with the host's process"
                      + " numbers (docker run --pid=host)\n"));
    }
  }

  @Test
  void anotherSystemIsASentence() {
    List<String> command = Ktap.command("-e", "trace sched:sched_switch { print(1) }");
    command.add(1, "-Dos.name=Plan 9");
    try (Ktap ktap = Ktap.startWithInput(directory, "", command)) {
      assertThat(ktap.await())
          .isEqualTo(
              new Outcome(
                  1,
                  "",
                  "ktap: ktap traces the Linux kernel, and this is Plan 9: trace on a Linux"
                      + " machine; checking, replaying and exporting work here too\n"));
    }
  }

  @Test
  void processIsFollowed() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do read line </dev/null; done").start();
    try {
      Outcome outcome =
          Ktap.run(
              directory,
              "-q",
              "-p",
              Long.toString(busy.pid()),
              "--duration",
              "300ms",
              "-e",
              "trace syscalls:sys_enter_openat { print(pid, execname) }");
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.lines()).isNotEmpty().allMatch(line -> line.equals(busy.pid() + "\tsh"));
    } finally {
      busy.destroyForcibly();
    }
  }

  @Test
  void unknownProcessIsASentence() {
    assertThat(Ktap.run(directory, "-p", "4194303", "-e", PRINT))
        .isEqualTo(new Outcome(1, "", "ktap: no process has the number 4194303\n"));
  }

  @Test
  void oneCpuIsTraced() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do read line </dev/null; done").start();
    try {
      Outcome outcome =
          Ktap.run(
              directory,
              "-q",
              "-C",
              "0",
              "--duration",
              "300ms",
              "-e",
              "var s = {} trace sched:sched_switch { s[cpu] += 1 } trace_end { for (k, v in"
                  + " pairs(s)) { print(k) } }");
      assertThat(outcome.out()).as(outcome.err()).isEqualTo("0\n");
    } finally {
      busy.destroyForcibly();
    }
  }

  @Test
  void ticksComeInTime() {
    String script = "var n = 0 tick-50ms { n += 1 print(n) if (n == 3) { exit() } }";
    assertThat(Ktap.run(directory, "-q", "-e", script)).isEqualTo(new Outcome(0, "1\n2\n3\n", ""));
  }

  @Test
  void ownActivityIsLeftOut() {
    try (Ktap ktap =
        Ktap.start(directory, "--duration", "500ms", "-e", "trace syscalls:* { print(pid) }")) {
      Outcome outcome = ktap.await();
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.lines()).doesNotContain(Long.toString(ktap.pid()));
    }
  }

  @Test
  void outputGoesIntoAFile() throws IOException {
    Outcome outcome = Ktap.run(directory, "-q", "-o", "here", "-e", PRINT, "--", "ls", "-d", "/");
    assertThat(outcome).isEqualTo(new Outcome(0, "/\n", ""));
    assertThat(Files.readString(directory.resolve("here"))).contains("\tls\tsys_exit_group(");
  }

  @Test
  void simpleFormNeedsNoScript() {
    Outcome outcome =
        Ktap.run(directory, "-q", "-s", "syscalls:sys_enter_exit_group", "--", "true");
    assertThat(outcome.out()).matches("\\d\t\\d+\ttrue\tsys_exit_group\\(error_code: 0\\)\n");
  }

  @Test
  void dryRunPrintsNothing() {
    assertThat(Ktap.run(directory, "-q", "-d", "-e", PRINT, "--", "true"))
        .isEqualTo(new Outcome(0, "", ""));
  }

  // ---- bad ends ----

  @Test
  void aSecondAfterKillNothingIsLeft() {
    try (Ktap ktap = Ktap.start(directory, "-e", "trace syscalls:*, sched:* { }")) {
      ktap.tracing();
      ktap.signal("KILL");
      long start = System.nanoTime();
      ktap.await();
      while (!left().isEmpty() && System.nanoTime() - start < 1_000_000_000) {
        Ktap.pause(20);
      }
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void wideWildcardLeavesNothing() {
    try (Ktap ktap = Ktap.start(directory, "-e", "trace *:* { }")) {
      ktap.tracing();
      ktap.signal("INT");
      assertThat(ktap.await().status()).isZero();
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void endlessLoopIsInterrupted() {
    try (Ktap ktap =
        Ktap.start(
            directory,
            "--max-loops",
            "0",
            "-e",
            "trace sched:* { while (true) { } } trace_end { print(\"end\") }")) {
      ktap.tracing();
      Ktap.pause(200);
      ktap.signal("INT");
      Outcome outcome = ktap.await();
      assertThat(outcome.out()).as(outcome.err()).isEqualTo("end\n");
    }
  }

  @Test
  void readerThatWentAwayEndsTheRun() throws Exception {
    List<String> command = Ktap.command("-q", "-e", "trace syscalls:* { print(argstr) }");
    StringBuilder line = new StringBuilder();
    for (String word : command) {
      line.append('\'').append(word).append("' ");
    }
    Process shell =
        new ProcessBuilder("sh", "-c", line + "| head -1")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out).startsWith("sys_").endsWith("\n");
    assertThat(shell.waitFor()).isZero();
    assertThat(left()).isEmpty();
  }
}
