package ktap.sources.tracefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.perfdata.PerfDataFile;
import ktap.sources.recording.RecordingException;
import ktap.sources.tracedat.TraceDatFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A byte is flipped, or the file is cut off there: at every place of its head and of its first
 * records, and at places all over it. It ends with a sentence or with what could be read.
 */
class DamagedBytesTest {
  static final List<String> FILES =
      List.of(
          "perfdata/file.data",
          "perfdata/pipe.data",
          "perfdata/zstd.data",
          "perfdata/zstd-pipe.data",
          "tracedat/v6.dat",
          "tracedat/v7.dat",
          "tracedat/v7-zstd.dat",
          "tracedat/function.dat");

  /** So many bytes from the start on are all tried. */
  private static final int HEAD = 256;

  /** So many of the others are tried, evenly spread. */
  private static final int OTHERS = 100;

  /** What is read of a file is at most so many times its size: nothing goes on without end. */
  private static final long MOST_TIMES = 100;

  private static final byte[] ODD = {0, 1, 0x7f, -128, -1};

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("damaged");
  }

  private TraceFile open(String name) {
    return name.startsWith("perfdata") ? PerfDataFile.open(file()) : TraceDatFile.open(file());
  }

  /** Reads all there is, on this thread. */
  private void tryOut(String name, byte[] bytes) {
    TraceFiles.write(bytes, file());
    try (TraceFile file = open(name)) {
      EventFeed feed = file.feed(EventTables.create(file.kernel()));
      long sum = 0;
      for (var batch = feed.next(); batch.isPresent(); batch = feed.next()) {
        sum += batch.get().length();
        for (EventCursor event = batch.get().cursor(); event.next(); ) {
          sum += event.type().fields().size();
        }
        assertThat(sum).isLessThan(MOST_TIMES * Math.max(bytes.length, 1 << 16));
      }
      assertThat(feed.damages()).noneMatch(String::isEmpty);
      assertThat(feed.progress()).isBetween(0.0, 1.0);
    } catch (RecordingException e) {
      assertThat(e.getMessage()).contains(file().toString());
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
      tryOut(name, bytes);
      bytes[at] = kept;
    }
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void aFileThatWasCutOffIsSurvived(String name) {
    byte[] bytes = TraceFiles.bytes(name);
    for (int length : places(bytes.length)) {
      tryOut(name, Arrays.copyOf(bytes, length));
    }
  }

  /** Bytes among the records, several at a time: seeds are fixed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "perfdata/file.data",
        "perfdata/pipe.data",
        "perfdata/zstd.data",
        "perfdata/chains.data"
      })
  void manyFlippedBytesAreSurvived(String name) {
    byte[] whole = TraceFiles.bytes(name);
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      byte[] bytes = whole.clone();
      int from = random.nextInt(2) == 0 ? 0 : random.nextInt(whole.length);
      int length = Math.min(whole.length - from, 1 << 8 + random.nextInt(9));
      for (int i = random.nextInt(64); i >= 0; i--) {
        bytes[from + random.nextInt(length)] = ODD[i % ODD.length];
      }
      tryOut(name, bytes);
    }
  }
}
