package ktap.sources.recording;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Message;

/**
 * Replays one recording, or several merged by time. Needs no kernel, no root and no access to the
 * machine that was recorded.
 *
 * <pre>{@code
 * try (RecordingSource source = RecordingSource.open(List.of(path), ReplaySettings.all())) {
 *   source.start();
 *   while (!source.isEnded()) {
 *     source.poll(consumer, 16);
 *   }
 * }
 * }</pre>
 *
 * <p>The events of one recording come in the order in which they were written, never sorted again.
 * {@link #stop()} may be called by any thread, all else by one.
 */
public final class RecordingSource implements EventSource {
  private static final int BATCH = 256 << 10;

  private final EventTables tables = EventTables.create();
  private final ReplaySettings settings;
  private final List<RecordingScan> scans;
  private final List<Lane> lanes = new ArrayList<>();
  private final EventBatchBuilder merged = new EventBatchBuilder(tables, BATCH + 4096);
  private final RecordingFacts facts;
  private final WallClock clock;
  private long fromNanos = Long.MIN_VALUE;
  private long toNanos = Long.MAX_VALUE;
  private long eventNanos = Long.MAX_VALUE;
  private long lastEventNanos = Long.MIN_VALUE;
  private long firstNanos = Long.MIN_VALUE;
  private long lastNanos;
  private long clockStart;
  private Optional<EventBatch> held = Optional.empty();
  private boolean isEnded;
  private volatile boolean isStopped;

  private RecordingSource(List<RecordingScan> scans, ReplaySettings settings) {
    this.scans = scans;
    this.settings = settings;
    Session first = scans.getFirst().session();
    this.facts = first.facts();
    this.clock = WallClock.of(first.clocks());
    this.lastNanos = facts.startNanos();
  }

  /**
   * Opens recordings; the times of all are given in the clock of the first.
   *
   * @throws RecordingException if one isn't a recording, or can't be read
   */
  public static RecordingSource open(List<Path> directories, ReplaySettings settings) {
    List<RecordingScan> scans = new ArrayList<>();
    for (Path directory : directories) {
      scans.add(RecordingScan.of(directory));
    }
    RecordingSource source = new RecordingSource(scans, settings);
    source.setRange();
    for (RecordingScan scan : scans) {
      RecordingReader reader =
          new RecordingReader(scan, source.tables, settings, source.facts, source.clock.first());
      source.lanes.add(new Lane(reader));
    }
    return source;
  }

  private void setRange() {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (RecordingScan scan : scans) {
      for (RollSummary roll : scan.rolls()) {
        first = Math.min(first, roll.firstNanos());
        last = Math.max(last, roll.lastNanos());
      }
    }
    eventNanos = first;
    lastEventNanos = last;
    if (first > last) {
      return; // no events
    }
    long offset = clock.first().offset();
    if (settings.from().isPresent()) {
      fromNanos = settings.from().get().nanos(first, last, offset);
    }
    if (settings.to().isPresent()) {
      toNanos = settings.to().get().nanos(first, last, offset);
    }
  }

  @Override
  public EventTables tables() {
    return tables;
  }

  /** What is known of the machine and the run that were recorded; of several, the first. */
  public RecordingFacts facts() {
    return facts;
  }

  /** The events that the recordings know, those that never happened included. */
  public RecordingCatalog catalog() {
    return RecordingCatalog.ofScans(scans);
  }

  /** When what is replayed began: with the recorder, or later if its start isn't part of it. */
  public long startNanos() {
    if (fromNanos != Long.MIN_VALUE) {
      return fromNanos;
    }
    return scans.getFirst().isWhole() || eventNanos == Long.MAX_VALUE
        ? facts.startNanos()
        : eventNanos;
  }

  /** What the script of the recorder was told of the time; none if its start isn't part of this. */
  public ClockReadings readings() {
    boolean isAll = fromNanos == Long.MIN_VALUE && scans.size() == 1 && scans.getFirst().isWhole();
    return isAll ? scans.getFirst().readings() : ClockReadings.NONE;
  }

  /** When the recorder ended, CLOCK_MONOTONIC; empty if it was killed or is still at work. */
  public Optional<Long> endNanos() {
    long end = scans.getFirst().endNanos();
    return end == Long.MIN_VALUE ? Optional.empty() : Optional.of(end);
  }

  /** When what is replayed ended: with the recorder, or with what was given out so far. */
  public long lastNanos() {
    return toNanos == Long.MAX_VALUE ? endNanos().orElse(lastNanos) : lastNanos;
  }

  /** The wall time of an event time, as the recorder's clocks told it. */
  public long realtimeNanos(long monotonicNanos) {
    return clock.realtimeNanos(monotonicNanos);
  }

  /** How much of it was given out, from 0 to 1, by event time. */
  public double progress() {
    double from = Math.max(fromNanos, eventNanos);
    double to = Math.min(toNanos, lastEventNanos);
    return to <= from ? 1 : Math.clamp((lastNanos - from) / (to - from), 0, 1);
  }

  /** What was found so far that the user should know: places that are damaged. */
  public List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    for (Lane lane : lanes) {
      for (String damage : lane.reader().damages()) {
        messages.add(
            new Message(
                Message.Severity.WARNING, damage + "; what is before and behind it was read"));
      }
    }
    return messages;
  }

  @Override
  public void start() {
    clockStart = System.nanoTime();
    if (fromNanos != Long.MIN_VALUE) {
      for (Lane lane : lanes) {
        lane.reader().seek(fromNanos);
      }
    }
  }

  @Override
  public int poll(Consumer<? super EventBatch> consumer, int limit) {
    int given = 0;
    while (given < limit && !isEnded) {
      if (isStopped) {
        isEnded = true;
        consumer.accept(stopBatch());
        return given + 1;
      }
      Optional<EventBatch> batch = held.isPresent() ? held : next();
      if (batch.isEmpty()) {
        isEnded = lanes.stream().allMatch(lane -> lane.reader().isEnded());
        return given;
      }
      held = isTooEarly(batch.get()) ? batch : Optional.empty();
      if (held.isPresent()) {
        return given;
      }
      consumer.accept(batch.get());
      given++;
    }
    return given;
  }

  private EventBatch stopBatch() {
    merged.build();
    merged.add(EventTypes.STOP, lastNanos, 0, 0, 0, 0, 0, 0);
    return merged.build();
  }

  /** The next batch that has events in the range. */
  private Optional<EventBatch> next() {
    while (true) {
      Optional<EventBatch> batch =
          lanes.size() == 1 ? lanes.getFirst().reader().next() : nextMerged();
      if (batch.isEmpty()) {
        return batch;
      }
      EventBatch inRange =
          fromNanos == Long.MIN_VALUE && toNanos == Long.MAX_VALUE ? batch.get() : cut(batch.get());
      if (isEnded || inRange.count() > 0) {
        return inRange.count() > 0 ? Optional.of(inRange) : Optional.empty();
      }
    }
  }

  /** What of a batch lies in the range; a mark at its end tells timers that it was reached. */
  private EventBatch cut(EventBatch batch) {
    int from = -1;
    int to = batch.length();
    EventCursor event = batch.cursor();
    while (event.next()) {
      if (event.timeNanos() > toNanos && !event.isLate()) {
        to = event.start();
        isEnded = true;
        break;
      }
      if (from < 0 && event.timeNanos() >= fromNanos) {
        from = event.start();
      }
    }
    if (from < 0) {
      from = to;
    }
    byte[] bytes = Arrays.copyOfRange(batch.bytes(), from, to);
    EventBatch part = EventBatch.of(tables, bytes, bytes.length);
    return isEnded ? withMark(part) : part;
  }

  private EventBatch withMark(EventBatch part) {
    EventBatchBuilder builder = new EventBatchBuilder(tables, part.length() + 64);
    for (EventCursor event = part.cursor(); event.next(); ) {
      builder.add(event);
    }
    builder.addMark(toNanos);
    return builder.build();
  }

  private Optional<EventBatch> nextMerged() {
    while (merged.length() < BATCH) {
      Lane first = null;
      long second = Long.MAX_VALUE;
      for (Lane lane : lanes) {
        if (!lane.hasEvent()) {
          if (!lane.reader().isEnded()) {
            return built(); // it is being written: nobody knows yet what comes first
          }
        } else if (first == null || lane.key() < first.key()) {
          second = first == null ? second : Math.min(second, first.key());
          first = lane;
        } else {
          second = Math.min(second, lane.key());
        }
      }
      if (first == null) {
        return built();
      }
      first.moveTo(merged, second, BATCH);
    }
    return built();
  }

  private Optional<EventBatch> built() {
    return merged.isEmpty() ? Optional.empty() : Optional.of(merged.build());
  }

  /** With a speed, whether the clock hasn't come to the batch yet. */
  private boolean isTooEarly(EventBatch batch) {
    EventCursor event = batch.cursor();
    event.next();
    long time = event.timeNanos();
    if (firstNanos == Long.MIN_VALUE) {
      firstNanos = time;
    }
    boolean isEarly =
        settings.speed() > 0
            && !isStopped
            && (time - firstNanos) / settings.speed() > System.nanoTime() - clockStart;
    if (!isEarly) {
      lastNanos = time;
    }
    return isEarly;
  }

  /**
   * How many events of the first recording lie before what comes next, those of earlier batches and
   * of rolls that are gone included: where to go on after a restart.
   */
  public long ordinal() {
    return lanes.getFirst().reader().ordinal();
  }

  @Override
  public void stop() {
    isStopped = true;
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public void close() {
    isEnded = true;
    for (Lane lane : lanes) {
      lane.reader().close();
    }
  }
}
