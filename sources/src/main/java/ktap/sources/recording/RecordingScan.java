package ktap.sources.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;

/**
 * What the end of a recording tells about all of it: the last roll begins with what was before, and
 * of the rest only the headers are read, and the batches since its last summary.
 */
final class RecordingScan {
  private static final long BEGIN_PAUSE = 10_000_000;
  private static final long NEW_MILLIS = 2000;

  private final Path directory;
  private final EventTables tables = EventTables.create();
  private final List<RollSummary> rolls = new ArrayList<>();
  private final List<EventType> others = new ArrayList<>();
  private final List<Long> uncounted = new ArrayList<>();
  private final RecordedKernels kernels = RecordedKernels.asOne();
  private Session session = new Session(-1, tables, kernels);
  private RollSummary last = new RollSummary("", "");
  private long ordinal;
  private long endNanos = Long.MIN_VALUE;
  private boolean isEnded;
  private ClockReadings readings = ClockReadings.NONE;
  private byte[] kernel = {};
  private int kernelChecksum;
  private final Map<String, Long> constants = new HashMap<>();
  private boolean isWhole;
  private boolean isBegun;
  private long tail;
  private int damages;
  private int missingRolls;

  private RecordingScan(Path directory) {
    this.directory = directory;
  }

  /**
   * @throws RecordingException if it isn't a recording, or a newer one
   */
  static RecordingScan of(Path directory) {
    while (true) {
      List<Path> files = RollFile.in(directory);
      try {
        return of(directory, files);
      } catch (RecordingException e) {
        if (files.stream().allMatch(RollFile::isThere)) {
          throw e;
        } // else the recorder let one go while it was looked at
      }
    }
  }

  private static RecordingScan of(Path directory, List<Path> files) {
    RecordingScan scan = new RecordingScan(directory);
    int first = files.size() - 1;
    while (first >= 0 && !scan.hasSnapshot(files.get(first))) {
      first--;
    }
    if (first < 0) {
      throw new RecordingException(
          RecordingLock.isHeld(directory)
              ? directory + " has nothing in it yet: its recorder has just begun"
              : directory
                  + " is not a recording of ktap: no roll (*.cq4) in it begins as one does;"
                  + " expected a directory that 'ktap record -o DIR' made");
    }
    for (int i = first; i < files.size(); i++) {
      scan.read(files.get(i));
    }
    scan.readStart(files.getFirst());
    scan.leaveOutMissing(files);
    return scan;
  }

  /**
   * Waits until a recorder that is at work has told which events it records; it does so at once,
   * but not at the same time as it makes the directory.
   */
  static void await(Path directory) {
    boolean isAtWork = true;
    while (isAtWork) {
      isAtWork = RecordingLock.isHeld(directory) || isNew(directory);
      try {
        if (of(directory).isBegun) {
          return;
        }
      } catch (RecordingException e) {
        // said by who reads it, if it stays so
      }
      LockSupport.parkNanos(BEGIN_PAUSE);
    }
  }

  /** Whether the directory was made a moment ago, and has nothing in it, not even the lock. */
  private static boolean isNew(Path directory) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      long age = System.currentTimeMillis() - Files.getLastModifiedTime(directory).toMillis();
      return !entries.iterator().hasNext() && age < NEW_MILLIS;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasSnapshot(Path file) {
    try (RollReader roll = new RollReader(file, RollReader.HOP, false)) {
      return roll.next() && roll.kind() == Document.SNAPSHOT && roll.body().isPresent();
    }
  }

  /** How the first roll begins says whether the start of the run is there. */
  private void readStart(Path file) {
    try (RollReader roll = new RollReader(file, RollReader.HOP, false)) {
      while (roll.next() && roll.ordinal() == 0 && roll.kind() != Document.BATCH) {
        isWhole |= roll.session() == session.number();
        if (roll.kind() == Document.START && isWhole) {
          Optional<byte[]> body = roll.body();
          if (body.isPresent()) {
            List<Long> before = Definitions.readings(new BodyReader(body.get()));
            readings = new ClockReadings(before, readings.after());
          }
        }
      }
    } catch (RecordingException e) {
      isWhole = false; // the reader tells of the damage
    }
  }

  private void leaveOutMissing(List<Path> files) {
    Set<Path> present = new HashSet<>(files);
    for (Iterator<RollSummary> all = rolls.iterator(); all.hasNext(); ) {
      Path file = directory.resolve(all.next().file());
      if (!present.contains(file)) {
        all.remove();
        missingRolls += file.compareTo(files.getFirst()) > 0 ? 1 : 0; // the oldest were let go
      }
    }
  }

  private void read(Path file) {
    last = new RollSummary(file.getFileName().toString(), session.facts().host());
    uncounted.clear();
    try (RollReader roll = new RollReader(file, RollReader.HOP, false)) {
      while (roll.next()) {
        if (roll.kind() == Document.BATCH) {
          uncounted.add(roll.at());
          ordinal = roll.ordinal() + roll.count();
          isBegun = true;
        } else {
          Optional<byte[]> body = roll.body();
          body.ifPresent(bytes -> read(roll, bytes));
        }
      }
      tail = roll.end();
      for (long at : List.copyOf(uncounted)) {
        roll.seek(at);
        if (roll.next()) {
          roll.body().ifPresent(this::count);
        }
      }
      damages += roll.damages().size();
    }
    last.settle(tables.types());
    last.setBytes(tail);
    rolls.add(last);
  }

  private void count(byte[] slab) {
    if (session.take(slab) >= 0) {
      last.add(slab, 0, slab.length);
    }
  }

  private void read(RollReader roll, byte[] body) {
    BodyReader in = new BodyReader(body);
    ordinal = Math.max(ordinal, roll.ordinal());
    isEnded = roll.kind() == Document.END;
    switch (roll.kind()) {
      case Document.SNAPSHOT -> readSnapshot(roll, in);
      case Document.TYPES -> {
        session.readTypes(in, roll.hasSeveralKernels());
        isBegun = true;
      }
      case Document.NAMES -> session.readNames(in);
      case Document.CLOCK -> session.clocks().add(Definitions.clock(in));
      case Document.EARLIER_CLOCKS -> session.readEarlierClocks(in);
      case Document.SUMMARY -> {
        last = RollSummary.read(in);
        uncounted.clear();
      }
      case Document.END -> {
        endNanos = roll.timeNanos();
        readings = new ClockReadings(readings.before(), Definitions.readings(in));
      }
      case Document.MAPPINGS -> session.readMappings(in);
      case Document.KERNEL, Document.CONSTANTS -> {
        if (!roll.hasSeveralKernels()) { // else the reader takes them: none is that of all events
          readKernel(roll, body);
        }
      }
      default -> {} // of a later version that is still readable
    }
  }

  private void readKernel(RollReader roll, byte[] body) {
    if (roll.kind() == Document.CONSTANTS) {
      constants.putAll(Definitions.constants(new BodyReader(body)));
    } else {
      kernel = body;
      kernelChecksum = roll.checksum();
    }
  }

  private void readSnapshot(RollReader roll, BodyReader in) {
    if (roll.session() != session.number()) {
      others.addAll(session.others());
      session = new Session(roll.session(), tables, kernels);
    }
    session.readSnapshot(in, roll.hasSeveralKernels());
    int count = in.getCount(16);
    rolls.clear();
    for (int i = 0; i < count; i++) {
      rolls.add(RollSummary.read(in));
    }
    last = new RollSummary(last.file(), session.facts().host());
  }

  Path directory() {
    return directory;
  }

  /** Tells a kernel, that of the last run of the recorder, the names that its roll has. */
  void tellKernel(RecordedKernel of) {
    of.take(constants);
    if (kernel.length > 0) {
      of.take(kernel, kernelChecksum);
    }
  }

  /** The starts of machines that the runs of the recorder belong to. */
  Set<String> boots() {
    Set<String> boots = new TreeSet<>(session.boots());
    if (session.number() > 0) {
      for (RollSummary each : rolls) {
        addBoots(directory.resolve(each.file()), boots);
      }
    }
    return boots;
  }

  private static void addBoots(Path file, Set<String> boots) {
    try (RollReader roll = new RollReader(file, RollReader.HOP, false)) {
      Session of = new Session(0, EventTables.create(), RecordedKernels.asOne());
      while (roll.next() && roll.kind() != Document.BATCH) {
        boolean isKnown = !of.boots().isEmpty(); // else its snapshot is damaged
        if (roll.kind() == Document.SNAPSHOT || roll.kind() == Document.TYPES && isKnown) {
          roll.body().ifPresent(body -> readTypes(roll, new BodyReader(body), of));
          boots.addAll(of.boots());
        }
      }
    } catch (RecordingException e) {
      // the reader tells of the damage
    }
  }

  private static void readTypes(RollReader roll, BodyReader in, Session of) {
    if (roll.kind() == Document.SNAPSHOT) {
      of.readSnapshot(in, roll.hasSeveralKernels());
    } else {
      of.readTypes(in, roll.hasSeveralKernels());
    }
  }

  /** One for each roll that is there, in order. */
  List<RollSummary> rolls() {
    return rolls;
  }

  /** All types that are known, those without an event included; by name. */
  List<EventType> types() {
    List<EventType> all = new ArrayList<>(others);
    all.addAll(session.others());
    for (int i = EventTypes.FIRST; i < tables.types().count(); i++) {
      all.add(tables.types().get(i));
    }
    return all;
  }

  /** The last run of the recorder. */
  Session session() {
    return session;
  }

  /** The clock of the last run of the recorder. */
  RunClock clock() {
    return RunClock.of(session);
  }

  /** When the first and the last event happened, in the times of a clock; empty without events. */
  List<Long> span(RunClock reference) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (RollSummary roll : rolls) {
      if (!roll.isEmpty()) {
        long shift = reference.shift(clock(roll));
        first = Math.min(first, roll.firstNanos() + shift);
        last = Math.max(last, roll.lastNanos() + shift);
      }
    }
    return first > last ? List.of() : List.of(first, last);
  }

  private RunClock clock(RollSummary of) {
    if (session.number() == 0) {
      return clock(); // there is one run
    }
    try (RollReader roll = new RollReader(directory.resolve(of.file()), RollReader.HOP, false)) {
      return roll.next() ? RunClock.at(roll).orElseGet(this::clock) : clock();
    } catch (RecordingException e) {
      return clock(); // the reader tells of the damage
    }
  }

  /** How many events were recorded, those of rolls that are gone included. */
  long ordinal() {
    return ordinal;
  }

  /** Whether all that is there was recorded by one run, from its start. */
  boolean isWhole() {
    return isWhole;
  }

  /** What a script was told of the time outside of the stream. */
  ClockReadings readings() {
    return readings;
  }

  /** When the recorder ended; {@link Long#MIN_VALUE} if it didn't tell. */
  long endNanos() {
    return endNanos;
  }

  /** Whether the recorder ended, and wasn't killed or is still at work. */
  boolean isEnded() {
    return isEnded;
  }

  /** Where the last file's documents end. */
  long tail() {
    return tail;
  }

  /** Places in the last roll. */
  int damages() {
    return damages;
  }

  /** Rolls that should be between others. */
  int missingRolls() {
    return missingRolls;
  }

  /** Rolls before the last one that are shorter than they were. */
  int cutRolls() {
    int count = 0;
    for (RollSummary roll : rolls.subList(0, rolls.size() - 1)) {
      count += RollBytes.has(directory.resolve(roll.file()), roll.bytes()) ? 0 : 1;
    }
    return count;
  }
}
