package ktap.sources.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import ktap.sources.flow.EventTables;
import ktap.sources.synthetic.SyntheticSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small file system that gets full, and one that can't be written. Needs root, to mount them. */
class FullDiskKernelTest {
  @TempDir private Path disk;
  @TempDir private Path elsewhere;

  @BeforeEach
  void mount() throws Exception {
    String problem = run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString());
    if (!problem.isEmpty()) {
      System.out.println("skipped: no file system can be mounted: " + problem);
      Assumptions.abort(problem);
    }
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  /** Gives what it says. */
  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text.strip();
  }

  @Test
  void fullDiskIsSaidAndWhatWasWrittenIsThere() {
    Path directory = disk.resolve("a.kq");
    SyntheticSource source = new SyntheticSource(Streams.events(100_000_000));
    long[] acknowledged = new long[1];
    try (RecordingWriter writer =
        RecordingWriter.open(directory, source.tables(), Streams.settings())) {
      source.start();
      assertThatThrownBy(
              () -> {
                while (!source.isEnded()) {
                  source.poll(writer::append, 1);
                  acknowledged[0] = writer.events();
                }
              })
          .isInstanceOf(RecordingException.class)
          .hasMessageMatching(
              "can't write to "
                  + directory
                  + ": the disk is full, \\d+ MB are left and 17 are needed; what was recorded"
                  + " so far can be replayed");
    }
    assertThat(acknowledged[0]).isGreaterThan(100_000);
    assertThat(Streams.count(Streams.replay(directory))).isGreaterThanOrEqualTo(acknowledged[0]);
  }

  @Test
  void whatCannotBeBegunIsNotLeftBehind() throws Exception {
    Files.write(disk.resolve("large"), new byte[40 << 20]);
    Path directory = disk.resolve("a.kq");
    assertThatThrownBy(
            () -> RecordingWriter.open(directory, EventTables.create(), Streams.settings()))
        .isInstanceOf(RecordingException.class)
        .hasMessageMatching(
            "can't write to "
                + directory
                + ": the disk is full, \\d MB are left and 17 are needed; nothing was recorded");
    assertThat(Files.exists(directory)).isFalse();
  }

  @Test
  void readOnlyDirectoryIsSaid() throws Exception {
    // copied, since the library lets go of its own files only some time after they are closed
    Path original = elsewhere.resolve("a.kq");
    Streams.record(original, Streams.settings(), Streams.events(1000));
    Path directory = disk.resolve("a.kq");
    assertThat(run("cp", "-a", original.toString(), directory.toString())).isEmpty();
    assertThat(run("mount", "-o", "remount,ro", disk.toString())).isEmpty();
    Path other = disk.resolve("b.kq");
    assertThatThrownBy(() -> RecordingWriter.open(other, EventTables.create(), Streams.settings()))
        .isInstanceOf(RecordingException.class)
        .hasMessage("can't write to " + other + ": Read-only file system");
    assertThat(Files.exists(other)).isFalse();
    // it can still be read
    assertThat(RecordingInfo.of(directory).count()).isEqualTo(1000);
    assertThat(Streams.count(Streams.replay(directory))).isGreaterThanOrEqualTo(1000);
  }
}
