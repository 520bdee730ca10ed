package ktap.sources.perfdata;

import ktap.sources.flow.Bytes;

/**
 * Where the parts of one event's records lie. Those of a sample have a fixed order, each is there
 * if its bit is set, and all up to the period have a fixed size:
 *
 * <pre>
 *  IDENTIFIER  IP  PID/TID  TIME  ADDR  ID  STREAM_ID  CPU  PERIOD     8 bytes each
 *  READ        a counter's value, or those of its group
 *  CALLCHAIN   number, addresses
 *  RAW         4 bytes of size, the tracepoint's own bytes
 *  …           branches, registers, stack, weights: not read
 * </pre>
 *
 * <p>Other records end with PID/TID, TIME, ID, STREAM_ID, CPU, IDENTIFIER. Offsets count from the
 * record's start; those at the end from the record's end. A part that isn't there has offset 0.
 */
final class SampleLayout {
  private static final int[] FIXED = {
    SampleBits.IDENTIFIER,
    SampleBits.IP,
    SampleBits.TID,
    SampleBits.TIME,
    SampleBits.ADDR,
    SampleBits.ID,
    SampleBits.STREAM_ID,
    SampleBits.CPU,
    SampleBits.PERIOD
  };
  private static final int[] TRAILER = {
    SampleBits.IDENTIFIER,
    SampleBits.CPU,
    SampleBits.STREAM_ID,
    SampleBits.ID,
    SampleBits.TIME,
    SampleBits.TID
  };

  private static final int READ_TIMES = 1 | 1 << 1;
  private static final int READ_ID = 1 << 2;
  private static final int READ_GROUP = 1 << 3;
  private static final int READ_LOST = 1 << 4;

  private final Attribute attribute;
  private final int fixedEnd;
  final int ip;
  final int tid;
  final int time;
  final int addr;
  final int cpu;
  final int period;
  private final int id;
  private final int trailerTime;
  private final int trailerCpu;

  SampleLayout(Attribute attribute) {
    this.attribute = attribute;
    this.fixedEnd = offset(0);
    this.ip = offset(SampleBits.IP);
    this.tid = offset(SampleBits.TID);
    this.time = offset(SampleBits.TIME);
    this.addr = offset(SampleBits.ADDR);
    this.cpu = offset(SampleBits.CPU);
    this.period = offset(SampleBits.PERIOD);
    this.id =
        attribute.has(SampleBits.IDENTIFIER)
            ? offset(SampleBits.IDENTIFIER)
            : offset(SampleBits.ID);
    this.trailerTime = trailer(SampleBits.TIME);
    this.trailerCpu = trailer(SampleBits.CPU);
  }

  /** Where a fixed part starts; of no part, where they end. */
  private int offset(int part) {
    int at = RecordType.HEADER;
    for (int bit : FIXED) {
      if (bit == part) {
        return attribute.has(part) ? at : 0;
      }
      at += attribute.has(bit) ? Long.BYTES : 0;
    }
    return at;
  }

  /** How far before the record's end a part starts. */
  private int trailer(int part) {
    if (!attribute.hasSampleId() || !attribute.has(part)) {
      return 0;
    }
    int before = 0;
    for (int bit : TRAILER) {
      before += attribute.has(bit) ? Long.BYTES : 0;
      if (bit == part) {
        return before;
      }
    }
    return 0;
  }

  Attribute attribute() {
    return attribute;
  }

  /** Whether time and CPU lie where those of another layout do. */
  boolean startsAs(SampleLayout other) {
    return time == other.time && cpu == other.cpu && fixedEnd == other.fixedEnd;
  }

  /** Bytes that a sample has at least. */
  int smallest() {
    return fixedEnd;
  }

  /** Where a tracepoint's own bytes always lie, their size before them; 0 if that depends. */
  int raw() {
    boolean depends = attribute.has(SampleBits.READ) || attribute.has(SampleBits.CALL_CHAIN);
    return depends || !attribute.has(SampleBits.RAW) ? 0 : fixedEnd + 4;
  }

  /** Where a sample's number of its event lies; 0 if it has none. */
  int id() {
    return id;
  }

  /** When a record happened that isn't a sample; 0 if it doesn't tell. */
  long trailerTime(byte[] bytes, int start, int size) {
    return trailerTime == 0 || size < RecordType.HEADER + trailerTime
        ? 0
        : Bytes.getLong(bytes, start + size - trailerTime);
  }

  /** Where a record happened that isn't a sample; 0 if it doesn't tell. */
  int trailerCpu(byte[] bytes, int start, int size) {
    return trailerCpu == 0 || size < RecordType.HEADER + trailerCpu
        ? 0
        : Bytes.getInt(bytes, start + size - trailerCpu);
  }

  /** Where the call chain or what follows it starts in a sample; -1 if the sample is damaged. */
  int afterRead(byte[] bytes, int start, int size) {
    int at = start + fixedEnd;
    if (!attribute.has(SampleBits.READ)) {
      return at;
    }
    int end = start + size;
    long format = attribute.readFormat();
    int each = 1 + ((format & READ_ID) != 0 ? 1 : 0) + ((format & READ_LOST) != 0 ? 1 : 0);
    int times = Long.bitCount(format & READ_TIMES);
    if ((format & READ_GROUP) == 0) {
      at += (each + times) * Long.BYTES;
      return at <= end ? at : -1;
    }
    long count = at + Long.BYTES <= end ? Bytes.getLong(bytes, at) : -1;
    at += (1 + times) * Long.BYTES;
    if (count < 0 || count > (end - at) / (each * Long.BYTES)) {
      return -1;
    }
    return at + (int) count * each * Long.BYTES;
  }
}
