package ktap.sources.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.EventBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay that begins where another one stood. */
final class ResumedReplayTest {
  @TempDir Path directory;

  /** What a replay gives, and where each batch begins. */
  private record Run(List<EventBatch> batches, List<String> places, List<String> messages) {
    byte[] from(int batch) {
      return Streams.seen(batches.subList(batch, batches.size()));
    }
  }

  private static Run replay(String place, ReplaySettings settings, Path... recordings) {
    RecordingSource source = RecordingSource.open(List.of(recordings), settings);
    if (!place.isEmpty()) {
      assertThat(source.resume(place)).isTrue();
    }
    List<EventBatch> batches = new ArrayList<>();
    List<String> places = new ArrayList<>();
    source.start();
    while (!source.isEnded()) {
      source.poll(
          batch -> {
            batches.add(batch);
            places.add(source.place());
          },
          8);
    }
    source.close();
    return new Run(batches, places, source.messages().stream().map(m -> m.text()).toList());
  }

  private Path record(String name, long seed, long events) {
    Path recording = directory.resolve(name);
    Streams.record(
        recording,
        Streams.settings().withRolls(1 << 20, Long.MAX_VALUE),
        Streams.events(events).withSeed(seed));
    return recording;
  }

  private static void resumesAnywhere(ReplaySettings settings, Path... recordings) {
    Run whole = replay("", settings, recordings);
    assertThat(whole.batches).hasSizeGreaterThan(10);
    for (int i = 0; i < whole.batches.size(); i += 3) {
      Run rest = replay(whole.places.get(i), settings, recordings);
      assertThat(rest.from(0)).as("batch %s", i).isEqualTo(whole.from(i));
      assertThat(rest.places)
          .endsWith(whole.places.subList(i + 1, whole.places.size()).toArray(String[]::new));
    }
  }

  @Test
  void beginsAtAnyBatch() {
    resumesAnywhere(ReplaySettings.all(), record("a", 1, 30_000));
  }

  @Test
  void severalBeginWhereEachOfThemStood() {
    resumesAnywhere(ReplaySettings.all(), record("a", 1, 20_000), record("b", 2, 20_000));
  }

  @Test
  void partOfARecordingEndsWhereItEnded() {
    ReplaySettings part =
        ReplaySettings.all()
            .between(Optional.of(new Moment("20%")), Optional.of(new Moment("70%")));
    resumesAnywhere(part, record("a", 1, 60_000));
  }

  @Test
  void whatIsMissingIsToldOnceMore() throws IOException {
    Path recording = record("a", 1, 30_000);
    for (Path file : RollFile.in(recording)) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      bytes[bytes.length / 3] ^= 1;
      Files.write(file, bytes);
    }
    resumesAnywhere(ReplaySettings.all(), recording);
  }

  @Test
  void whatLiesBeforeIsNotRead() throws IOException {
    Path recording = record("a", 1, 40_000);
    Run whole = replay("", ReplaySettings.all(), recording);
    int last = whole.batches.size() - 1;
    List<Path> files = RollFile.in(recording);
    assertThat(files).hasSizeGreaterThan(2);
    Files.delete(files.getFirst());
    byte[] second = Files.readAllBytes(files.get(1));
    for (int at = second.length / 4; at < second.length; at += 1000) {
      second[at] ^= 1;
    }
    Files.write(files.get(1), second);
    Run rest = replay(whole.places.get(last), ReplaySettings.all(), recording);
    assertThat(rest.from(0)).isEqualTo(whole.from(last));
    assertThat(rest.messages).isEmpty();
  }

  @Test
  void aPlaceOfOtherRecordingsIsUnknown() {
    Path recording = record("a", 1, 1000);
    try (RecordingSource source = RecordingSource.open(List.of(recording), ReplaySettings.all())) {
      assertThat(source.resume("0 0 0 0")).isFalse();
    }
  }
}
