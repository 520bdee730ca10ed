package ktap.sources.tracefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.format.EventText;
import ktap.sources.recording.RecordingException;
import ktap.sources.replay.ForeignTraces;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Damaged files end with a sentence or with what could be read: nothing hangs, nothing goes on
 * without end, and no event leaves its bounds.
 */
class DamagedFilesTest {
  static final List<String> FILES =
      List.of(
          "perfdata/small.data",
          "perfdata/small-pipe.data",
          "perfdata/small-zstd.data",
          "perfdata/file.data",
          "perfdata/zstd-pipe.data",
          "perfdata/chains.data",
          "perfdata/lost.data",
          "tracedat/v6.dat",
          "tracedat/v7.dat",
          "tracedat/v7-zstd.dat",
          "tracedat/v7-zlib.dat",
          "tracedat/instances.dat",
          "tracedat/function.dat",
          "tracedat/lost.dat");

  /** So many bytes from the start on are all tried: there sizes and places are told. */
  private static final int HEAD = 256;

  /** So many of the others are tried, evenly spread; -Ddamage.places=1000000 tries each. */
  private static final int OTHERS = Integer.getInteger("damage.places", 100);

  /** What is read of a file is at most so many times its size. */
  private static final long MOST_TIMES = 100;

  private static final int[] ZEROS = {64, 5000};
  private static final int SEEDS = 40;
  private static final byte[] ODD = {0, 1, 0x7f, -128, -1};

  @TempDir Path directory;

  private final ByteText out = new ByteText();

  /** Reads all there is, on this thread. */
  private void tryOut(byte[] bytes) {
    Path path = TraceFiles.write(bytes, directory.resolve("damaged"));
    try (TraceFile file = ForeignTraces.open(List.of(path))) {
      EventFeed feed = file.feed(EventTables.create(file.kernel()));
      Map<EventType, EventText> texts = new HashMap<>();
      long read = 0;
      for (var batch = feed.next(); batch.isPresent(); batch = feed.next()) {
        for (EventCursor event = batch.get().cursor(); event.next(); ) {
          event.type().fields().forEach(field -> touch(field, event));
          EventText text = texts.computeIfAbsent(event.type(), EventText::of);
          text.append(event, out.clear());
        }
        read += batch.get().length();
        assertThat(read).isLessThan(MOST_TIMES * Math.max(bytes.length, 1 << 16));
      }
      assertThat(file.damages()).noneMatch(String::isEmpty);
      assertThat(feed.damages()).noneMatch(String::isEmpty);
      assertThat(feed.progress()).isBetween(0.0, 1.0);
    } catch (RecordingException e) {
      assertThat(e.getMessage()).contains(path.toString());
    }
  }

  /** What is read of a file: events, events that were lost, and whether damage was told. */
  private record Found(long events, long lost, boolean hasDamage) {}

  private Found found(byte[] bytes) {
    Path path = TraceFiles.write(bytes, directory.resolve("zeroed"));
    try (TraceFile file = ForeignTraces.open(List.of(path))) {
      TraceFileInfo info = TraceFileInfo.of(file, _ -> {});
      return new Found(info.count(), info.lost(), !info.damages().isEmpty());
    } catch (RecordingException e) {
      return new Found(0, 0, true);
    }
  }

  private static void touch(Field field, EventCursor event) {
    if (field.isText()) {
      field.dataLength(event.bytes(), event.payload());
    } else if (field.isInteger()) {
      field.readLong(event.bytes(), event.payload());
    }
  }

  /** All places of the start, and some of the others. */
  private static int[] places(int length) {
    int step = Math.max(1, (length - HEAD) / OTHERS);
    IntUnaryOperator place = i -> i < HEAD ? i : HEAD + (i - HEAD) * step;
    return IntStream.range(0, HEAD + OTHERS).map(place).filter(at -> at < length).toArray();
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void aFlippedByteIsSurvived(String name) {
    byte[] bytes = TraceFiles.bytes(name);
    for (int at : places(bytes.length)) {
      byte kept = bytes[at];
      bytes[at] = (byte) ~kept;
      tryOut(bytes);
      bytes[at] = (byte) (kept ^ 0x80);
      tryOut(bytes);
      bytes[at] = kept;
    }
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void aFileThatWasCutOffIsSurvived(String name) {
    byte[] bytes = TraceFiles.bytes(name);
    for (int length : places(bytes.length)) {
      tryOut(Arrays.copyOf(bytes, length));
    }
  }

  /**
   * No event is gone in silence where a disk left zeros. Only their number is looked at: nothing in
   * the formats tells whether the bytes inside of an event, or texts of the head, are still those
   * that were written. Zeros begin and end between words, since half a number is a number, too.
   */
  @ParameterizedTest
  @FieldSource("FILES")
  void eventsThatZerosTookAreTold(String name) {
    byte[] whole = TraceFiles.bytes(name);
    Found usual = found(whole);
    assertThat(usual.hasDamage()).isFalse();
    for (int length : ZEROS) {
      for (int place : places(whole.length)) {
        int from = place & ~7;
        byte[] bytes = whole.clone();
        Arrays.fill(bytes, from, Math.min(from + length, bytes.length), (byte) 0);
        Found found = found(bytes);
        boolean isTold = found.hasDamage() || found.lost() > usual.lost();
        assertThat(isTold || found.events() == usual.events())
            .as("%d zeros at byte %d leave %d events", length, from, found.events())
            .isTrue();
      }
    }
  }

  /** Several bytes close to each other, or all behind some place: seeds are fixed. */
  @ParameterizedTest
  @FieldSource("FILES")
  void manyWrongBytesAreSurvived(String name) {
    byte[] whole = TraceFiles.bytes(name);
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = whole.clone();
      int from = random.nextBoolean() ? 0 : random.nextInt(whole.length);
      int length = Math.min(whole.length - from, 1 << 8 + random.nextInt(9));
      for (int i = random.nextInt(64); i >= 0; i--) {
        bytes[from + random.nextInt(length)] = ODD[i % ODD.length];
      }
      tryOut(bytes);
      byte[] noise = new byte[40 + random.nextInt(2000)];
      random.nextBytes(noise);
      System.arraycopy(whole, 0, noise, 0, Math.min(noise.length, 10 + random.nextInt(200)));
      tryOut(noise);
    }
  }
}
