package ktap.sources.recording;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventSource;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import ktap.sources.synthetic.SyntheticSource;

/** Streams to record, and what a replay gives, in a form that can be compared. */
final class Streams {
  static final RecordingFacts FACTS =
      new RecordingFacts(
          "host", "boot", "6.18.0", "x86_64", 2, 7, 7, 0, "ktap", 1_000_000_000_000L);

  /** Wall time is event time plus 1.7e18. */
  static final long OFFSET = 1_700_000_000_000_000_000L;

  private Streams() {}

  static RecordingSettings settings() {
    return RecordingSettings.of(FACTS)
        .withClock(() -> new ClockPair(FACTS.startNanos(), FACTS.startNanos() + OFFSET));
  }

  /** What was recorded on another start of the machine, whose own clock begins anew. */
  static RecordingSettings settings(String boot, long startNanos, long realtimeNanos) {
    RecordingFacts facts =
        new RecordingFacts("host", boot, "6.18.0", "x86_64", 2, 7, 7, 0, "ktap", startNanos);
    return RecordingSettings.of(facts).withClock(() -> new ClockPair(startNanos, realtimeNanos));
  }

  static SyntheticSettings events(long count) {
    return SyntheticSettings.of(BuiltInEvents.all(), count).withLossEvery(1000);
  }

  static void record(Path directory, RecordingSettings settings, SyntheticSettings events) {
    SyntheticSource source = new SyntheticSource(events);
    try (RecordingWriter writer = RecordingWriter.open(directory, source.tables(), settings)) {
      source.start();
      while (!source.isEnded()) {
        source.poll(writer::append, 1);
      }
      writer.end(FACTS.startNanos() + 5_000_000_000L);
    }
  }

  /** Records as what a trace gives that doesn't tell the time of the day. */
  static void recordWithoutClock(Path directory, RecordingSettings settings) {
    SyntheticSource source = new SyntheticSource(events(1000));
    WallClock none = WallClock.of(List.of());
    try (RecordingWriter writer =
        RecordingWriter.open(directory, source.tables(), settings, none)) {
      source.start();
      while (!source.isEnded()) {
        source.poll(writer::append, 1);
      }
      writer.end(source.timeNanos());
    }
  }

  static List<EventBatch> batches(EventSource source) {
    List<EventBatch> batches = new ArrayList<>();
    source.start();
    while (!source.isEnded()) {
      source.poll(batches::add, 8);
    }
    source.close();
    return batches;
  }

  static List<EventBatch> replay(Path... directories) {
    return batches(RecordingSource.open(List.of(directories), ReplaySettings.all()));
  }

  static long count(List<EventBatch> batches) {
    return batches.stream().mapToLong(EventBatch::count).sum();
  }

  /** All that a script can see of a stream, one event a line; without the numbers of the stream. */
  static byte[] seen(List<EventBatch> batches) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (EventBatch batch : batches) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        String line =
            event.type()
                + " "
                + event.timeNanos()
                + " "
                + event.tid()
                + " "
                + event.pid()
                + " "
                + event.cpu()
                + " "
                + batch.tables().names().text(event.command())
                + " ";
        out.writeBytes(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.write(event.bytes(), event.payload(), event.payloadSize());
      }
    }
    return out.toByteArray();
  }
}
