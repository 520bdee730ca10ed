package ktap.pipelines.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.RecordingSettings;
import ktap.sources.recording.RecordingWriter;
import ktap.sources.synthetic.SyntheticSettings;
import ktap.sources.synthetic.SyntheticSource;

/** Command lines that are run within the test, and recordings for them. */
final class Commands {
  static final RecordingFacts FACTS =
      new RecordingFacts(
          "host", "boot", "6.18.0", "x86_64", 2, 7, 7, 0, "ktap", 1_000_000_000_000L);

  /** Wall time is event time plus 1.7e18. */
  static final long OFFSET = 1_700_000_000_000_000_000L;

  private Commands() {}

  static Ktap.Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err);
    int status = Main.run(words, console);
    return new Ktap.Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Makes a recording of generated events. */
  static String record(Path directory, SyntheticSettings events) {
    return record(directory, events, FACTS);
  }

  static String record(Path directory, SyntheticSettings events, RecordingFacts facts) {
    RecordingSettings settings =
        RecordingSettings.of(facts)
            .withClock(() -> new ClockPair(FACTS.startNanos(), FACTS.startNanos() + OFFSET));
    SyntheticSource source = new SyntheticSource(events);
    try (RecordingWriter writer = RecordingWriter.open(directory, source.tables(), settings)) {
      source.start();
      while (!source.isEnded()) {
        source.poll(writer::append, 1);
      }
      writer.end(FACTS.startNanos() + 5_000_000_000L);
    }
    return directory.toString();
  }

  /** Unpacks a fixture, and gives where it is as an argument for a command. */
  static String unpack(Path packed, Path to) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.copy(in, to);
    }
    return to.toString();
  }
}
