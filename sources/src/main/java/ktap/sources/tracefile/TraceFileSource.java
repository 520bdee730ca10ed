package ktap.sources.tracefile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.Message;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.ReplaySettings;

/**
 * Replays a trace that another tool wrote. Needs no kernel, no root and no access to the machine
 * that was recorded. {@link #stop()} may be called by any thread, all else by one.
 */
public final class TraceFileSource implements EventSource {
  private final TraceFile file;
  private final EventTables tables;
  private final EventFeed feed;
  private final Playback playback;

  /**
   * Becomes the owner of the file, and begins to read it on another thread.
   *
   * @throws RecordingException if a time of the day is wanted that the file doesn't tell
   */
  public TraceFileSource(TraceFile file, ReplaySettings settings) {
    if (file.wallOffset().isEmpty()) {
      settings.checkWithoutClock(file.path());
    }
    this.file = file;
    this.tables = EventTables.create(file.kernel());
    this.feed = file.feed(tables);
    boolean needsSpan = settings.from().isPresent() || settings.to().isPresent();
    List<Long> span = needsSpan ? span() : List.of(0L, 0L);
    this.playback =
        new Playback(tables, feed, settings, span.getFirst(), span.getLast(), file.wallOffset());
    playback.start();
  }

  /** The times between which it happened; reads all of the file if that doesn't tell. */
  private List<Long> span() {
    List<Long> told = file.span();
    if (!told.isEmpty()) {
      return told;
    }
    EventFeed scan = file.feed(EventTables.create(file.kernel()));
    while (scan.next().isPresent()) {
      // only for its times
    }
    return List.of(scan.firstNanos(), scan.lastNanos());
  }

  @Override
  public EventTables tables() {
    return tables;
  }

  /**
   * A pair of times from which others follow; none if the file doesn't tell the time of the day.
   */
  public List<ClockPair> clocks() {
    return file.wallOffset().isEmpty()
        ? List.of()
        : List.of(new ClockPair(0, file.wallOffset().getAsLong()));
  }

  /** When its first event happened that is in the range; waits until it is read. */
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

  /** What was found so far that the user should know: damage, and what can't be told. */
  public List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    playback.warning().ifPresent(messages::add);
    file.damages().forEach(text -> messages.add(new Message(Message.Severity.DAMAGE, text)));
    feed.damages().forEach(text -> messages.add(new Message(Message.Severity.DAMAGE, text)));
    feed.notes().forEach(text -> messages.add(new Message(Message.Severity.WARNING, text)));
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
