package ktap.sources.perfdata;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.tracefile.InputFile;
import ktap.sources.tracefile.Playback;
import ktap.sources.tracefile.TracingData;

/**
 * Replays a file that {@code perf record} wrote. Needs no kernel, no root and no access to the
 * machine that was recorded; memory doesn't depend on the file's size.
 *
 * <p>Times are perf's own: those of its default clock begin with the machine's start, and what time
 * of the day that was is told only by files recorded with {@code -k}. {@link #stop()} may be called
 * by any thread, all else by one.
 */
public final class PerfDataSource implements EventSource {
  private final InputFile file;
  private final PerfHeader header;
  private final PerfEvents events;
  private final EventTables tables;
  private final PerfEventFeed feed;
  private final Playback playback;

  private PerfDataSource(InputFile file, ReplaySettings settings) {
    this.file = file;
    this.header = HeaderReader.read(file);
    this.events = new PerfEvents(header);
    if (header.events().isEmpty()) {
      throw new RecordingException(
          file.path() + " describes no events, so that nothing in it can be read");
    }
    this.tables = newTables();
    this.feed = new PerfEventFeed(file, header, events, tables);
    this.playback = playback(settings);
  }

  /**
   * @throws RecordingException if it isn't such a file, or can't be read
   */
  public static PerfDataSource open(Path path, ReplaySettings settings) {
    InputFile file = InputFile.open(path);
    try {
      return new PerfDataSource(file, settings);
    } catch (RecordingException e) {
      file.close();
      throw e;
    }
  }

  private EventTables newTables() {
    return EventTables.create(header.tracing().map(TracingData::kernel).orElse(KernelNames.NONE));
  }

  private Playback playback(ReplaySettings settings) {
    long first = header.firstNanos();
    long last = header.lastNanos();
    boolean needsSpan = settings.from().isPresent() || settings.to().isPresent();
    if (needsSpan && last == 0) {
      PerfEventFeed scan = new PerfEventFeed(file, header, new PerfEvents(header), newTables());
      while (scan.next().isPresent()) {
        // only for its times
      }
      first = scan.firstNanos();
      last = scan.lastNanos();
    }
    long offset = header.clock().map(ClockPair::offset).orElse(0L);
    return new Playback(tables, feed, settings, first, last, offset);
  }

  @Override
  public EventTables tables() {
    return tables;
  }

  /** The events that it can give out. */
  public PerfDataCatalog catalog() {
    return new PerfDataCatalog(events);
  }

  /** What is known of the machine that was recorded. */
  public RecordingFacts facts() {
    return header.facts();
  }

  /** The command that recorded it; empty if the file doesn't tell. */
  public String commandLine() {
    return header.commandLine();
  }

  /** Whether the file tells what time of the day its events happened. */
  public boolean hasWallClock() {
    return header.clock().isPresent();
  }

  /** The wall time of an event time; the event time itself if the file doesn't tell. */
  public long realtimeNanos(long eventNanos) {
    Optional<ClockPair> clock = header.clock();
    return clock.isPresent() ? eventNanos + clock.get().offset() : eventNanos;
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

  /** What was found so far that the user should know: damage, and what can't be told. */
  public List<Message> messages() {
    List<String> found = new ArrayList<>(header.damages());
    if (!header.isFinished()) {
      found.add(
          file.path()
              + " wasn't finished, as 'perf record' was killed: events of tracepoints have numbers"
              + " instead of names, and no fields");
    }
    header.tracing().ifPresent(tracing -> found.addAll(tracing.formats().damages()));
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
