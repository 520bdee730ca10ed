package ktap.sources.perfdata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.Bytes;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.tracefile.ByteReader;
import ktap.sources.tracefile.InputFile;
import ktap.sources.tracefile.TracingData;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a file says of itself: at its start and its end in file mode, among the first records
 * in pipe mode.
 *
 * <pre>
 *   0  "PERFILE2", or its bytes turned round on a big-endian machine
 *   8  long  size of this header: 104, or 16 in pipe mode
 *  16  long  size of an entry of the attributes: an attribute, and where its ids are
 *  24  section of the attributes        a section: long offset, long size
 *  40  section of the records
 *  56  section of event types           not used any more
 *  72  256 bits, one for each feature   its section is in the table behind the records
 * </pre>
 */
final class HeaderReader {
  private static final String MAGIC = "PERFILE2";
  private static final String SWAPPED = "2ELIFREP";
  private static final String VERSION_1 = "PERFFILE";
  private static final int FILE_HEADER = 104;
  private static final int PIPE_HEADER = 16;
  private static final int SECTION = 16;
  private static final int FEATURE_BITS = 256;
  private static final int MOST_EVENTS = 1 << 16;
  private static final int MOST_IDS = 1 << 22;
  private static final int UPDATE_NAME = 2;

  /** Features, by their bit (linux/tools/perf/util/header.h). */
  private static final int TRACING_DATA = 1;

  private static final int HOST = 3;
  private static final int KERNEL = 4;
  private static final int VERSION = 5;
  private static final int ARCHITECTURE = 6;
  private static final int CPUS = 7;
  private static final int COMMAND_LINE = 11;
  private static final int EVENTS = 12;
  private static final int SAMPLE_TIME = 21;
  private static final int CLOCK = 29;

  private final InputFile file;
  private final List<PerfHeader.Described> events = new ArrayList<>();
  private final List<String> damages = new ArrayList<>();
  private @Nullable TracingData tracing; // null until found; so is the clock
  private @Nullable ClockPair clock;
  private String host = "";
  private String kernel = "";
  private String version = "";
  private String architecture = "";
  private String commandLine = "";
  private int cpus;
  private long first;
  private long last;
  private int ids;

  private HeaderReader(InputFile file) {
    this.file = file;
  }

  /**
   * @throws RecordingException if it isn't such a file
   */
  static PerfHeader read(InputFile file) {
    return new HeaderReader(file).read();
  }

  private PerfHeader read() {
    byte[] head = new byte[FILE_HEADER];
    int length = file.read(0, head, 0, head.length);
    checkMagic(head, length);
    long size = length < PIPE_HEADER ? 0 : Bytes.getLong(head, 8);
    if (size == PIPE_HEADER) {
      readPipe();
      return header(true, true, PIPE_HEADER, file.size());
    }
    if (length < FILE_HEADER || size < FILE_HEADER) {
      throw new RecordingException(
          file.path() + " is damaged or was cut off: its header has " + length + " bytes");
    }
    long dataStart = Bytes.getLong(head, 40);
    long dataSize = Bytes.getLong(head, 48);
    if (dataStart < 0 || dataStart > file.size()) {
      throw new RecordingException(
          file.path()
              + " is damaged or was cut off: its records should begin at byte "
              + Long.toUnsignedString(dataStart));
    }
    readAttributes(head);
    boolean isFinished = dataSize > 0;
    if (isFinished && dataSize <= file.size() - dataStart) {
      readFeatures(head, dataStart + dataSize);
    }
    long end = isFinished ? dataStart + dataSize : file.size();
    return header(false, isFinished, dataStart, end < 0 ? Long.MAX_VALUE : end);
  }

  private void checkMagic(byte[] head, int length) {
    String magic = new String(head, 0, Math.min(length, 8), StandardCharsets.ISO_8859_1);
    if (magic.equals(SWAPPED)) {
      throw new RecordingException(
          file.path()
              + " was recorded on a big-endian machine, which ktap doesn't read; 'perf script'"
              + " there does");
    }
    if (magic.equals(VERSION_1)) {
      throw new RecordingException(
          file.path()
              + " is a perf.data of version 1, from before Linux 2.6.32; ktap reads version 2");
    }
    if (!magic.equals(MAGIC)) {
      throw new RecordingException(
          "expected a file that 'perf record' wrote, but " + file.path() + " doesn't begin as one");
    }
  }

  private PerfHeader header(boolean isPipe, boolean isFinished, long start, long end) {
    RecordingFacts facts =
        new RecordingFacts(
            host, "", kernel, architecture, Math.max(1, cpus), 0, 0, -1, "perf", first);
    return new PerfHeader(
        isPipe,
        isFinished,
        start,
        end,
        events,
        Optional.ofNullable(tracing),
        facts,
        version,
        commandLine,
        first,
        last,
        Optional.ofNullable(clock),
        damages);
  }

  private void readAttributes(byte[] head) {
    long entry = Bytes.getLong(head, 16);
    long at = Bytes.getLong(head, 24);
    long size = Bytes.getLong(head, 32);
    long smallest = Attribute.SMALLEST + SECTION;
    if (entry < smallest || entry > 4096 || at < 0 || size < 0 || size / entry > MOST_EVENTS) {
      throw new RecordingException(
          file.path() + " is damaged: its header describes no events that could be read");
    }
    ByteReader in = ByteReader.of(file, at, at + size);
    for (long i = 0; i < size / entry; i++) {
      byte[] bytes = in.getBytes(entry);
      int sectionAt = (int) entry - SECTION;
      Attribute attribute = Attribute.of(bytes, 0);
      long[] numbers =
          readIds(Bytes.getLong(bytes, sectionAt), Bytes.getLong(bytes, sectionAt + Long.BYTES));
      events.add(new PerfHeader.Described(attribute, "", numbers));
    }
  }

  private long[] readIds(long at, long size) {
    if (at < 0 || size < 0) {
      return new long[0];
    }
    ByteReader in = ByteReader.of(file, at, at + size < at ? at : at + size);
    return ids(in, Math.min(size, in.remaining()) / Long.BYTES);
  }

  private long[] ids(ByteReader in, long count) {
    int taken = (int) Math.max(0, Math.min(count, MOST_IDS - ids));
    ids += taken;
    long[] numbers = new long[taken];
    for (int i = 0; i < taken; i++) {
      numbers[i] = in.getLong();
    }
    return numbers;
  }

  private void readFeatures(byte[] head, long tableAt) {
    ByteReader table = ByteReader.of(file, tableAt, file.size());
    for (int feature = 0; feature < FEATURE_BITS; feature++) {
      if ((head[72 + feature / 8] >> feature % 8 & 1) == 0) {
        continue;
      }
      if (table.remaining() < SECTION) {
        damages.add(file.path() + " was cut off: what describes the records is missing");
        return;
      }
      long at = table.getLong();
      long size = table.getLong();
      if (at >= 0 && size >= 0 && at + size >= at) {
        readFeature(feature, ByteReader.of(file, at, at + size));
      }
    }
  }

  private void readFeature(int feature, ByteReader in) {
    try {
      switch (feature) {
        case TRACING_DATA -> tracing = TracingData.read(in, file.path().toString());
        case HOST -> host = text(in);
        case KERNEL -> kernel = text(in);
        case VERSION -> version = text(in);
        case ARCHITECTURE -> architecture = text(in);
        case CPUS -> readCpus(in);
        case COMMAND_LINE -> readCommandLine(in);
        case EVENTS -> readNames(in);
        case SAMPLE_TIME -> {
          first = in.getLong();
          last = in.getLong();
        }
        case CLOCK -> readClock(in);
        default -> {
          // of no use here
        }
      }
    } catch (RecordingException e) {
      damages.add(e.getMessage());
    }
  }

  /** A text as features have it: the size of its place, its bytes up to a NUL. */
  private static String text(ByteReader in) {
    return in.getText(Integer.toUnsignedLong(in.getInt()));
  }

  private void readCpus(ByteReader in) {
    in.getInt(); // that could be there
    cpus = in.getInt();
  }

  private void readCommandLine(ByteReader in) {
    int count = in.getInt();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < count && in.remaining() >= 4; i++) {
      line.append(i == 0 ? "" : " ").append(text(in));
    }
    commandLine = line.toString();
  }

  /** What perf calls the events: attribute, number of ids, name, ids, for each. */
  private void readNames(ByteReader in) {
    int count = in.getInt();
    int attributeSize = in.getInt();
    for (int i = 0; i < count && in.remaining() > 0; i++) {
      in.skip(Integer.toUnsignedLong(attributeSize));
      int numbers = in.getInt();
      String name = text(in);
      in.skip(Integer.toUnsignedLong(numbers) * Long.BYTES);
      if (i < events.size()) {
        rename(i, name);
      }
    }
  }

  private void rename(int event, String name) {
    PerfHeader.Described old = events.get(event);
    events.set(event, new PerfHeader.Described(old.attribute(), name, old.ids()));
  }

  private void readClock(ByteReader in) {
    in.getInt(); // version of this feature
    in.getInt(); // which clock it is: perf's records tell times of no other
    long wall = in.getLong();
    clock = new ClockPair(in.getLong(), wall);
  }

  /** Takes in the records at the start that describe the others. */
  private void readPipe() {
    RecordReader records =
        new RecordReader(file, PIPE_HEADER, file.size(), true, () -> new byte[RecordQueue.WINDOW]);
    while (records.next()
        && records.type() != RecordType.SAMPLE
        && records.type() != RecordType.COMPRESSED
        && records.type() != RecordType.COMPRESSED_2
        && records.type() != RecordType.FINISHED_ROUND) {
      readDescribing(records);
    }
  }

  private void readDescribing(RecordReader record) {
    byte[] bytes = record.bytes();
    int at = record.start() + RecordType.HEADER;
    int end = record.start() + record.size();
    switch (record.type()) {
      case RecordType.ATTRIBUTE -> readAttribute(bytes, at, end);
      case RecordType.EVENT_UPDATE -> readUpdate(bytes, at, end);
      case RecordType.TRACING_DATA -> {
        long size = at + 4 <= end ? Integer.toUnsignedLong(Bytes.getInt(bytes, at)) : 0;
        readFeature(TRACING_DATA, ByteReader.of(file.path().toString(), record.following(size)));
        record.skip(size + 7 & ~7L);
      }
      case RecordType.FEATURE -> {
        if (at + 8 <= end) {
          int feature = (int) Bytes.getLong(bytes, at);
          byte[] copy = Arrays.copyOfRange(bytes, at + 8, end);
          readFeature(feature, ByteReader.of(file.path().toString(), copy));
        }
      }
      case RecordType.AUX_TRACE -> record.skip(at + 8 <= end ? Bytes.getLong(bytes, at) : 0);
      default -> {
        // a task or a mapping that was there before
      }
    }
  }

  private void readAttribute(byte[] bytes, int at, int end) {
    int size = end - at < Attribute.SMALLEST ? 0 : Attribute.sizeOf(bytes, at);
    if (size < Attribute.SMALLEST || size > end - at || events.size() == MOST_EVENTS) {
      damages.add(file.path() + " is damaged: the description of an event can't be read");
      return;
    }
    int count = Math.min((end - at - size) / Long.BYTES, MOST_IDS - ids);
    ids += count;
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Bytes.getLong(bytes, at + size + i * Long.BYTES);
    }
    events.add(new PerfHeader.Described(Attribute.of(bytes, at), "", numbers));
  }

  /** Something more about an event: long what, long which event, and of a name its text. */
  private void readUpdate(byte[] bytes, int at, int end) {
    if (at + 16 > end || Bytes.getLong(bytes, at) != UPDATE_NAME) {
      return;
    }
    long id = Bytes.getLong(bytes, at + 8);
    byte[] copy = Arrays.copyOfRange(bytes, at + 16, end);
    String name = ByteReader.of(file.path().toString(), copy).getText(copy.length);
    for (int i = 0; i < events.size(); i++) {
      for (long known : events.get(i).ids()) {
        if (known == id) {
          rename(i, name);
        }
      }
    }
  }
}
