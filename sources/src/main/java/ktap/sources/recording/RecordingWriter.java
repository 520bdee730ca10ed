package ktap.sources.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.MappingChange;
import ktap.sources.flow.Mappings;

/**
 * Writes a recording. What {@link #append} was given survives the death of the process.
 *
 * <pre>{@code
 * try (RecordingWriter writer = RecordingWriter.open(directory, source.tables(), settings)) {
 *   writer.append(batch);
 *   writer.end(System.nanoTime());
 * }
 * }</pre>
 *
 * <p>For one thread.
 */
public final class RecordingWriter implements AutoCloseable {
  /** Bytes between two summaries. */
  private static final long SUMMARY_EVERY = 8 << 20;

  private static final String REPLAYABLE = "what was recorded so far can be replayed";

  private static final int MAPPINGS_PART = 1 << 12;

  /** A process has events so long behind its end. */
  private static final long ENDING_NANOS = 2_000_000_000L;

  private final Path directory;
  private final EventTables tables;
  private final RecordingSettings settings;
  private final RecordingLock lock;
  private final RecordingQueue queue;
  private final int session;
  private final List<RollSummary> rolls = new ArrayList<>();
  private final List<EventType> others = new ArrayList<>();
  private final WallClock clock;
  private final List<ClockPair> earlierClocks = new ArrayList<>();
  private final byte[] header = new byte[Document.HEADER];
  private final Map<String, WrittenKernel> kernels = new TreeMap<>();
  private final Optional<RollCompressor> compressor;
  private RollSummary roll;
  private int knownTypes = EventTypes.FIRST;
  private int namedTypes = EventTypes.FIRST;
  private int knownNames = 1;
  private long knownMappings;
  private long ordinal;
  private long lastTime;
  private long rollBytes;
  private long sinceSummary;
  private long rollStart;
  private long bytes;

  private RecordingWriter(
      Path directory,
      EventTables tables,
      RecordingSettings settings,
      RecordingLock lock,
      RecordingQueue queue,
      WallClock clock,
      int session) {
    this.clock = clock;
    this.directory = directory;
    this.tables = tables;
    this.kernels.put("", new WrittenKernel(tables.kernel()));
    this.settings = settings;
    this.lock = lock;
    this.queue = queue;
    this.session = session;
    this.compressor = settings.compresses() ? Optional.of(new RollCompressor()) : Optional.empty();
    this.lastTime = settings.facts().startNanos();
    this.roll = new RollSummary(queue.file(), settings.facts().host());
  }

  /**
   * Makes the directory, or continues what is in it if the settings say so.
   *
   * @param tables of all batches that will come
   * @throws RecordingException if it exists already, someone else writes to it, or it can't be
   *     written
   */
  public static RecordingWriter open(
      Path directory, EventTables tables, RecordingSettings settings) {
    return open(directory, tables, settings, WallClock.started(settings.clock()));
  }

  /**
   * The same, with the clock that a script has its wall times from meanwhile.
   *
   * @throws RecordingException if it exists already, someone else writes to it, or it can't be
   *     written
   */
  public static RecordingWriter open(
      Path directory, EventTables tables, RecordingSettings settings, WallClock clock) {
    boolean isNew = !Files.exists(directory);
    try {
      if (!isNew && !settings.appends()) {
        throw exists(directory, "");
      }
      if (isNew) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return isNew
          ? openNew(directory, tables, settings, clock)
          : openOld(directory, tables, settings, clock);
    } catch (FileAlreadyExistsException e) {
      throw new RecordingException("can't make " + directory + ": someone else just did", e);
    } catch (IOException e) {
      Path parent = directory.toAbsolutePath().getParent();
      boolean isMissing = parent != null && Files.isDirectory(parent) && !Files.exists(directory);
      String reason =
          isMissing && e instanceof NoSuchFileException
              ? "no directory can be made in " + parent
              : RollFile.reason(e);
      throw new RecordingException("can't write to " + directory + ": " + reason, e);
    }
  }

  /**
   * What is said if a directory is there that isn't to be continued.
   *
   * @param continuing how the user says that it is to be; empty if he can't
   */
  public static RecordingException exists(Path directory, String continuing) {
    return new RecordingException(
        directory
            + " exists already; choose another name"
            + (continuing.isEmpty() ? "" : ", or continue it by " + continuing));
  }

  private static RecordingWriter openNew(
      Path directory, EventTables tables, RecordingSettings settings, WallClock clock)
      throws IOException {
    RecordingLock lock = lock(directory);
    try {
      return begin(directory, tables, settings, lock, clock, minute(), 0);
    } catch (RecordingException e) {
      remove(directory); // what can't be begun isn't a recording
      throw e;
    }
  }

  private static RecordingWriter openOld(
      Path directory, EventTables tables, RecordingSettings settings, WallClock clock)
      throws IOException {
    List<Path> files = RollFile.in(directory);
    RecordingScan.of(directory); // says what is wrong before anything is touched
    RecordingLock lock = lock(directory);
    RecordingScan old = RecordingScan.of(directory);
    RunClock now = RunClock.of(settings.facts(), clock.pairs());
    if (!now.isComparable(old.clock())) {
      lock.close();
      throw new RecordingException(
          "can't continue "
              + directory
              + ": what is in it and what would come can't be put in order, since one of them"
              + " doesn't tell the time of the day; choose another name");
    }
    if (Files.exists(files.getLast())) { // else it is compressed, and finished
      RollFile.finish(files.getLast(), old.tail());
    }
    Files.deleteIfExists(directory.resolve(RollFile.METADATA)); // may hold a dead writer's lock
    for (Path file : files) {
      Files.deleteIfExists(RollFile.temporary(file)); // a dead writer's, too
    }
    long minute = Math.max(minute(), RollFile.lastMinute(files, minute()) + 1);
    RecordingWriter writer =
        begin(directory, tables, settings, lock, clock, minute, old.session().number() + 1);
    return writer.continued(old, now.shift(old.clock()));
  }

  private static long minute() {
    return System.currentTimeMillis() / 60_000;
  }

  private static RecordingLock lock(Path directory) throws IOException {
    return RecordingLock.take(directory)
        .orElseThrow(
            () ->
                new RecordingException(
                    "can't write to " + directory + ": another recorder is writing to it"));
  }

  private static RecordingWriter begin(
      Path directory,
      EventTables tables,
      RecordingSettings settings,
      RecordingLock lock,
      WallClock clock,
      long minute,
      int session) {
    try {
      RecordingQueue queue =
          new RecordingQueue(directory, minute, session == 0 ? "nothing was recorded" : REPLAYABLE);
      try {
        RecordingWriter writer =
            new RecordingWriter(directory, tables, settings, lock, queue, clock, session & 0xffff);
        if (session == 0) {
          writer.beginRoll();
        }
        return writer;
      } catch (RecordingException e) {
        queue.close();
        throw e;
      }
    } catch (RecordingException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * @param shift what makes times of this run of those of the last one
   */
  private RecordingWriter continued(RecordingScan old, long shift) {
    rolls.addAll(old.rolls());
    others.addAll(old.types());
    ordinal = old.ordinal();
    for (RollSummary before : rolls) {
      bytes += before.bytes();
    }
    for (ClockPair pair : old.session().allClocks()) {
      earlierClocks.add(new ClockPair(pair.monotonicNanos() + shift, pair.realtimeNanos()));
    }
    beginRoll();
    compressor.ifPresent(it -> rolls.forEach(roll -> it.add(directory.resolve(roll.file()))));
    return this;
  }

  /** Remembers types that a replay must know even if they have no event. */
  public void define(List<EventType> types) {
    others.addAll(types);
    BodyWriter body = new BodyWriter().putInt(types.size());
    putOthers(body, types, false);
    write(Document.TYPES, body);
    writeConstants("", types);
  }

  /** Remembers what the script was told of the time before the first event. */
  public void begin(List<Long> readings) {
    write(Document.START, body(readings));
  }

  private static BodyWriter body(List<Long> readings) {
    BodyWriter body = new BodyWriter().putInt(readings.size());
    readings.forEach(body::putLong);
    return body;
  }

  /**
   * Appends a batch, and before it what its numbers mean.
   *
   * @throws RecordingException if it can't be written; what was appended before is safe
   */
  @SuppressWarnings("ReferenceEquality") // the very same tables: numbers mean nothing in others
  public void append(EventBatch batch) {
    if (batch.tables() != tables) {
      throw new IllegalArgumentException("a batch of another stream");
    }
    if (batch.count() == 0) {
      return;
    }
    rollIfDue();
    compareClocks();
    defineNew();
    writeMappings();
    byte[] slab = batch.bytes();
    int from = 0;
    while (from < batch.length()) {
      from = appendPart(slab, from, batch.length());
    }
    if (sinceSummary > SUMMARY_EVERY) {
      writeSummary();
    }
  }

  /** Appends as much of a slab as a document can have; gives where the rest begins. */
  private int appendPart(byte[] slab, int from, int end) {
    int to = from;
    int count = 0;
    while (to < end) {
      int size = Bytes.getInt(slab, to + EventBatch.SIZE);
      if (to + size - from > RecordingQueue.LONGEST - Document.HEADER) {
        break;
      }
      to += size;
      count++;
    }
    if (count == 0) {
      throw new RecordingException(
          "an event of "
              + Bytes.getInt(slab, from + EventBatch.SIZE)
              + " bytes is too long for a recording");
    }
    lastTime = Bytes.getLong(slab, from + EventBatch.TIME);
    write(Document.BATCH, Document.VERSION, lastTime, count, slab, from, to - from);
    roll.add(slab, from, to - from);
    ordinal += count;
    queue.keeps(REPLAYABLE);
    return to;
  }

  private void rollIfDue() {
    if (rollBytes >= settings.rollBytes()
        || System.nanoTime() - rollStart >= settings.rollNanos()) {
      writeMappings();
      writeSummary();
      rolls.add(roll);
      List<Path> old = takeOld();
      Path finished = directory.resolve(roll.file());
      queue.roll();
      beginRoll(); // which also marks the end of the one before
      delete(old); // not sooner: one must always be there for those who read
      compressor.ifPresent(it -> it.add(finished));
    }
  }

  private void beginRoll() {
    rollBytes = 0;
    rollStart = System.nanoTime();
    roll = new RollSummary(queue.file(), settings.facts().host());
    knownTypes = tables.types().count();
    knownNames = tables.names().count();
    BodyWriter body = new BodyWriter();
    Definitions.write(body, settings.facts());
    body.putInt(knownTypes - EventTypes.FIRST + others.size());
    boolean several = haveSeveralKernels(EventTypes.FIRST, knownTypes);
    putTypes(body, EventTypes.FIRST, knownTypes, several);
    putOthers(body, others, several);
    putNames(body, 0, knownNames);
    Definitions.write(body, clock.pairs());
    body.putInt(rolls.size());
    rolls.forEach(before -> before.write(body));
    write(Document.SNAPSHOT, several, body);
    queue.makePrivate();
    if (!earlierClocks.isEmpty()) {
      BodyWriter earlier = new BodyWriter();
      Definitions.write(earlier, earlierClocks);
      write(Document.EARLIER_CLOCKS, earlier);
    }
    kernels.forEach(this::writeNames);
    writeNewNames();
    knownMappings = tables.mappings().count();
    write(tables.mappings().from(lastTime - ENDING_NANOS), knownMappings);
  }

  /** Writes what is known of the kernels of new types, before the first event of those. */
  private void writeNewNames() {
    Map<String, List<EventType>> fresh = new TreeMap<>();
    for (; namedTypes < knownTypes; namedTypes++) {
      String id = tables.kernelId(namedTypes);
      fresh.computeIfAbsent(id, _ -> new ArrayList<>()).add(tables.types().get(namedTypes));
    }
    fresh.forEach(
        (id, types) -> {
          if (!kernels.containsKey(id)) {
            kernels.put(id, new WrittenKernel(tables.kernel(id)));
            writeNames(id, written(id));
          }
          writeConstants(id, types);
        });
  }

  private void writeNames(String id, WrittenKernel kernel) {
    if (kernel.stored().length > 0) {
      if (id.isEmpty()) {
        write(
            Document.KERNEL,
            Document.VERSION,
            lastTime,
            0,
            kernel.stored(),
            0,
            kernel.stored().length);
      } else {
        write(Document.KERNEL, true, of(id).putBytes(kernel.stored()));
      }
    }
    write(id, kernel.constants());
  }

  private static BodyWriter of(String id) {
    return id.isEmpty() ? new BodyWriter() : new BodyWriter().putText(id);
  }

  private WrittenKernel written(String id) {
    return Objects.requireNonNull(kernels.get(id));
  }

  private void write(String id, Map<String, Long> constants) {
    if (!constants.isEmpty()) {
      BodyWriter body = of(id);
      Definitions.write(body, constants);
      write(Document.CONSTANTS, !id.isEmpty(), body);
    }
  }

  private void writeConstants(String id, List<EventType> types) {
    write(id, written(id).add(types));
  }

  private boolean haveSeveralKernels(int from, int to) {
    return IntStream.range(from, to).anyMatch(type -> !tables.kernelId(type).isEmpty());
  }

  private void putTypes(BodyWriter body, int from, int to, boolean several) {
    for (int i = from; i < to; i++) {
      put(body, i, several, tables.kernelId(i), tables.types().get(i));
    }
  }

  private static void putOthers(BodyWriter body, List<EventType> types, boolean several) {
    for (EventType type : types) {
      put(body, -1, several, "", type);
    }
  }

  private static void put(
      BodyWriter body, int number, boolean several, String kernelId, EventType type) {
    body.putInt(number);
    if (several) {
      body.putText(kernelId);
    }
    Definitions.write(body, type);
  }

  private void putNames(BodyWriter body, int from, int to) {
    body.putInt(from).putInt(to - from);
    for (int i = from; i < to; i++) {
      body.putBytes(tables.names().bytes(i));
    }
  }

  private void defineNew() {
    int types = tables.types().count();
    if (types > knownTypes) {
      BodyWriter body = new BodyWriter().putInt(types - knownTypes);
      boolean several = haveSeveralKernels(knownTypes, types);
      putTypes(body, knownTypes, types, several);
      write(Document.TYPES, several, body);
      knownTypes = types;
      writeNewNames();
    }
    int names = tables.names().count();
    if (names > knownNames) {
      BodyWriter body = new BodyWriter();
      putNames(body, knownNames, names);
      knownNames = names;
      write(Document.NAMES, body);
    }
  }

  private void writeMappings() {
    Mappings mappings = tables.mappings();
    if (mappings.count() > knownMappings) {
      List<MappingChange> changes = mappings.since(knownMappings);
      knownMappings += changes.size();
      write(changes, knownMappings);
    }
  }

  /** Writes changes in parts, after which so many are known. */
  private void write(List<MappingChange> changes, long total) {
    for (int from = 0; from < changes.size(); from += MAPPINGS_PART) {
      int to = Math.min(from + MAPPINGS_PART, changes.size());
      BodyWriter body = new BodyWriter().putLong(total).putByte(to == changes.size() ? 1 : 0);
      body.putInt(to - from);
      changes.subList(from, to).forEach(change -> Definitions.write(body, change));
      write(Document.MAPPINGS, body);
    }
  }

  private void compareClocks() {
    clock
        .compare()
        .ifPresent(
            pair -> {
              BodyWriter body = new BodyWriter();
              Definitions.write(body, pair);
              write(Document.CLOCK, body);
            });
  }

  private void writeSummary() {
    sinceSummary = 0;
    roll.settle(tables.types());
    roll.setBytes(rollBytes);
    BodyWriter body = new BodyWriter();
    roll.write(body);
    write(Document.SUMMARY, body);
  }

  /** Forgets the oldest rolls if there are too many bytes, or they are too old. */
  private List<Path> takeOld() {
    List<Path> old = new ArrayList<>();
    long all = 0;
    for (RollSummary each : rolls) {
      all += bytesOf(each);
    }
    long oldest =
        settings.keepNanos() == Long.MAX_VALUE
            ? Long.MIN_VALUE
            : System.currentTimeMillis() - settings.keepNanos() / 1_000_000;
    try {
      while (!rolls.isEmpty()) {
        Path file = directory.resolve(rolls.getFirst().file());
        boolean isOld =
            oldest != Long.MIN_VALUE
                && Files.getLastModifiedTime(RollFile.present(file)).toMillis() < oldest;
        if (all <= settings.keepBytes() && !isOld) {
          break;
        }
        all -= bytesOf(rolls.removeFirst());
        old.add(file);
      }
    } catch (IOException e) {
      throw new RecordingException("can't look at an old roll: " + RollFile.reason(e), e);
    }
    return old;
  }

  private static void delete(List<Path> old) {
    try {
      for (Path file : old) {
        RollFile.delete(file);
      }
    } catch (IOException e) {
      throw new RecordingException("can't remove an old roll: " + RollFile.reason(e), e);
    }
  }

  private long bytesOf(RollSummary of) {
    return RollFile.bytes(directory.resolve(of.file()), of.bytes());
  }

  private void write(int kind, BodyWriter body) {
    write(kind, false, body);
  }

  private void write(int kind, boolean several, BodyWriter body) {
    int version = several ? Document.SEVERAL_KERNELS : Document.VERSION;
    write(kind, version, lastTime, 0, body.bytes(), 0, body.length());
  }

  private void write(
      int kind, int version, long time, int count, byte[] body, int from, int length) {
    Document.writeHeader(header, kind, version, session, ordinal, time, count, body, from, length);
    queue.append(header, Document.HEADER, body, from, length);
    int written = 4 + Document.HEADER + length;
    rollBytes += written;
    sinceSummary += written;
    bytes += written;
  }

  /** The trace has ended; nothing is appended any more. */
  public void end(long timeNanos) {
    end(timeNanos, List.of());
  }

  /** The same, with what the script was told of the time behind the last event. */
  public void end(long timeNanos, List<Long> readings) {
    writeSummary();
    BodyWriter body = body(readings);
    write(Document.END, Document.VERSION, timeNanos, 0, body.bytes(), 0, body.length());
    compressor.ifPresent(RollCompressor::close);
  }

  /** Events recorded, the stream's own ones included. */
  public long events() {
    return ordinal;
  }

  /** Bytes written. */
  public long bytes() {
    return bytes;
  }

  /**
   * Closes it, and takes it away if it was made by this writer: nothing was recorded.
   *
   * @throws RecordingException if it can't be taken away
   */
  public void abandon() {
    close();
    if (session > 0) {
      return; // what was recorded before stays
    }
    remove(directory);
  }

  private static void remove(Path directory) {
    try {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        for (Path entry : entries) {
          Files.delete(entry);
        }
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new RecordingException("can't remove " + directory + ": " + RollFile.reason(e), e);
    }
  }

  /** What the user should know though all is recorded; complete behind {@link #end}. */
  public Optional<String> warning() {
    return compressor.flatMap(RollCompressor::failure);
  }

  @Override
  public void close() {
    queue.close();
    compressor.ifPresent(RollCompressor::close);
    lock.close();
  }
}
