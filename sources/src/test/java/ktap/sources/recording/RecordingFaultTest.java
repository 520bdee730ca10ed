package ktap.sources.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Loss;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a small recording is damaged in turn; nothing hangs, and what is whole is read. */
class RecordingFaultTest {
  @TempDir private static Path temporary;

  private static Path copy;
  private static Path file;
  private static byte[] whole;
  private static int used;
  private static long events;

  @BeforeAll
  static void record() throws IOException {
    Path original = temporary.resolve("original");
    Streams.record(
        original, Streams.settings(), Streams.events(200).withRate(1000).withMarkEvery(0));
    Path roll = RollFile.in(original).getFirst();
    try (RollReader reader = new RollReader(roll, RollReader.HOP, false)) {
      while (reader.next()) {
        used = (int) reader.end();
      }
    }
    whole = Arrays.copyOf(Files.readAllBytes(roll), used + 64);
    events = Streams.count(Streams.replay(original));
    copy = Files.createDirectory(temporary.resolve("copy"));
    file = copy.resolve(roll.getFileName());
  }

  @Test
  void aFlippedByteCostsAtMostItsDocument() throws IOException {
    int firstDocument = first();
    for (int at = 0; at < used; at += at < firstDocument ? 97 : 1) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0xff;
      Files.write(file, damaged);
      try {
        long seen = seen(Streams.replay(copy));
        RecordingInfo.of(copy);
        assertThat(seen).as("byte " + at).isLessThanOrEqualTo(events);
      } catch (RecordingException e) {
        assertThat(e.getMessage())
            .as("byte " + at)
            .startsWith(copy + " is not a recording of ktap");
      }
    }
  }

  @Test
  void aTruncatedFileIsReadUpToItsEnd() throws IOException {
    for (int length = 0; length < used; length += 61) {
      Files.write(file, Arrays.copyOf(whole, length));
      try {
        assertThat(seen(Streams.replay(copy))).isLessThanOrEqualTo(events);
        assertThat(RecordingInfo.of(copy).isEnded()).isFalse();
      } catch (RecordingException e) {
        assertThat(e.getMessage()).startsWith(copy + " is not a recording of ktap");
      }
    }
  }

  @Test
  void aDamagedBatchIsALossAndAMessage() throws IOException {
    Path original = temporary.resolve("many");
    Streams.record(original, Streams.settings(), Streams.events(20_000));
    Path roll = RollFile.in(original).getFirst();
    long position = 0;
    long lost = 0;
    try (RollReader reader = new RollReader(roll, RollReader.HOP, false)) {
      int batches = 0;
      while (batches < 3 && reader.next()) {
        batches += reader.kind() == Document.BATCH ? 1 : 0;
      }
      position = reader.at();
      lost = reader.count();
    }
    byte[] bytes = Files.readAllBytes(roll);
    bytes[(int) position + 1000] ^= 1;
    Files.write(roll, bytes);
    RecordingSource source = RecordingSource.open(List.of(original), ReplaySettings.all());
    assertThat(damaged(Streams.batches(source))).isEqualTo(lost);
    assertThat(source.messages())
        .extracting(message -> message.text())
        .containsExactly(
            roll + " at byte " + position + " is damaged; what is before and behind it was read");
  }

  /** The library reads it when it goes on behind a file. */
  @Test
  void aRecordingWhoseLastFileHasADamagedHeadIsNotContinued() throws IOException {
    Path original = temporary.resolve("headless");
    Streams.record(original, Streams.settings(), Streams.events(200));
    long recorded = Streams.count(Streams.replay(original));
    Path roll = RollFile.in(original).getFirst();
    byte[] bytes = Files.readAllBytes(roll);
    Arrays.fill(bytes, 107, 160, (byte) 0xca);
    Files.write(roll, bytes);
    assertThatThrownBy(
            () -> Streams.record(original, Streams.settings().appending(), Streams.events(10)))
        .isInstanceOf(RecordingException.class)
        .hasMessage(
            "can't write to "
                + original
                + ": the head of its last file is damaged, so that nothing can be added; what was"
                + " recorded so far can be replayed");
    assertThat(Streams.count(Streams.replay(original))).isEqualTo(recorded);
  }

  private static boolean isDamage(EventCursor event) {
    return event.typeNumber() == EventTypes.LOST
        && List.of("damaged", "not there").contains(Loss.of(event).cause());
  }

  /** Events of which a replay says that they are gone. */
  private static long damaged(List<EventBatch> batches) {
    long told = 0;
    for (EventBatch batch : batches) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        if (isDamage(event)) {
          told += Bytes.getLong(event.bytes(), event.payload() + 8);
        }
      }
    }
    return told;
  }

  /** The first document of a roll, its snapshot, is damaged. */
  private static void damageSnapshot(Path roll) throws IOException {
    byte[] bytes = Files.readAllBytes(roll);
    try (RollReader reader = new RollReader(roll, RollReader.HOP, false)) {
      reader.next();
      bytes[(int) reader.at() + 4 + Document.HEADER] ^= 1;
    }
    Files.write(roll, bytes);
  }

  private static List<EventBatch> share(Path directory, int index, int count) {
    ReplaySettings settings = ReplaySettings.all().sharing(index, count);
    return Streams.batches(RecordingSource.open(List.of(directory), settings));
  }

  @Test
  void whatIsGoneIsToldByOneOfThoseWhoShareTheRolls() throws IOException {
    Path original = temporary.resolve("rolls");
    Streams.record(
        original, Streams.settings().withRolls(1 << 20, Long.MAX_VALUE), Streams.events(200_000));
    long all = Streams.count(Streams.replay(original));
    Files.delete(RollFile.in(original).get(2));
    damageSnapshot(RollFile.in(original).get(5));
    damageSnapshot(RollFile.in(original).getLast());
    long seen = 0;
    long gone = 0;
    for (int i = 0; i < 2; i++) {
      List<EventBatch> batches = share(original, i, 2);
      seen += seen(batches);
      gone += damaged(batches);
    }
    assertThat(gone).isPositive();
    assertThat(seen + gone).isEqualTo(all);
  }

  @Test
  void aNewerVersionIsSaid() throws IOException {
    byte[] newer = whole.clone();
    int at = first() + 4;
    newer[at + Document.VERSION_AT] = 3;
    byte[] header = Arrays.copyOfRange(newer, at, at + Document.HEADER);
    Bytes.putInt(
        newer,
        at + Document.HEADER_CHECKSUM,
        Document.checksum(header, 0, Document.HEADER_CHECKSUM));
    Files.write(file, newer);
    assertThatThrownBy(() -> Streams.replay(copy))
        .isInstanceOf(RecordingException.class)
        .hasMessage(
            file
                + " was written by a newer ktap: its layout is number 3, and this one reads up to"
                + " 2; replay it with the ktap that wrote it");
  }

  @Test
  void aDirectoryThatCantBeMadeIsSaid() {
    Path directory = temporary.resolve("no/such/parent");
    assertThatThrownBy(
            () -> RecordingWriter.open(directory, EventTables.create(), Streams.settings()))
        .isInstanceOf(RecordingException.class)
        .hasMessage(
            "can't write to " + directory + ": there is no directory " + directory.getParent());
  }

  private static int first() {
    Path roll = temporary.resolve("original").resolve(file.getFileName());
    try (RollReader reader = new RollReader(roll, RollReader.HOP, false)) {
      reader.next();
      return (int) reader.at();
    }
  }

  private static long seen(List<EventBatch> batches) {
    long count = 0;
    for (EventBatch batch : batches) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        count += isDamage(event) ? 0 : 1;
      }
    }
    return count;
  }
}
