package ktap.sources.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import ktap.sources.flow.EventBatch;
import ktap.sources.synthetic.SyntheticSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recorder that is killed at a random moment: what it had acknowledged is there. Twenty times by
 * default; {@code -Dktap.kills=200} for the long test.
 */
class KilledRecorderTest {
  private static final int KILLS = Integer.getInteger("ktap.kills", 20);
  private static final long SEED = 20261124;

  /** Longest time between the first event and the kill. */
  private static final int MOST_MICROS = 60_000;

  @TempDir private Path temporary;

  /**
   * The recorder: waits for a word, then tells after each batch how many events it has recorded.
   */
  static final class Recorder {
    private Recorder() {}

    public static void main(String[] words) throws IOException {
      RecordingSettings settings =
          Streams.settings().withRolls(1 << 20, Long.MAX_VALUE).appending();
      SyntheticSource source = new SyntheticSource(Streams.events(100_000_000));
      try (RecordingWriter writer =
              RecordingWriter.open(Path.of(words[0]), source.tables(), settings);
          DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out))) {
        if (System.in.read() < 0) {
          return; // the test is gone
        }
        source.start();
        while (!source.isEnded()) {
          source.poll(writer::append, 1);
          out.writeLong(writer.events());
        }
      }
    }
  }

  /** One that is ready. */
  private static Process start(Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--")) {
        command.add(argument);
      }
    }
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Recorder.class.getName(), directory.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Kills it some time after its first event; gives the last number that it told. */
  private static long acknowledged(Process recorder, int micros) throws Exception {
    recorder.getOutputStream().write('\n');
    recorder.getOutputStream().flush();
    DataInputStream in = new DataInputStream(recorder.getInputStream());
    long last = in.readLong();
    long kill = System.nanoTime() + micros * 1000L;
    boolean isKilled = false;
    try {
      while (true) {
        if (!isKilled && System.nanoTime() >= kill) {
          isKilled = true;
          recorder.toHandle().destroyForcibly(); // SIGKILL, and what it wrote can still be read
        }
        last = in.readLong();
      }
    } catch (EOFException e) {
      assertThat(recorder.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return last;
    }
  }

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    Random random = new Random(SEED);
    Process next = start(temporary.resolve("killed0"));
    for (int i = 0; i < KILLS; i++) {
      Path directory = temporary.resolve("killed" + i);
      long acknowledged = acknowledged(next, random.nextInt(MOST_MICROS));
      next = start(temporary.resolve("killed" + (i + 1))); // gets ready meanwhile
      long read = 0;
      for (EventBatch batch : Streams.replay(directory)) {
        read += batch.count();
      }
      assertThat(read).as("kill %d", i).isGreaterThanOrEqualTo(acknowledged);
      assertThat(RecordingInfo.of(directory).isEnded()).isFalse();
    }
    next.destroyForcibly();
  }

  @Test
  void killedRecordingIsContinued() throws Exception {
    Path directory = temporary.resolve("continued");
    long first = acknowledged(start(directory), 20_000);
    long all = acknowledged(start(directory), 20_000);
    assertThat(all).isGreaterThan(first);
    assertThat(Streams.count(Streams.replay(directory))).isGreaterThanOrEqualTo(all);
    assertThat(RecordingInfo.of(directory).rolls()).isGreaterThanOrEqualTo(2);
  }
}
