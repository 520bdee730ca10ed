package ktap.sources.perfdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.tracefile.TraceFileSource;
import ktap.sources.tracefile.TraceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What perf recorded, read by it and by us. */
class PerfDataTest {
  @TempDir Path directory;

  private List<PerfScript.Line> ours(String name) {
    Path file = TraceFiles.unpack("perfdata/" + name, directory);
    try (TraceFileSource source =
        new TraceFileSource(PerfDataFile.open(file), ReplaySettings.all())) {
      List<PerfScript.Line> lines = TraceFiles.all(source).stream().map(PerfScript::of).toList();
      assertThat(source.messages()).isEmpty();
      return lines;
    }
  }

  private static void compare(List<PerfScript.Line> ours, List<PerfScript.Line> perfs) {
    assertThat(perfs).isNotEmpty();
    for (int i = 0; i < Math.min(ours.size(), perfs.size()); i++) {
      assertThat(ours.get(i).as(perfs.get(i))).isEqualTo(perfs.get(i));
    }
    assertThat(ours).hasSameSizeAs(perfs);
  }

  private static List<PerfScript.Line> perfs(String name) {
    return PerfScript.parse(TraceFiles.lines("perfdata/" + name + ".txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file.data", "pipe.data", "zstd.data", "zstd-pipe.data", "lost.data"})
  void givesTheEventsThatPerfGives(String name) {
    compare(ours(name), perfs(name));
  }

  @Test
  void tellsWhatWasLostWhereItHappened() {
    Path file = TraceFiles.unpack("perfdata/lost.data", directory);
    try (TraceFileSource source =
        new TraceFileSource(PerfDataFile.open(file), ReplaySettings.all())) {
      List<TraceFiles.Lost> losses = TraceFiles.losses(source);
      assertThat(losses).isEqualTo(PerfScript.losses(TraceFiles.lines("perfdata/lost.data.txt")));
      // all of the 20000 calls that were made
      assertThat(losses.stream().mapToLong(TraceFiles.Lost::count).sum())
          .isEqualTo(20_000 - perfs("lost.data").size());
    }
  }

  @Test
  void tellsInWhichFilesTheFramesOfUserSpaceLie() {
    Path file = TraceFiles.unpack("perfdata/chains.data", directory);
    try (TraceFileSource source =
        new TraceFileSource(PerfDataFile.open(file), ReplaySettings.all())) {
      List<List<String>> ours = TraceFiles.userPlaces(source);
      List<List<String>> perfs =
          PerfScript.userPlaces(TraceFiles.lines("perfdata/chains.data.txt"));
      assertThat(ours).hasSameSizeAs(perfs);
      for (int i = 0; i < ours.size(); i++) {
        assertThat(ours.get(i)).isEqualTo(perfs.get(i));
      }
    }
  }

  @Test
  void givesCallChains() {
    List<PerfScript.Line> ours = ours("chains.data");
    compare(
        ours.stream().map(PerfScript.Line::withStackOnly).toList(),
        perfs("chains.data").stream().map(PerfScript.Line::withStackOnly).toList());
    assertThat(ours).anyMatch(line -> line.event().equals("perf:cpu-clock"));
    assertThat(ours).anyMatch(line -> line.stack().size() > 10);
  }
}
