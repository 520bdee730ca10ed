package ktap.sources.tracedat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.Message;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.tracefile.InputFile;
import ktap.sources.tracefile.Playback;

/**
 * Replays a file that {@code trace-cmd} wrote. Needs no kernel, no root and no access to the
 * machine that was recorded; memory doesn't depend on the file's size.
 *
 * <p>Times are those of the clock that was recorded with; what time of the day that was is told
 * only by files recorded with {@code --date}. Command names are those at the end of the recording,
 * and each thread counts as a process, since the file doesn't tell more. {@link #stop()} may be
 * called by any thread, all else by one.
 */
public final class TraceDatSource implements EventSource {
  private final InputFile file;
  private final TraceDat dat;
  private final EventTables tables;
  private final TraceDatFeed feed;
  private final Playback playback;

  private TraceDatSource(InputFile file, ReplaySettings settings) {
    this.file = file;
    this.dat = TraceDatReader.read(file);
    this.tables = EventTables.create(dat.tracing().kernel());
    this.feed = new TraceDatFeed(file, dat, tables);
    this.playback = playback(settings);
  }

  /**
   * @throws RecordingException if it isn't such a file, or can't be read
   */
  public static TraceDatSource open(Path path, ReplaySettings settings) {
    InputFile file = InputFile.open(path);
    try {
      return new TraceDatSource(file, settings);
    } catch (RecordingException e) {
      file.close();
      throw e;
    }
  }

  private Playback playback(ReplaySettings settings) {
    long first = 0;
    long last = 0;
    if (settings.from().isPresent() || settings.to().isPresent()) {
      TraceDatFeed scan = new TraceDatFeed(file, dat, EventTables.create());
      while (scan.next().isPresent()) {
        // only for its times
      }
      first = scan.firstNanos();
      last = scan.lastNanos();
    }
    return new Playback(tables, feed, settings, first, last, dat.wallOffset());
  }

  @Override
  public EventTables tables() {
    return tables;
  }

  /** The events that it can give out. */
  public TraceDatCatalog catalog() {
    return new TraceDatCatalog(dat.tracing().formats());
  }

  /** What is known of the machine that was recorded. */
  public RecordingFacts facts() {
    return dat.facts();
  }

  /** The kernel's name of the clock that tells the times; empty if the file doesn't tell. */
  public String clock() {
    return dat.clock();
  }

  /** Whether the file tells what time of the day its events happened. */
  public boolean hasWallClock() {
    return dat.wallOffset() != 0;
  }

  /** The wall time of an event time; the event time itself if the file doesn't tell. */
  public long realtimeNanos(long eventNanos) {
    return eventNanos + dat.wallOffset();
  }

  /** When its first event happened that is in the range. */
  public long startNanos() {
    return playback.startNanos();
  }

  /** When the last event happened that was given out so far. */
  public long lastNanos() {
    return playback.lastNanos();
  }

  /** How much of the file was read so far, from 0 to 1. */
  public double progress() {
    return feed.progress();
  }

  /** What was found so far that the user should know: damage. */
  public List<Message> messages() {
    List<String> found = new ArrayList<>(dat.damages());
    found.addAll(dat.tracing().formats().damages());
    found.addAll(feed.damages());
    List<Message> messages = new ArrayList<>();
    for (String text : found) {
      messages.add(new Message(Message.Severity.WARNING, text));
    }
    return messages;
  }

  @Override
  public void start() {
    // all is there already
  }

  @Override
  public int poll(Consumer<? super EventBatch> consumer, int limit) {
    return playback.poll(consumer, limit);
  }

  @Override
  public void stop() {
    playback.stop();
  }

  @Override
  public boolean isEnded() {
    return playback.isEnded();
  }

  @Override
  public void close() {
    playback.close();
    file.close();
  }
}
