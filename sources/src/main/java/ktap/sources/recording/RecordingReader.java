package ktap.sources.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventTables;
import org.jspecify.annotations.Nullable;

/**
 * Reads the batches of one recording in the order in which they were written. Events that are gone,
 * because a document is damaged, are a loss in the stream. Not for several threads.
 */
final class RecordingReader implements AutoCloseable {
  private final Path directory;
  private final EventTables tables;
  private final RecordedKernels kernels;
  private final boolean follows;
  private final Share share;
  private final Deque<Path> files;
  private final Deque<Ready> ready = new ArrayDeque<>();
  private final List<String> damages = new ArrayList<>();
  private final RunClock reference;

  private @Nullable RollReader roll; // null before the first roll
  private Session session;

  /** Ordinal of the next event; -1 before the first batch. */
  private long expected = -1;

  private final boolean sharesRolls;
  private long rolls;

  /** Ordinal of the first event of what was given out last. */
  private long given = -1;

  private long batches;
  private long lastNanos;
  private boolean isEnded;

  /**
   * @param ordinal of the first event; of a gap, of the first that is missing
   */
  private record Ready(EventBatch batch, long ordinal) {}

  /**
   * @param kernels gets to know those of all its parts
   * @param reference whose clock the times are given in
   */
  RecordingReader(
      RecordingScan scan,
      EventTables tables,
      RecordedKernels kernels,
      ReplaySettings settings,
      RunClock reference) {
    this.directory = scan.directory();
    this.tables = tables;
    this.kernels = kernels;
    this.follows = settings.follows();
    this.share = settings.share();
    this.files = new ArrayDeque<>(RollFile.in(directory));
    this.sharesRolls = !follows && share.isOfRolls(files.size());
    this.reference = reference;
    this.session = new Session(-1, tables, kernels);
  }

  /** The next batch; empty if there is none, or none yet. */
  Optional<EventBatch> next() {
    while (ready.isEmpty() && !isEnded) {
      RollReader current = roll == null ? openNext() : roll;
      if (current == null) {
        isEnded = true;
      } else if (current.next()) {
        read(current);
      } else if (!leave(current)) {
        return Optional.empty();
      }
    }
    Ready first = ready.poll();
    if (first == null) {
      return Optional.empty();
    }
    given = first.ordinal;
    return Optional.of(first.batch);
  }

  private @Nullable RollReader openNext() {
    while (sharesRolls && !files.isEmpty() && !share.has(rolls++)) {
      files.remove();
    }
    Path file = files.poll();
    if (sharesRolls && file != null) {
      expected = firstOrdinal(file);
    }
    roll = file == null ? null : new RollReader(file, RollReader.AHEAD, follows && files.isEmpty());
    return roll;
  }

  /** Leaves a roll that has no more; false if there may be more later. */
  private boolean leave(RollReader current) {
    if (follows && !current.isFinished() && files.isEmpty() && RecordingLock.isHeld(directory)) {
      return false;
    }
    for (long at : current.damages()) {
      damages.add(current.file() + " is damaged at byte " + at);
    }
    if (isCutOff(current)) {
      damages.add(current.file() + " is cut off at byte " + current.end());
    }
    Path file = current.file();
    if (sharesRolls && !files.isEmpty()) {
      lookBehind(current);
    }
    current.close();
    roll = null;
    if (follows && files.isEmpty()) {
      for (Path later : RollFile.in(directory)) {
        if (later.compareTo(file) > 0) {
          files.add(later);
        }
      }
    }
    isEnded = files.isEmpty();
    return true;
  }

  /** A roll ends with a mark; only the last one may lack it, and never one that is compressed. */
  private boolean isCutOff(RollReader current) {
    boolean isLast = files.isEmpty() && Files.exists(current.file());
    return !isLast && !current.isFinished() && current.damages().isEmpty();
  }

  /** Whether all events are there up to those of the next roll, which another replay reads. */
  private void lookBehind(RollReader current) {
    long next = firstOrdinal(files.getFirst());
    if (expected >= 0 && next > expected) {
      ready.add(new Ready(gap(current, lastNanos, next - expected), expected));
    }
  }

  /** How many events were recorded before a roll; -1 if nothing in it is whole. */
  private static long firstOrdinal(Path file) {
    try (RollReader first = new RollReader(file, RollReader.HOP, false)) {
      return first.next() ? first.ordinal() : -1;
    }
  }

  private void read(RollReader current) {
    boolean isKnown = current.session() == session.number();
    if (current.kind() == Document.BATCH) {
      readBatch(current);
      return;
    }
    boolean several = current.hasSeveralKernels();
    if (current.kind() == Document.KERNEL
        && isKnown
        && session.hasKernel(current.checksum(), several)) {
      return;
    }
    Optional<byte[]> body = current.body();
    if (body.isEmpty() || !(isKnown || current.kind() == Document.SNAPSHOT)) {
      return;
    }
    try {
      switch (current.kind()) {
        case Document.SNAPSHOT -> readSnapshot(current, new BodyReader(body.get()));
        case Document.TYPES -> session.readTypes(new BodyReader(body.get()), several);
        case Document.NAMES -> session.readNames(new BodyReader(body.get()));
        case Document.MAPPINGS -> session.readMappings(new BodyReader(body.get()));
        case Document.KERNEL -> session.readKernel(body.get(), current.checksum(), several);
        case Document.CONSTANTS -> session.readConstants(new BodyReader(body.get()), several);
        case Document.CLOCK -> session.clocks().add(Definitions.clock(new BodyReader(body.get())));
        default -> {} // summaries and the end are for those who look from outside
      }
    } catch (RecordingException e) {
      damages.add(current.file() + " at byte " + current.at() + ": " + e.getMessage());
    }
  }

  private void readSnapshot(RollReader current, BodyReader in) {
    if (current.session() != session.number()) {
      session = new Session(current.session(), tables, kernels);
    }
    session.readSnapshot(in, current.hasSeveralKernels());
    session.setShift(reference.shift(RunClock.of(session)));
  }

  private void readBatch(RollReader current) {
    long time = current.timeNanos() + session.shiftNanos();
    boolean isTeller = sharesRolls || share.isFirst();
    if (expected >= 0 && current.ordinal() > expected && isTeller) {
      ready.add(new Ready(gap(current, time, current.ordinal() - expected), expected));
    }
    boolean isOurs = sharesRolls || share.has(batches++);
    if (isOurs && !take(current)) {
      ready.add(new Ready(gap(current, time, current.count()), current.ordinal()));
    }
    expected = current.ordinal() + current.count();
    lastNanos = time;
  }

  /** False if the events can't be read. */
  private boolean take(RollReader current) {
    if (current.session() != session.number()) {
      return false; // the snapshot of its session is damaged
    }
    Optional<byte[]> body = current.body();
    if (body.isEmpty()) {
      return false;
    }
    byte[] slab = body.get();
    int count = session.take(slab);
    if (count < 0) {
      damages.add(current.file() + " at byte " + current.at() + ": events without a definition");
      return false;
    }
    EventBatch batch = EventBatch.ofWalked(tables, slab, slab.length, count, session.hasLosses());
    ready.add(new Ready(batch, current.ordinal()));
    return true;
  }

  private EventBatch gap(RollReader current, long time, long lost) {
    EventBatchBuilder builder = new EventBatchBuilder(tables, 256);
    String file = "recording " + current.file().getFileName();
    builder.addLost(time, 0, lost, Math.min(lastNanos, time), time, file, "damaged");
    return builder.build();
  }

  /**
   * Goes to the batch that an event is in, or to the gap. What lies before isn't read, but for the
   * headers of its roll and what defines events. Before the first {@link #next()}.
   */
  void resume(long ordinal) {
    Path start = files.getFirst();
    for (Path file : files) {
      long before = firstOrdinal(file);
      if (before > ordinal) {
        break;
      }
      start = before < 0 ? start : file;
    }
    begin(start);
    long position = 0;
    try (RollReader hops = new RollReader(start, RollReader.HOP, follows)) {
      while (hops.next() && !(isBatch(hops) && hops.ordinal() + hops.count() > ordinal)) {
        if (isBatch(hops)) {
          lastNanos = hops.timeNanos() + session.shiftNanos();
        } else {
          read(hops);
        }
        position = hops.end();
      }
    }
    RollReader first = openNext();
    if (first != null) {
      first.seek(position);
    }
    expected = ordinal;
  }

  private static boolean isBatch(RollReader roll) {
    return roll.kind() == Document.BATCH;
  }

  private void begin(Path start) {
    while (!files.getFirst().equals(start)) {
      files.removeFirst();
    }
  }

  /** Goes to the last batch that begins at or before a time. Before the first {@link #next()}. */
  void seek(long nanos) {
    Path start = files.getFirst();
    for (Path file : files) {
      if (firstNanos(file) > nanos) {
        break;
      }
      start = file;
    }
    begin(start);
    if (!sharesRolls || share.isFirst()) {
      hop(nanos);
    }
  }

  private long firstNanos(Path file) {
    try (RollReader first = new RollReader(file, RollReader.HOP, false)) {
      if (!first.next()) {
        return Long.MIN_VALUE;
      }
      long time = first.timeNanos();
      return RunClock.at(first).map(run -> time + reference.shift(run)).orElse(Long.MIN_VALUE);
    }
  }

  /** Reads the headers of the roll, and what isn't events, up to the time. */
  private void hop(long nanos) {
    long position = -1;
    try (RollReader hops = new RollReader(files.getFirst(), RollReader.HOP, follows)) {
      while (hops.next()) {
        if (hops.kind() != Document.BATCH) {
          read(hops);
        } else if (position >= 0 && hops.timeNanos() + session.shiftNanos() > nanos) {
          break;
        } else {
          position = hops.at();
        }
      }
    }
    RollReader first = openNext();
    if (first != null && position >= 0) {
      first.seek(position);
    }
  }

  Session session() {
    return session;
  }

  /** Ordinal of the event behind the last batch that was given out. */
  long ordinal() {
    return expected;
  }

  /** Ordinal of the first event of what was given out last. */
  long given() {
    return given;
  }

  /** Ordinal of the event that comes next; -1 if nothing was read yet. */
  long coming() {
    Ready first = ready.peek();
    return first == null ? expected : first.ordinal;
  }

  boolean isEnded() {
    return isEnded && ready.isEmpty();
  }

  /** What was found that isn't what was written; grows while it is read. */
  List<String> damages() {
    return damages;
  }

  @Override
  public void close() {
    isEnded = true;
    ready.clear();
    if (roll != null) {
      roll.close();
      roll = null;
    }
  }
}
