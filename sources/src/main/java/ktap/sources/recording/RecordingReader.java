package ktap.sources.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
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

  /** Ordinal of the next event; -1 before the first document. */
  private long expected = -1;

  /** The roll of the document before it. */
  private @Nullable Path expectedIn;

  /** The roll before the one that is read, if it is damaged. */
  private @Nullable Path damagedBefore;

  private final boolean sharesRolls;
  private long rolls;

  /** Ordinal of the first event of what was given out last. */
  private long given = -1;

  private long batches;
  private long lastNanos;
  private boolean isOver; // the recorder isn't at work any more
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
        isEnded = files.isEmpty();
        if (!isEnded) {
          return Optional.empty();
        }
      } else if (current.next()) {
        if (expected < 0) {
          expect(current, current.ordinal());
        }
        read(current);
      } else if (!isOver && follows && files.isEmpty()) {
        look(current);
        if (!isOver && files.isEmpty()) {
          return Optional.empty();
        }
      } else {
        leave(current);
      }
    }
    Ready first = ready.poll();
    if (first == null) {
      return Optional.empty();
    }
    given = first.ordinal;
    return Optional.of(first.batch);
  }

  /** Opens the next roll that is there; null if there is none, or none yet. */
  private @Nullable RollReader openNext() {
    boolean isMade = true;
    while (roll == null && isMade && !files.isEmpty()) {
      Path file = files.remove();
      if (!sharesRolls || share.has(rolls++)) {
        isMade = open(file);
      }
    }
    return roll;
  }

  /**
   * Opens a roll, unless the recorder has let it go.
   *
   * @return false if it has, and what comes behind isn't there yet
   */
  private boolean open(Path file) {
    roll = RollReader.ifThere(file, RollReader.AHEAD, follows && files.isEmpty()).orElse(null);
    if (sharesRolls) {
      expected = firstOrdinal(file);
    }
    if (roll == null && sharesRolls) { // else the next roll tells how many events are missing
      damages.add(file + " was let go by its recorder before it was read");
    }
    if (roll != null || !files.isEmpty()) {
      return true;
    }
    boolean isAtWork = follows && RecordingLock.isHeld(directory);
    addLaterThan(file);
    if (isAtWork && files.isEmpty()) {
      files.add(file);
      return false;
    }
    return true;
  }

  private void addLaterThan(Path file) {
    for (Path later : RollFile.in(directory)) {
      if (later.compareTo(file) > 0) {
        files.add(later);
      }
    }
  }

  /**
   * Looks whether the recorder will go on in this roll, which was read to its end, or does in
   * another. If it ended, it may have written to this one since.
   */
  private void look(RollReader current) {
    isOver = !RecordingLock.isHeld(directory);
    if (current.isFinished()) {
      addLaterThan(current.file());
    }
    if (isOver || !files.isEmpty()) {
      current.endFollowing();
    }
  }

  /** Leaves a roll that has no more. */
  private void leave(RollReader current) {
    for (long at : current.damages()) {
      damages.add(current.place(at) + " is damaged");
    }
    boolean isCutOff = isCutOff(current);
    if (isCutOff) {
      damages.add(current.place(current.end()) + " is cut off");
    }
    damagedBefore = isCutOff || !current.damages().isEmpty() ? current.file() : null;
    if (sharesRolls && !files.isEmpty()) {
      lookBehind();
    }
    current.close();
    roll = null;
    if (follows && files.isEmpty()) {
      addLaterThan(current.file());
    }
    isEnded = files.isEmpty();
  }

  /** A roll ends with a mark; only the last one may lack it, and never one that is compressed. */
  private boolean isCutOff(RollReader current) {
    boolean isLast = files.isEmpty() && Files.exists(current.file());
    return !isLast
        && !current.isFinished()
        && current.damages().isEmpty()
        && RollFile.isThere(current.file()); // else it was let go while it was read
  }

  /** Whether all events are there up to those of the next roll, which another replay reads. */
  private void lookBehind() {
    Path next = files.getFirst();
    long ordinal = firstOrdinal(next);
    if (expected >= 0 && ordinal > expected) {
      ready.add(missingBefore(next, lastNanos, ordinal));
    }
  }

  /** How many events were recorded before a roll; -1 if nothing in it is whole. */
  private static long firstOrdinal(Path file) {
    return hop(file, false, -1, first -> first.next() ? first.ordinal() : -1);
  }

  /** What headers of a roll tell; something else if the roll is gone. */
  private static long hop(
      Path file, boolean follows, long ifGone, ToLongFunction<RollReader> look) {
    Optional<RollReader> opened = RollReader.ifThere(file, RollReader.HOP, follows);
    if (opened.isEmpty()) {
      return ifGone;
    }
    try (RollReader hops = opened.get()) {
      return look.applyAsLong(hops);
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
      damages.add(current.place(current.at()) + ": " + e.getMessage());
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
      boolean isInside = current.file().equals(expectedIn) || !current.damages().isEmpty();
      ready.add(
          isInside
              ? damaged(current.file(), time, expected, current.ordinal() - expected)
              : missingBefore(current.file(), time, current.ordinal()));
    }
    boolean isOurs = sharesRolls || share.has(batches++);
    if (isOurs && !take(current)) {
      ready.add(damaged(current.file(), time, current.ordinal(), current.count()));
    }
    expect(current, current.ordinal() + current.count());
    lastNanos = time;
  }

  private void expect(RollReader current, long ordinal) {
    expected = ordinal;
    expectedIn = current.file();
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
      damages.add(current.place(current.at()) + ": events without a definition");
      return false;
    }
    EventBatch batch = EventBatch.ofWalked(tables, slab, slab.length, count, session.hasLosses());
    ready.add(new Ready(batch, current.ordinal()));
    return true;
  }

  private Ready damaged(Path file, long time, long ordinal, long lost) {
    return gap("recording " + nameOf(file), "damaged", time, ordinal, lost);
  }

  /** What is missing between two rolls: the end of a damaged one, or rolls that are gone. */
  private Ready missingBefore(Path file, long time, long ordinal) {
    return damagedBefore == null
        ? gap("rolls before " + nameOf(file), "not there", time, expected, ordinal - expected)
        : damaged(damagedBefore, time, expected, ordinal - expected);
  }

  private static Path nameOf(Path file) {
    return RollFile.present(file).getFileName();
  }

  private Ready gap(String source, String cause, long time, long ordinal, long lost) {
    EventBatchBuilder builder = new EventBatchBuilder(tables, 256);
    builder.addLost(time, 0, lost, Math.min(lastNanos, time), time, source, cause);
    return new Ready(builder.build(), ordinal);
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
    begin(start, hops -> hopToEvent(hops, ordinal));
    expected = ordinal;
    expectedIn = start;
  }

  /** Reads the headers of a roll, and what isn't events; gives where the event's batch begins. */
  private long hopToEvent(RollReader hops, long ordinal) {
    long position = 0;
    while (hops.next() && !(isBatch(hops) && hops.ordinal() + hops.count() > ordinal)) {
      if (isBatch(hops)) {
        lastNanos = hops.timeNanos() + session.shiftNanos();
      } else {
        read(hops);
      }
      position = hops.end();
    }
    return position;
  }

  private static boolean isBatch(RollReader roll) {
    return roll.kind() == Document.BATCH;
  }

  private void begin(Path start) {
    while (!files.getFirst().equals(start)) {
      files.removeFirst();
    }
  }

  /** Begins in a roll, unless it is gone: then with the next one. */
  private void begin(Path start, ToLongFunction<RollReader> place) {
    begin(start);
    long position = hop(start, follows, 0, place);
    RollReader first = openNext();
    if (first != null && first.file().equals(start)) {
      first.seek(position);
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
    if (!sharesRolls || share.isFirst()) {
      begin(start, hops -> hopToTime(hops, nanos));
    } else {
      begin(start);
    }
  }

  private long firstNanos(Path file) {
    return hop(file, false, Long.MIN_VALUE, this::firstNanos);
  }

  private long firstNanos(RollReader first) {
    Optional<RunClock> run = first.next() ? RunClock.at(first) : Optional.empty();
    return run.isPresent() ? first.timeNanos() + reference.shift(run.get()) : Long.MIN_VALUE;
  }

  /** The same for the last batch that begins at or before a time. */
  private long hopToTime(RollReader hops, long nanos) {
    long position = -1;
    while (hops.next()) {
      if (!isBatch(hops)) {
        read(hops);
      } else if (position >= 0 && hops.timeNanos() + session.shiftNanos() > nanos) {
        break;
      } else {
        position = hops.at();
      }
    }
    return Math.max(0, position);
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
