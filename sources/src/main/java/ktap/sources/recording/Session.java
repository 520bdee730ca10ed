package ktap.sources.recording;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.CommandNames;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;

/**
 * What the numbers in the batches of one run of the recorder mean, in terms of the reader's own
 * tables. Not for several threads.
 */
final class Session {
  private final int number;
  private final EventTables tables;
  private final RecordedKernels kernels;
  private final List<EventType> others = new ArrayList<>();
  private final List<ClockPair> clocks = new ArrayList<>();
  private final List<ClockPair> earlierClocks = new ArrayList<>();
  private final Set<String> boots = new TreeSet<>();
  private RecordingFacts facts = new RecordingFacts("", "", "", "", 0, 0, 0, 0, "", 0);

  /** Number in the reader's tables by number in the recording; -1 if not defined. */
  private int[] types = {EventTypes.MARK, EventTypes.LOST, EventTypes.STOP};

  private int[] names = {CommandNames.UNKNOWN};

  /** Bytes that an event of a type has at least, by number in the recording. */
  private int[] least = {
    EventBatch.HEADER,
    EventBatch.HEADER + EventTypes.lostPayload(0, 0, 0, "", "").length - 2,
    EventBatch.HEADER
  };

  private boolean isSame = true;
  private boolean hasLosses;
  private long shiftNanos;
  private long knownMappings;

  /**
   * @param kernels takes in the names that this run has of its kernel
   */
  Session(int number, EventTables tables, RecordedKernels kernels) {
    this.number = number;
    this.tables = tables;
    this.kernels = kernels;
  }

  int number() {
    return number;
  }

  RecordingFacts facts() {
    return facts;
  }

  List<ClockPair> clocks() {
    return clocks;
  }

  /** Those of earlier runs, then those of this one, all in this one's times. */
  List<ClockPair> allClocks() {
    List<ClockPair> all = new ArrayList<>(earlierClocks);
    all.addAll(clocks);
    return all;
  }

  /** Types that are known but had no event; a script may ask for them. */
  List<EventType> others() {
    return others;
  }

  /** The starts of machines that its events are of, and it itself. */
  Set<String> boots() {
    return boots;
  }

  /** The kernel that it ran on. */
  private RecordedKernel kernel() {
    return kernels.of(facts.boot());
  }

  /**
   * Whether names of a kernel were taken in last that have this checksum: every roll has them.
   *
   * @param several whether the document tells of several kernels, as below
   */
  boolean hasKernel(int sum, boolean several) {
    return several ? kernels.has(sum) : kernel().has(sum);
  }

  /** Takes in the names of a kernel. */
  void readKernel(byte[] body, int sum, boolean several) {
    if (several) {
      BodyReader in = new BodyReader(body);
      kernels.of(in.getText()).take(in.getBytes(), sum);
    } else {
      kernel().take(body, sum);
    }
  }

  /** Takes in constants of a kernel. */
  void readConstants(BodyReader in, boolean several) {
    RecordedKernel of = several ? kernels.of(in.getText()) : kernel();
    of.take(Definitions.constants(in));
  }

  /** What is added to its times, so that they can be compared with those of another boot. */
  void setShift(long nanos) {
    shiftNanos = nanos;
    isSame &= nanos == 0;
  }

  long shiftNanos() {
    return shiftNanos;
  }

  void readSnapshot(BodyReader in, boolean several) {
    facts = Definitions.facts(in);
    boots.add(facts.boot());
    readTypes(in, several);
    readNames(in);
    clocks.clear();
    clocks.addAll(Definitions.clocks(in));
  }

  void readEarlierClocks(BodyReader in) {
    earlierClocks.clear();
    earlierClocks.addAll(Definitions.clocks(in));
  }

  void readTypes(BodyReader in, boolean several) {
    int count = in.getCount(16);
    for (int i = 0; i < count; i++) {
      int typeNumber = in.getInt();
      String boot = several ? in.getText() : "";
      EventType type = Definitions.type(in);
      if (typeNumber < 0) {
        others.add(type);
      } else {
        define(typeNumber, type, boot.isEmpty() ? facts.boot() : boot);
      }
    }
  }

  private void define(int typeNumber, EventType type, String boot) {
    if (typeNumber < EventTypes.FIRST || typeNumber > types.length) {
      throw BodyReader.wrong();
    }
    if (typeNumber < types.length) {
      return; // told again by the snapshot of a later roll
    }
    types = Arrays.copyOf(types, typeNumber + 1);
    least = Arrays.copyOf(least, typeNumber + 1);
    types[typeNumber] = tables.continuedBy(kernels.id(boot), kernels.of(boot)).add(type);
    boots.add(boot);
    least[typeNumber] = EventBatch.HEADER + Definitions.leastPayload(type);
    isSame &= types[typeNumber] == typeNumber;
  }

  void readNames(BodyReader in) {
    int first = in.getInt();
    int count = in.getCount(4);
    if (first < 0 || first > names.length) {
      throw BodyReader.wrong();
    }
    int known = names.length;
    names = Arrays.copyOf(names, Math.max(known, first + count));
    for (int i = first; i < first + count; i++) {
      byte[] name = in.getBytes();
      if (i >= known) {
        names[i] = tables.names().number(name);
        isSame &= names[i] == i;
      }
    }
  }

  /** How many changes of mappings were recorded in this run. */
  long mappingChanges() {
    return knownMappings;
  }

  /** Takes in changes of mappings, unless they are told again at the start of a later roll. */
  void readMappings(BodyReader in) {
    long total = in.getLong();
    boolean isLastPart = in.getByte() != 0;
    if (total <= knownMappings) {
      return;
    }
    int count = in.getCount(13);
    for (int i = 0; i < count; i++) {
      tables.mappings().add(Definitions.mappingChange(in, shiftNanos));
    }
    knownMappings = isLastPart ? total : knownMappings;
  }

  /**
   * Looks at each event of a batch, that nobody who reads it leaves its bounds, and turns its
   * numbers into the reader's.
   *
   * @return how many events; -1 if it isn't a batch
   */
  int take(byte[] slab) {
    int[] sizes = least;
    int nameCount = names.length;
    int length = slab.length;
    int count = 0;
    boolean isLossy = false;
    for (int at = 0; at < length; count++) {
      if (length - at < EventBatch.HEADER) {
        return -1;
      }
      int size = Bytes.getInt(slab, at + EventBatch.SIZE);
      int type = Bytes.getInt(slab, at + EventBatch.TYPE);
      if (type < 0
          || type >= sizes.length
          || size < sizes[type]
          || size > length - at
          || (size & 7) != 0
          || Integer.compareUnsigned(Bytes.getInt(slab, at + EventBatch.COMMAND), nameCount) >= 0) {
        return -1;
      }
      isLossy |= type == EventTypes.LOST;
      at += size;
    }
    hasLosses = isLossy;
    if (!isSame) {
      renumber(slab);
    }
    return count;
  }

  /** Whether the batch that was taken last has losses. */
  boolean hasLosses() {
    return hasLosses;
  }

  private void renumber(byte[] slab) {
    for (int at = 0; at < slab.length; at += Bytes.getInt(slab, at + EventBatch.SIZE)) {
      int type = types[Bytes.getInt(slab, at + EventBatch.TYPE)];
      Bytes.putInt(slab, at + EventBatch.TYPE, type);
      int name = names[Bytes.getInt(slab, at + EventBatch.COMMAND)];
      Bytes.putInt(slab, at + EventBatch.COMMAND, name);
      EventBatch.shift(slab, at, shiftNanos);
    }
  }
}
