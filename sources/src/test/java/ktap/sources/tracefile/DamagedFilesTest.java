package ktap.sources.tracefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import ktap.sources.flow.EventCursor;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.replay.ReplayedTraces;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files end with a sentence or with what could be read; nothing hangs or breaks. */
class DamagedFilesTest {
  private static final int TRIES = 40;

  /** 1 tries every byte: -Ddamage.step=1. */
  private static final int STEP = Integer.getInteger("damage.step", 11);

  @TempDir Path directory;

  /** Reads a file to its end, and each event's bytes. */
  private void tryOut(byte[] bytes) {
    Path file = TraceFiles.write(bytes, directory.resolve("damaged"));
    long[] sum = {0};
    try (ReplayedTraces traces = ReplayedTraces.open(List.of(file), ReplaySettings.all())) {
      traces.source().start();
      while (!traces.source().isEnded()) {
        traces
            .source()
            .poll(
                batch -> {
                  for (EventCursor event = batch.cursor(); event.next(); ) {
                    event
                        .type()
                        .fields()
                        .forEach(
                            field ->
                                sum[0] +=
                                    field.isText()
                                        ? field.dataLength(event.bytes(), event.payload())
                                        : field.isInteger()
                                            ? field.readLong(event.bytes(), event.payload())
                                            : 0);
                  }
                },
                4);
      }
      assertThat(traces.messages().get()).allMatch(message -> !message.text().isEmpty());
    } catch (RecordingException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "perfdata/file.data",
        "perfdata/pipe.data",
        "perfdata/zstd.data",
        "perfdata/chains.data",
        "tracedat/v6.dat",
        "tracedat/v7.dat",
        "tracedat/v7-zstd.dat",
        "tracedat/instances.dat"
      })
  void neitherHangsNorBreaks(String name) {
    byte[] whole = TraceFiles.bytes(name);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < TRIES; i++) {
      tryOut(Arrays.copyOf(whole, random.nextInt(i % 4 == 0 ? 600 : whole.length)));
      byte[] flipped = whole.clone();
      int flips = 1 + random.nextInt(3);
      for (int k = 0; k < flips; k++) {
        // the head, in which sizes and places are told, more often than its share
        int at = random.nextInt(i % 2 == 0 ? 1000 : whole.length);
        flipped[at] = (byte) random.nextInt();
      }
      tryOut(flipped);
      byte[] noise = Arrays.copyOf(whole, 40 + random.nextInt(2000));
      byte[] rest = new byte[noise.length];
      random.nextBytes(rest);
      int kept = 10 + random.nextInt(200);
      for (int at = kept; at < noise.length; at++) {
        noise[at] = rest[at];
      }
      tryOut(noise);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"perfdata/small.data", "perfdata/small-pipe.data", "perfdata/small-zstd.data"})
  void damageAtAnyByteIsTold(String name) {
    byte[] whole = TraceFiles.bytes(name);
    for (int at = 0; at < whole.length; at += STEP) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (at % 2 == 0 ? 0xff : 0x80);
      tryOut(flipped);
      tryOut(Arrays.copyOf(whole, at));
    }
  }

  /** A file with formats is too large for each byte: its ends, where places are told, and steps. */
  @ParameterizedTest
  @ValueSource(strings = {"tracedat/v6.dat", "tracedat/v7.dat", "tracedat/v7-zstd.dat"})
  void damageInManyPlacesIsTold(String name) {
    byte[] whole = TraceFiles.bytes(name);
    for (int at = 0;
        at < whole.length;
        at += at < 300 || at > whole.length - 300 ? STEP : 997 * STEP) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) 0xff;
      tryOut(flipped);
      tryOut(Arrays.copyOf(whole, at));
    }
  }
}
