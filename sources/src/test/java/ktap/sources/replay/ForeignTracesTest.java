package ktap.sources.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.recording.Moment;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingSettings;
import ktap.sources.recording.RecordingWriter;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.tracefile.EventFeed;
import ktap.sources.tracefile.TraceFile;
import ktap.sources.tracefile.TraceFileInfo;
import ktap.sources.tracefile.TraceFiles;
import ktap.sources.tracefile.TraceFiles.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of other tools: merged, in part, and counted. */
class ForeignTracesTest {
  private static final EventName ENTER = new EventName("syscalls", "sys_enter_getppid");
  private static final EventName EXIT = new EventName("syscalls", "sys_exit_getppid");

  @TempDir Path directory;

  private List<Seen> replay(ReplaySettings settings, String... names) {
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      paths.add(TraceFiles.unpack(name, directory));
    }
    try (ReplayedTraces traces = ReplayedTraces.open(paths, settings)) {
      List<Seen> seen = TraceFiles.all(traces.source());
      assertThat(traces.messages().get()).isEmpty();
      return seen;
    }
  }

  private static ReplaySettings between(String from, String to) {
    return ReplaySettings.all().between(Optional.of(new Moment(from)), Optional.of(new Moment(to)));
  }

  @Test
  void thoseThatTellTheirClockAreMergedByIt() {
    List<Seen> seen =
        replay(ReplaySettings.all(), "perfdata/clock-exit.data", "perfdata/clock-enter.data");
    assertThat(seen).hasSize(500);
    assertThat(seen).extracting(Seen::nanos).isSorted();
    // the calls of the first file were made before those of the second
    assertThat(seen.subList(0, 300)).allMatch(event -> event.event().equals(ENTER.toString()));
    assertThat(seen.subList(300, 500)).allMatch(event -> event.event().equals(EXIT.toString()));
  }

  @Test
  void thoseThatDoNotAreNotMerged() {
    assertThatThrownBy(
            () -> replay(ReplaySettings.all(), "perfdata/clock-exit.data", "tracedat/v7.dat"))
        .isInstanceOf(RecordingException.class)
        .hasMessage(
            "can't merge traces by time: "
                + directory.resolve("v7.dat")
                + " doesn't tell at what time of the day its events happened (what 'perf record -k"
                + " mono' and 'trace-cmd record --date' write does); replay each alone");
  }

  @Test
  void partsOfATraceAreItsEventsBetweenTwoTimes() {
    for (String name : List.of("perfdata/file.data", "tracedat/v7-zstd.dat")) {
      List<Seen> all = replay(ReplaySettings.all(), name);
      long first = all.getFirst().nanos();
      long middle = first + (all.getLast().nanos() - first) / 2;
      List<Seen> before = all.stream().filter(event -> event.nanos() <= middle).toList();
      assertThat(replay(between("0%", "50%"), name)).isEqualTo(before);
      List<Seen> later = all.subList(before.size(), all.size());
      assertThat(replay(between("50%", "100%"), name)).isEqualTo(later);
      assertThat(replay(between("+0ns", "+1us"), name))
          .isEqualTo(all.stream().filter(event -> event.nanos() <= first + 1000).toList());
    }
  }

  @Test
  void aSpeedMakesAReplayTakeItsTime() {
    List<Seen> all = replay(ReplaySettings.all(), "perfdata/clock-exit.data");
    assertThat(replay(ReplaySettings.all().withSpeed(10), "perfdata/clock-exit.data"))
        .isEqualTo(all);
  }

  @Test
  void onePassCountsWhatIsInATrace() {
    Path path = TraceFiles.unpack("perfdata/clock-exit.data", directory);
    List<Double> progress = new ArrayList<>();
    try (TraceFile file = ForeignTraces.open(List.of(path))) {
      TraceFileInfo info = TraceFileInfo.of(file, progress::add);
      assertThat(info.events()).containsExactly(Map.entry(EXIT, 200L));
      assertThat(info.lost()).isZero();
      assertThat(info.damages()).isEmpty();
      assertThat(List.of(info.firstNanos(), info.lastNanos())).isEqualTo(file.span());
    }
    assertThat(progress).last().isEqualTo(1.0);
  }

  @Test
  void whatIsNotFollowedIsTold() {
    assertThatThrownBy(() -> replay(ReplaySettings.all().following(), "perfdata/clock-exit.data"))
        .hasMessage(
            "can't follow "
                + directory.resolve("clock-exit.data")
                + ": only what ktap records can be read while it is written");
  }

  /** In several parts, each of which tells what was mapped before it. */
  @Test
  void aRecordingMadeOfATraceTellsTheSamePlacesOfStacks() {
    Path path = TraceFiles.unpack("perfdata/chains.data", directory);
    Path recording = directory.resolve("chains.kq");
    try (TraceFile file = ForeignTraces.open(List.of(path))) {
      EventTables tables = EventTables.create(file.kernel());
      EventFeed feed = file.feed(tables);
      RecordingSettings settings =
          RecordingSettings.of(file.facts()).withRolls(100_000, Long.MAX_VALUE);
      try (RecordingWriter writer = RecordingWriter.open(recording, tables, settings)) {
        for (var batch = feed.next(); batch.isPresent(); batch = feed.next()) {
          writer.append(batch.get());
        }
        writer.end(feed.lastNanos());
      }
    }
    List<List<String>> places = places(path, ReplaySettings.all());
    assertThat(places).filteredOn(frames -> !frames.isEmpty()).hasSizeGreaterThan(1000);
    assertThat(places(recording, ReplaySettings.all())).isEqualTo(places);
    List<List<String>> half = places(recording, between("50%", "100%"));
    assertThat(half).isEqualTo(places.subList(places.size() - half.size(), places.size()));
  }

  private static List<List<String>> places(Path path, ReplaySettings settings) {
    try (ReplayedTraces traces = ReplayedTraces.open(List.of(path), settings)) {
      return TraceFiles.userPlaces(traces.source());
    }
  }
}
