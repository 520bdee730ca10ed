package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --state} on a disk that gets full, on one that can't be written, and of a live run. */
final class StateKernelTest {
  private static final String GROWING =
      """
      var s = {} var n = 0
      trace *:* { n += 1 s[n] = tostring(n) .. "-0123456789012345678901234567890123456789" }
      trace_end { print(n, len(s)) }
      """;

  @TempDir Path directory;
  @TempDir Path disk;

  private void mount(String size) throws Exception {
    String problem = call("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString());
    if (!problem.isEmpty()) {
      System.out.println("skipped: no file system can be mounted: " + problem);
      Assumptions.abort(problem);
    }
  }

  private void remount(String option) throws Exception {
    assertThat(call("mount", "-o", "remount," + option, disk.toString())).isEmpty();
  }

  @AfterEach
  void unmount() throws Exception {
    call("umount", "--lazy", disk.toString()); // the library lets go of its files some time later
  }

  /** Gives what it says. */
  private static String call(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text.strip();
  }

  private String[] replay(Path state) {
    String recording = directory.resolve("r").toString();
    if (!Files.exists(Path.of(recording))) {
      Commands.record(Path.of(recording), SyntheticSettings.of(BuiltInEvents.all(), 300_000));
    }
    String kept = state.toString();
    return new String[] {
      "replay", recording, "-q", "--state", kept, "--checkpoint", "10ms", "-e", GROWING
    };
  }

  @Test
  void fullDiskEndsTheRunAndWhatWasKeptGoesOn() throws Exception {
    mount("30m");
    Path state = disk.resolve("state");
    String[] words = replay(state);
    for (int i = 0; i < 2; i++) {
      Ktap.Outcome full = Commands.run(words);
      assertThat(full.err())
          .matches(
              "ktap: can't write to "
                  + state
                  + ": the disk is full, \\d+ MB are left and 17 are needed; what was kept until"
                  + " now is whole\n");
      assertThat(full.status()).isEqualTo(1);
      assertThat(Commands.run("state", state.toString()).out()).contains("s: a table of ");
    }
    remount("size=300m");
    assertThat(Commands.run(words)).isEqualTo(new Ktap.Outcome(0, "300000\t300000\n", ""));
  }

  @Test
  void readOnlyDiskIsToldBeforeTheFirstEvent() throws Exception {
    mount("80m");
    Path state = disk.resolve("state");
    String[] words = replay(state);
    Path original = directory.resolve("state");
    Commands.run(replay(original));
    // copied, since the library lets go of its own files only some time after they are closed
    assertThat(call("cp", "-a", original.toString(), state.toString())).isEmpty();
    remount("ro");
    Ktap.Outcome refused =
        new Ktap.Outcome(1, "", "ktap: can't use the state " + state + ": Read-only file system\n");
    assertThat(Commands.run(words)).isEqualTo(refused);
    assertThat(Commands.run("state", state.toString()).out()).contains("s: a table of 300000");
    assertThat(Commands.run("state", state.toString(), "--reset").err())
        .isEqualTo("ktap: can't empty " + state + ": Read-only file system\n");
    Path other = disk.resolve("other");
    assertThat(Commands.run(replay(other)).err())
        .isEqualTo("ktap: can't use the state " + other + ": Read-only file system\n");
  }

  private static final String LIVE =
      """
      var n = 0 var t = 0
      trace sched:sched_switch { n += 1 }
      tick-10ms { t += 1 print(t, n) }
      """;

  @Test
  void killedLiveRunGoesOnFromALineThatItPrinted() {
    Ktap.assumeTracing();
    String state = directory.resolve("state").toString();
    String[] words = {"--state", state, "--checkpoint", "50ms", "-e", LIVE};
    long before = 0;
    for (int i = 0; i < 3; i++) {
      try (Ktap ktap = Ktap.start(directory, words)) {
        int first = i;
        ktap.awaitThat(() -> ktap.out().lines().count() > 30);
        if (first > 0) {
          assertThat(ktap.err())
              .containsPattern(
                  "ktap: state of [0-9: -]+ restored, 0 table entries; what happened in the \\d+ s"
                      + " since is missing\n");
        }
        ktap.signal("KILL");
        ktap.await();
        List<String> printed = ktap.out().lines().toList();
        assertThat(printed.getFirst()).startsWith(before + 1 + "\t");
        Matcher kept =
            Pattern.compile("n = (\\d+)\nt = (\\d+)\n").matcher(Commands.run("state", state).out());
        assertThat(kept.find()).isTrue();
        before = Long.parseLong(kept.group(2));
        assertThat(before).isGreaterThan(0);
        checkIsBetween(printed, before, Long.parseLong(kept.group(1)));
      }
    }
  }

  /** What was kept lies between the line of the last tick that it knows, and the next one. */
  private static void checkIsBetween(List<String> lines, long tick, long events) {
    for (String line : lines) {
      String[] numbers = line.split("\t", -1);
      if (Long.parseLong(numbers[0]) <= tick) {
        assertThat(events).isGreaterThanOrEqualTo(Long.parseLong(numbers[1]));
      } else {
        assertThat(events).isLessThanOrEqualTo(Long.parseLong(numbers[1]));
      }
    }
  }
}
