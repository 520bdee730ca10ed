package ktap.sources.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings whose finished rolls are compressed. */
class CompressedRollTest {
  @TempDir Path directory;

  private static RecordingSettings small() {
    return Streams.settings().withRolls(1 << 20, Long.MAX_VALUE).compressing();
  }

  private Path compressed(long count) {
    Path to = directory.resolve("compressed");
    Streams.record(to, small(), Streams.events(count));
    return to;
  }

  private static List<Path> files(Path of, String suffix) throws IOException {
    try (var files = Files.list(of)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  @Test
  void allRollsButTheLastAreCompressedAndReadTheSame() throws IOException {
    Path plain = directory.resolve("plain");
    Streams.record(plain, Streams.settings(), Streams.events(100_000));
    Path to = compressed(100_000);
    assertThat(files(to, ".cq4.zst")).hasSizeGreaterThan(3);
    assertThat(files(to, ".cq4")).hasSize(1);
    assertThat(files(to, ".tmp")).isEmpty();
    for (Path file : files(to, ".zst")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(Streams.seen(Streams.replay(to))).isEqualTo(Streams.seen(Streams.replay(plain)));
    assertThat(RecordingInfo.of(to).events()).isEqualTo(RecordingInfo.of(plain).events());
    assertThat(RecordingInfo.of(to).bytes()).isLessThan(RecordingInfo.of(plain).bytes() / 2);
  }

  @Test
  void theReferenceImplementationReadsThem() throws IOException {
    byte[] bytes = Files.readAllBytes(files(compressed(30_000), ".zst").getFirst());
    int packed = (int) Zstd.findFrameCompressedSize(bytes, 0);
    byte[] first = Zstd.decompress(Arrays.copyOf(bytes, packed), CompressedRoll.FRAME);
    try (CompressedRoll roll =
        new CompressedRoll(
            FileChannel.open(files(directory.resolve("compressed"), ".zst").getFirst()))) {
      ByteBuffer ours = ByteBuffer.allocate(first.length);
      assertThat(roll.read(ours, 0)).isEqualTo(first.length);
      assertThat(ours.array()).isEqualTo(first);
      assertThat(roll.read(ByteBuffer.allocate(1), roll.size())).isNegative();
    }
  }

  @Test
  void aRangeIsFoundInThem() {
    Path to = compressed(100_000);
    ReplaySettings late =
        ReplaySettings.all().between(Optional.of(new Moment("80%")), Optional.empty());
    long count = Streams.count(Streams.batches(RecordingSource.open(List.of(to), late)));
    assertThat(count).isBetween(19_000L, 21_000L);
  }

  @Test
  void appendingGoesOnBehindThem() {
    Path to = compressed(30_000);
    long before = Streams.count(Streams.replay(to));
    Streams.record(to, small().appending(), Streams.events(20_000));
    assertThat(RecordingInfo.of(to).count()).isEqualTo(50_000);
    assertThat(Streams.count(Streams.replay(to))).isGreaterThanOrEqualTo(before + 20_000);
  }

  @Test
  void oldOnesGo() {
    Path to = directory.resolve("kept");
    Streams.record(to, small().withRetention(2 << 20, Long.MAX_VALUE), Streams.events(400_000));
    // how many stay depends on how soon they are compressed; the one being written isn't counted
    assertThat(RecordingInfo.of(to).bytes()).isLessThan(4 << 20);
    assertThat(RecordingInfo.of(to).count()).isLessThan(400_000);
    assertThat(Streams.count(Streams.replay(to))).isGreaterThan(1000);
  }

  @Test
  void aDamagedTableIsMadeAgain() throws IOException {
    Path to = compressed(60_000);
    byte[] seen = Streams.seen(Streams.replay(to));
    Path file = files(to, ".zst").getFirst();
    byte[] bytes = Files.readAllBytes(file);
    int footer = bytes.length - CompressedRoll.FOOTER;
    int table =
        footer - Bytes.getInt(bytes, footer) * CompressedRoll.ENTRY - CompressedRoll.TABLE_HEAD;
    for (int at = table; at < bytes.length; at += 2) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x15;
      Files.write(file, damaged);
      assertThat(Arrays.equals(Streams.seen(Streams.replay(to)), seen)).as("byte " + at).isTrue();
    }
  }

  /** A recorder that was killed may leave plain rolls, and one that is half compressed. */
  @Test
  void whoContinuesCompressesWhatWasLeft() throws IOException {
    Path to = directory.resolve("left");
    RecordingSettings settings = Streams.settings().withRolls(200_000, Long.MAX_VALUE);
    Streams.record(to, settings, Streams.events(10_000));
    List<Path> plain = files(to, ".cq4");
    assertThat(plain).hasSizeGreaterThan(2);
    Files.writeString(RollFile.temporary(plain.getFirst()), "half");
    Streams.record(to, settings.compressing().appending(), Streams.events(10_000));
    assertThat(files(to, ".tmp")).isEmpty();
    assertThat(files(to, ".cq4")).hasSize(1);
    assertThat(files(to, ".zst")).hasSizeGreaterThan(plain.size());
  }

  @Test
  void aRollThatIsCutOffIsTold() throws IOException {
    Path to = compressed(60_000);
    RecordingSource whole = RecordingSource.open(List.of(to), ReplaySettings.all());
    Streams.batches(whole);
    assertThat(whole.messages()).isEmpty();
    Path file = files(to, ".zst").getFirst();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
    RecordingSource source = RecordingSource.open(List.of(to), ReplaySettings.all());
    assertThat(Streams.count(Streams.batches(source))).isPositive();
    assertThat(source.messages())
        .extracting(message -> message.text())
        .containsExactly(
            file + " at byte 0 of what it holds is cut off; what is before and behind it was read");
  }

  @Test
  void damageCostsWhatItHits() throws IOException {
    Path to = directory.resolve("damaged");
    Streams.record(
        to, small().withRolls(100_000, Long.MAX_VALUE), Streams.events(8000).withLossEvery(0));
    long events = Streams.count(Streams.replay(to));
    Path file = files(to, ".zst").getFirst();
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += 1 + bytes.length / 50) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) 0xff;
      Files.write(file, damaged);
      assertRead(to, "byte " + at, events);
      Files.write(file, Arrays.copyOf(bytes, at));
      assertRead(to, "length " + at, events);
    }
  }

  /** What is in the later rolls is read in any case; a gap is an event of its own. */
  private static void assertRead(Path to, String what, long events) {
    assertThat(Streams.count(Streams.replay(to))).as(what).isBetween(events / 2, events + 1);
    assertThat(RecordingInfo.of(to).isEnded()).as(what).isTrue();
  }

  /** The oldest rolls may go before it is their turn. */
  @Test
  void aRollThatIsGoneIsNoFailure() {
    RollCompressor compressor = new RollCompressor();
    compressor.add(directory.resolve("20261128-2309.cq4"));
    compressor.close();
    assertThat(compressor.failure()).isEmpty();
  }
}
