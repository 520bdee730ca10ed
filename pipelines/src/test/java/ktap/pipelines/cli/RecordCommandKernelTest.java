package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ktap.pipelines.cli.Ktap.Outcome;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.MappingChange;
import ktap.sources.flow.MappingChange.Mapped;
import ktap.sources.recording.RecordingInfo;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.replay.ReplayedTraces;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ktap record} on the running kernel, and what can be done with what it made. */
final class RecordCommandKernelTest {
  private static final String PRINT = "trace syscalls:* { print(cpu, pid, execname, argstr) }";

  @TempDir Path directory;

  @BeforeAll
  static void assumeTracing() {
    Ktap.assumeTracing();
  }

  private RecordingInfo info() {
    return RecordingInfo.of(directory.resolve("t.kq"));
  }

  @Test
  void commandIsRecordedAndReplayed() {
    Outcome record =
        Ktap.run(directory, "record", "-o", "t.kq", "syscalls:*", "--", "ls", "-d", "/");
    assertThat(record.status()).as(record.err()).isZero();
    assertThat(record.out()).isEqualTo("/\n");
    assertThat(record.err())
        .matches(
            "Recording\\.\\.\\. Hit Ctrl-C to end\\.\n"
                + "recorded \\d+ events in (\\d+ ms|\\d\\.\\d s) \\([\\d.]+ [KM]B\\) into"
                + " t\\.kq\n");
    Outcome replay = Ktap.run(directory, "replay", "t.kq", "-e", PRINT);
    assertThat(replay.err()).isEmpty();
    assertThat(replay.lines().getFirst()).endsWith("\tls\tsys_execve -> 0x0");
    assertThat(replay.lines().getLast()).endsWith("\tls\tsys_exit_group(error_code: 0)");
    assertThat(info().count()).isEqualTo(replay.lines().size());
    assertThat(info().isEnded()).isTrue();
  }

  @Test
  void recordsWhatAScriptNeeds() throws IOException {
    Path script = directory.resolve("s.kp");
    Files.writeString(
        script, "print(\"hi\") trace syscalls:sys_enter_write /fd == 1/ { print(arg1) }");
    Outcome record =
        Ktap.run(
            directory, "record", "--for", "s.kp", "-o", "t.kq", "--", "sh", "-c", "echo x >&2");
    assertThat(record.out()).isEmpty();
    assertThat(record.err())
        .startsWith("The filters of s.kp are left to the replay.\n")
        .contains("\nx\n", "\nRecording... ", "\nrecorded 1 event in "); // x may come before
    assertThat(info().events().keySet()).hasToString("[syscalls:sys_enter_write]");
  }

  @Test
  void knowsWhereCodeWasMapped() {
    String words = "record -q -o t.kq sched:sched_process_exit -- perl -MPOSIX -e exit";
    assertThat(Ktap.run(directory, words.split(" ", -1))).isEqualTo(new Outcome(0, "", ""));
    List<MappingChange> changes = changes();
    assertThat(changes)
        .anyMatch(it -> it instanceof Mapped mapped && mapped.file().endsWith("/POSIX.so"));
    assertThat(changes.stream().map(MappingChange::pid).distinct()).hasSize(1);
    assertThat(Ktap.run(directory, "info", "t.kq").out())
        .contains("\nmappings    " + changes.size() + " changes of code in processes\n");
  }

  /** What a replay knows at its end. */
  private List<MappingChange> changes() {
    Path path = directory.resolve("t.kq");
    try (ReplayedTraces traces = ReplayedTraces.open(List.of(path), ReplaySettings.all());
        EventSource source = traces.source()) {
      source.start();
      while (!source.isEnded()) {
        source.poll(batch -> {}, 16);
      }
      return source.tables().mappings().since(0);
    }
  }

  @Test
  void endsAfterATime() {
    Outcome record =
        Ktap.run(directory, "record", "-q", "--duration", "200ms", "-o", "t.kq", "sched:*,irq:*");
    assertThat(record).isEqualTo(new Outcome(0, "", ""));
    assertThat(info().count()).isPositive();
  }

  @Test
  void commandThatIsNotRecordedToItsEndGoesOn() {
    for (String limit : List.of("--duration=200ms", "--max-size=1k")) {
      String words = "record " + limit + " -o " + limit + ".kq syscalls:* -- sleep 1";
      Outcome record = Ktap.run(directory, words.split(" ", -1));
      assertThat(record.status()).as(record.err()).isZero();
      assertThat(record.err())
          .endsWith("\n'/usr/bin/sleep 1' goes on; it isn't recorded any more\n");
    }
  }

  @Test
  void endsWhenItIsLargeEnough() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do read line </dev/null; done").start();
    try {
      Outcome record =
          Ktap.run(directory, "record", "-q", "--max-size", "1m", "-o", "t.kq", "syscalls:*");
      assertThat(record.status()).as(record.err()).isZero();
      assertThat(info().bytes()).isBetween(1L << 20, 8L << 20);
    } finally {
      busy.destroyForcibly();
    }
  }

  @Test
  void continuesARecording() {
    String[] words = {"record", "-q", "-o", "t.kq", "--append", "syscalls:*", "--", "true"};
    assertThat(Ktap.run(directory, words)).isEqualTo(new Outcome(0, "", ""));
    long once = info().count();
    assertThat(Ktap.run(directory, words)).isEqualTo(new Outcome(0, "", ""));
    assertThat(info().count()).isGreaterThan(once);
    assertThat(info().rolls()).isEqualTo(2);
    String count = "var n = 0 trace *:* { n += 1 } trace_end { print(n) }";
    assertThat(Ktap.run(directory, "replay", "t.kq", "-e", count).out())
        .isEqualTo(info().count() + "\n");
  }

  @Test
  void killedRecorderLeavesWhatItWrote() {
    try (Ktap ktap = Ktap.start(directory, "record", "-o", "t.kq", "syscalls:*")) {
      ktap.awaitThat(() -> ktap.err().contains("Recording..."));
      Ktap.pause(500);
      assertThat(Ktap.run(directory, "info", "t.kq").out()).contains("\nrecorder    is at work\n");
      ktap.signal("KILL");
      ktap.await();
    }
    assertThat(Ktap.run(directory, "info", "t.kq").out())
        .contains(
            "\nrecorder    was killed or had no more room, or later parts aren't here; what is here"
                + " can be read\n");
    assertThat(info().count()).isPositive();
    Outcome replay =
        Ktap.run(
            directory,
            "replay",
            "t.kq",
            "-e",
            "var n = 0 trace *:* { n += 1 } trace_end { print(n) }");
    assertThat(replay).isEqualTo(new Outcome(0, info().count() + "\n", ""));
  }

  @Test
  void statusOfTheCommandIsPassedOn() {
    assertThat(
            Ktap.run(
                directory, "record", "-q", "-o", "t.kq", "sched:*", "--", "sh", "-c", "exit 3"))
        .isEqualTo(new Outcome(3, "", "ktap: '/usr/bin/sh -c exit 3' exited with status 3\n"));
  }

  @Test
  void followsARecordingThatIsStillWritten() {
    try (Ktap record = Ktap.start(directory, "record", "-o", "t.kq", "syscalls:*")) {
      record.awaitThat(() -> record.err().contains("Recording..."));
      Ktap.pause(300);
      String count = "var n = 0 trace *:* { n += 1 } trace_end { print(n) }";
      try (Ktap replay = Ktap.start(directory, "replay", "--follow", "t.kq", "-e", count)) {
        Ktap.pause(1500);
        record.signal("INT");
        assertThat(record.await().status()).isZero();
        assertThat(replay.await()).isEqualTo(new Outcome(0, info().count() + "\n", ""));
      }
    }
  }

  // ---- mistakes ----

  @Test
  void unknownEventIsASentence() {
    assertThat(Ktap.run(directory, "record", "-o", "t.kq", "sched:sched_swich"))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "ktap: no event matches 'sched:sched_swich'; did you mean"
                    + " 'sched:sched_switch'?\n"));
    assertThat(directory.resolve("t.kq")).doesNotExist();
  }
}
