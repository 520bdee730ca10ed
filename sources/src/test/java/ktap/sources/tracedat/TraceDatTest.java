package ktap.sources.tracedat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ktap.sources.flow.Message;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.tracefile.TraceFileSource;
import ktap.sources.tracefile.TraceFiles;
import ktap.sources.tracefile.TraceFiles.Lost;
import ktap.sources.tracefile.TraceFiles.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What trace-cmd recorded, read by it and by us. */
class TraceDatTest {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:\\w+: )? *(.+)-(\\d+) +\\[(\\d+)] +(\\d+)\\.(\\d{9}): (\\w+):(?: +(.*)|$)");
  private static final Pattern LOST = Pattern.compile("CPU:(\\d+) \\[(\\d+) EVENTS DROPPED]");

  @TempDir Path directory;

  /** One event as trace-cmd prints it. */
  private record Line(String command, int tid, int cpu, long nanos, String event, String text) {}

  private List<Line> ours(String name) {
    return ours(TraceFiles.unpack("tracedat/" + name, directory));
  }

  private static List<Line> ours(Path file) {
    try (TraceFileSource source =
        new TraceFileSource(TraceDatFile.open(file), ReplaySettings.all())) {
      List<Line> lines = TraceFiles.all(source).stream().map(TraceDatTest::line).toList();
      assertThat(source.messages()).isEmpty();
      return lines;
    }
  }

  private static Line line(Seen seen) {
    String event = seen.event().substring(seen.event().indexOf(':') + 1);
    return new Line(
        seen.tid() == 0 ? "<idle>" : seen.command(),
        seen.tid(),
        seen.cpu(),
        seen.nanos(),
        event,
        seen.text());
  }

  private static List<Line> theirs(String name) {
    List<Line> lines = new ArrayList<>();
    for (String text : TraceFiles.lines("tracedat/" + name + ".txt")) {
      Matcher parts = LINE.matcher(text);
      if (parts.matches()) {
        lines.add(line(parts));
      }
    }
    return lines;
  }

  private static Line line(Matcher parts) {
    String event = parts.group(6);
    return new Line(
        parts.group(1),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)),
        Long.parseLong(parts.group(4)) * 1_000_000_000 + Long.parseLong(parts.group(5)),
        event,
        text(event, Objects.requireNonNullElse(parts.group(7), "").strip()));
  }

  /** trace-cmd writes system calls as the kernel does; ours look as in the first ktap. */
  private static String text(String event, String theirs) {
    if (event.startsWith("sys_enter_")) {
      String call = "sys_" + event.substring("sys_enter_".length());
      return call + "(" + theirs.replaceAll("0x0*([0-9a-f])", "$1") + ")";
    }
    return event.startsWith("sys_exit_")
        ? "sys_" + event.substring("sys_exit_".length()) + " -> " + theirs
        : theirs;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v6.dat", "v7.dat", "v7-zstd.dat", "v7-zlib.dat", "instances.dat", "lost.dat"})
  void givesTheEventsThatTraceCmdGives(String name) {
    List<Line> ours = ours(name);
    List<Line> theirs = theirs(name);
    assertThat(theirs).hasSizeGreaterThan(100);
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      assertThat(ours.get(i)).isEqualTo(theirs.get(i));
    }
    assertThat(ours).hasSameSizeAs(theirs);
  }

  /** What trace-cmd tells to be lost before the event that follows. */
  private static List<Lost> lostByTheirs(String name) {
    List<Lost> losses = new ArrayList<>();
    Optional<Matcher> lost = Optional.empty();
    for (String text : TraceFiles.lines("tracedat/" + name + ".txt")) {
      Matcher parts = LINE.matcher(text);
      if (lost.isPresent() && parts.matches()) {
        losses.add(
            new Lost(
                line(parts).nanos(),
                Integer.parseInt(lost.get().group(1)),
                Long.parseLong(lost.get().group(2)),
                "its buffer was full"));
      }
      lost = Optional.of(LOST.matcher(text)).filter(Matcher::matches);
    }
    return losses;
  }

  @Test
  void zerosWhereItsLastOptionsWereAreDamage() throws IOException {
    Path file = TraceFiles.unpack("tracedat/v7-zstd.dat", directory);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 13_479, bytes.length, (byte) 0);
    Files.write(file, bytes);
    try (TraceFileSource source =
        new TraceFileSource(TraceDatFile.open(file), ReplaySettings.all())) {
      assertThat(TraceFiles.all(source)).isEmpty();
      assertThat(source.messages())
          .extracting(Message::text)
          .containsExactly(file + " is damaged: its options have no end");
    }
  }

  @Test
  void zerosWhereACompressedRingWasAreDamage() throws IOException {
    Path file = TraceFiles.unpack("tracedat/v7-zstd.dat", directory);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 5858, 10_858, (byte) 0);
    Files.write(file, bytes);
    try (TraceFileSource source =
        new TraceFileSource(TraceDatFile.open(file), ReplaySettings.all())) {
      assertThat(TraceFiles.all(source)).hasSize(118); // of 239, those of the other CPU
      assertThat(source.messages())
          .containsExactly(
              new Message(
                  Message.Severity.DAMAGE,
                  "the ring of CPU 0 in "
                      + file
                      + " can't be read from byte 8196 on: its compressed parts should have 1503"
                      + " bytes, but have 0"));
    }
  }

  @Test
  void zerosInTheHeadOfAPageAreDamage() throws IOException {
    Path file = TraceFiles.unpack("tracedat/v7.dat", directory);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 24_576, 24_576 + 16, (byte) 0); // the first of CPU 0
    Files.write(file, bytes);
    try (TraceFileSource source =
        new TraceFileSource(TraceDatFile.open(file), ReplaySettings.all())) {
      assertThat(TraceFiles.all(source)).hasSizeLessThan(254);
      assertThat(source.messages())
          .extracting(Message::text)
          .containsExactly(
              "1 page of " + file + " is damaged and was read as far as that was possible");
    }
  }

  @Test
  void tellsWhatWasLostWhereItHappened() {
    Path file = TraceFiles.unpack("tracedat/lost.dat", directory);
    try (TraceFileSource source =
        new TraceFileSource(TraceDatFile.open(file), ReplaySettings.all())) {
      List<Lost> losses = TraceFiles.losses(source);
      assertThat(losses).hasSizeGreaterThan(10).isEqualTo(lostByTheirs("lost.dat"));
      // 20000 reads were made by dd, and two before
      assertThat(losses.stream().mapToLong(Lost::count).sum())
          .isEqualTo(20_002 - theirs("lost.dat").size());
    }
  }
}
