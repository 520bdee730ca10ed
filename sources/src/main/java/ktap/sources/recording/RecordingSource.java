package ktap.sources.recording;

import java.nio.file.Path;
import java.util.ArrayList;
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
import ktap.sources.flow.SourcePlaces;

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
public final class RecordingSource implements EventSource, SourcePlaces {
  private static final int BATCH = 256 << 10;

  private final EventTables tables;
  private final ReplaySettings settings;
  private final List<RecordingScan> scans;
  private final List<Lane> lanes = new ArrayList<>();
  private final EventBatchBuilder merged;
  private final RecordingFacts facts;
  private final List<ClockPair> clocks;
  private final RunClock reference;
  private final Pace pace;
  private TimeRange range = TimeRange.all();
  private long eventNanos = Long.MAX_VALUE;
  private long lastEventNanos = Long.MIN_VALUE;
  private long lastNanos;
  private long[] standing = {};
  private boolean isResumed;
  private boolean isEnded;
  private volatile boolean isStopped;

  private RecordingSource(List<RecordingScan> scans, ReplaySettings settings, EventTables tables) {
    this.tables = tables;
    this.merged = new EventBatchBuilder(tables, BATCH + 4096);
    this.scans = scans;
    this.settings = settings;
    Session first = scans.getFirst().session();
    this.facts = first.facts();
    this.clocks = first.allClocks();
    this.reference = RunClock.of(first);
    this.pace = new Pace(settings.speed());
    this.lastNanos = facts.startNanos();
  }

  /**
   * Opens recordings; the times of all are given in the clock of the first.
   *
   * @throws RecordingException if one isn't a recording, or can't be read, or nobody knows the time
   *     of the day that is needed for what the settings want, or to merge them
   */
  public static RecordingSource open(List<Path> directories, ReplaySettings settings) {
    List<RecordingScan> scans = scans(directories);
    RecordedKernels kernels = kernels(scans);
    return of(scans, settings, kernels.tables(), kernels);
  }

  /** The same, with tables that it shares with other sources. */
  public static RecordingSource open(
      List<Path> directories, ReplaySettings settings, EventTables tables) {
    List<RecordingScan> scans = scans(directories);
    return of(scans, settings, tables, kernels(scans));
  }

  /**
   * Waits until a recorder that has just begun has told which events it records. Returns at once if
   * there is none.
   */
  public static void await(Path directory) {
    RecordingScan.await(directory);
  }

  private static List<RecordingScan> scans(List<Path> directories) {
    return directories.stream().map(RecordingScan::of).toList();
  }

  private static RecordedKernels kernels(List<RecordingScan> scans) {
    RecordedKernels kernels = RecordedKernels.create();
    scans.forEach(kernels::add);
    return kernels;
  }

  private static RecordingSource of(
      List<RecordingScan> scans,
      ReplaySettings settings,
      EventTables tables,
      RecordedKernels kernels) {
    RecordingSource source = new RecordingSource(scans, settings, tables);
    source.checkClocks();
    source.setRange();
    for (RecordingScan scan : scans) {
      EventTables own = scans.size() == 1 ? tables : tables.of(tables.kernelId(), tables.kernel());
      RecordingReader reader = new RecordingReader(scan, own, kernels, settings, source.reference);
      source.lanes.add(new Lane(reader));
    }
    return source;
  }

  private void checkClocks() {
    Path first = scans.getFirst().directory();
    if (reference.wallOffset().isEmpty()) {
      settings.checkWithoutClock(first);
    }
    for (RecordingScan scan : scans) {
      if (!reference.isComparable(scan.clock())) {
        throw RecordingException.unmergeable(
            reference.wallOffset().isEmpty() ? first : scan.directory());
      }
    }
  }

  private void setRange() {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (RecordingScan scan : scans) {
      for (long time : scan.span(reference)) {
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
    }
    eventNanos = first;
    lastEventNanos = last;
    if (first > last) {
      return; // no events
    }
    range = TimeRange.of(settings, first, last, reference.wallOffset());
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
    if (range.hasStart()) {
      return range.fromNanos();
    }
    return scans.getFirst().isWhole() || eventNanos == Long.MAX_VALUE
        ? facts.startNanos()
        : eventNanos;
  }

  /** What the script of the recorder was told of the time; none if its start isn't part of this. */
  public ClockReadings readings() {
    boolean isAll = !range.hasStart() && scans.size() == 1 && scans.getFirst().isWhole();
    return isAll ? scans.getFirst().readings() : ClockReadings.NONE;
  }

  /** When the recorder ended, CLOCK_MONOTONIC; empty if it was killed or is still at work. */
  public Optional<Long> endNanos() {
    long end = scans.getFirst().endNanos();
    return end == Long.MIN_VALUE ? Optional.empty() : Optional.of(end);
  }

  /** When what is replayed ended: with the recorder, or with what was given out so far. */
  public long lastNanos() {
    return range.toNanos() == Long.MAX_VALUE ? endNanos().orElse(lastNanos) : lastNanos;
  }

  /** What the recorder's clocks told, for a {@link WallClock}; none if nobody told it the time. */
  public List<ClockPair> clocks() {
    return clocks;
  }

  /** How much of it was given out, from 0 to 1, by event time. */
  public double progress() {
    double from = Math.max(range.fromNanos(), eventNanos);
    double to = Math.min(range.toNanos(), lastEventNanos);
    return to <= from ? 1 : Math.clamp((lastNanos - from) / (to - from), 0, 1);
  }

  /** What was found so far that the user should know: damage, a range of time without events. */
  public List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    range.warning().ifPresent(messages::add);
    for (Lane lane : lanes) {
      for (String damage : lane.reader().damages()) {
        messages.add(
            new Message(
                Message.Severity.DAMAGE, damage + "; what is before and behind it was read"));
      }
    }
    return messages;
  }

  @Override
  public void start() {
    if (range.hasStart() && !isResumed) {
      for (Lane lane : lanes) {
        lane.reader().seek(range.fromNanos());
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
      if (!pace.isWaiting()) {
        Optional<EventBatch> next = next();
        if (next.isEmpty()) {
          isEnded = range.isPassed() || lanes.stream().allMatch(lane -> lane.reader().isEnded());
          return given;
        }
        pace.put(next.get());
      }
      Optional<EventBatch> due = pace.take();
      if (due.isEmpty()) {
        return given;
      }
      EventCursor first = due.get().cursor();
      first.next();
      lastNanos = first.timeNanos();
      consumer.accept(due.get());
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
    while (!range.isPassed()) {
      stand();
      Optional<EventBatch> batch =
          lanes.size() == 1 ? lanes.getFirst().reader().next() : nextMerged();
      if (batch.isEmpty()) {
        return batch;
      }
      EventBatch inRange = range.cut(batch.get());
      if (inRange.count() > 0) {
        return Optional.of(inRange);
      }
    }
    return Optional.empty();
  }

  /** Notes where what comes next begins. */
  private void stand() {
    if (standing.length == 0) {
      standing = new long[lanes.size() * 2];
    }
    for (int i = 0; i < lanes.size(); i++) {
      standing[i * 2] = lanes.get(i).coming();
      standing[i * 2 + 1] = lanes.get(i).key();
    }
  }

  @Override
  public String place() {
    StringBuilder place = new StringBuilder();
    for (int i = 0; i < standing.length; i++) {
      place.append(i == 0 ? "" : " ").append(standing[i]);
    }
    return place.toString();
  }

  @Override
  public boolean resume(String place) {
    String[] numbers = place.split(" ", -1);
    if (numbers.length != lanes.size() * 2) {
      return false;
    }
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).resume(Long.parseLong(numbers[i * 2]), Long.parseLong(numbers[i * 2 + 1]));
    }
    isResumed = true;
    return true;
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
