package ktap.sources.tracedat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.tracefile.ByteReader;
import ktap.sources.tracefile.InputFile;
import ktap.sources.tracefile.TracingData;

/**
 * Finds out what is in a file. Version 6 is one thing behind the other; version 7 begins with where
 * its options are, and they tell where the rest is:
 *
 * <pre>
 *  17 08 44 "tracing"  version\0  byte order  bytes of a long  int page size
 *  6: formats, names   int CPUs   "options  \0" options   "flyrecord\0" (long offset, long size)…
 *  7: compression\0 its version\0  long where the options are
 *
 *  section  short number, short flags (1: compressed), int name, long size, contents
 *  option   short number, int size, contents
 * </pre>
 */
final class TraceDatReader {
  private static final int SECTION_COMPRESSED = 1;
  private static final int LARGEST_SECTION = 64 << 20;
  private static final int MOST_CPUS = 8192;
  private static final int MOST_BUFFERS = 1024;
  private static final int MOST_OPTIONS = 1 << 16;
  private static final int PART_NAME = 10;
  private static final int LARGEST_PAGE = 1 << 20;

  /** Numbers of options; those of sections are the same. */
  private static final int DONE = 0;

  private static final int DATE = 1;
  private static final int CPU_STATISTICS = 2;
  private static final int BUFFER = 3;
  private static final int TRACE_CLOCK = 4;
  private static final int UNAME = 5;
  private static final int OFFSET = 7;
  private static final int CPU_COUNT = 8;
  private static final int TSC_TO_NANOS = 14;
  private static final int HEADER_INFO = 16;
  private static final int TRACER_FORMATS = 17;
  private static final int EVENT_FORMATS = 18;
  private static final int SYMBOLS = 19;
  private static final int TEXTS = 20;
  private static final int COMMANDS = 21;
  private static final int BUFFER_TEXT = 22;

  private final InputFile file;
  private final TracingData tracing = new TracingData();
  private final List<TraceDat.Buffer> buffers = new ArrayList<>();
  private final List<TraceDat.CpuLoss> losses = new ArrayList<>();
  private final List<String> damages = new ArrayList<>();
  private Compression compression = Compression.NONE;
  private String version = "";
  private String clock = "";
  private String host = "";
  private String kernel = "";
  private String architecture = "";
  private String statisticsBuffer = "";
  private int cpus = 1;
  private long wallOffset;
  private long added;
  private int multiplier;
  private int shift;

  private TraceDatReader(InputFile file) {
    this.file = file;
  }

  /**
   * @throws RecordingException if it isn't such a file
   */
  static TraceDat read(InputFile file) {
    return new TraceDatReader(file).read();
  }

  private TraceDat read() {
    ByteReader in = ByteReader.of(file, 0, file.size());
    int length = TracingData.magicLength();
    if (in.remaining() < length || !TracingData.isMagic(in.getBytes(length))) {
      throw new RecordingException(
          "expected a file that trace-cmd wrote, but " + file.path() + " doesn't begin as one");
    }
    version = in.getText();
    if (!version.equals("6") && !version.equals("7")) {
      throw new RecordingException(
          file.path()
              + " is a trace.dat of version '"
              + printable(version)
              + "'; ktap reads 6 and 7");
    }
    tracing.readMachine(in, file.path().toString());
    if (version.equals("6")) {
      readVersion6(in);
    } else {
      readVersion7(in);
    }
    RecordingFacts facts =
        new RecordingFacts(host, "", kernel, architecture, cpus, 0, 0, -1, "trace-cmd", 0);
    return new TraceDat(
        version,
        tracing,
        facts,
        buffers,
        compression,
        clock,
        wallOffset,
        added,
        multiplier,
        shift,
        losses,
        damages);
  }

  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), 20)).replaceAll("[^ -~]", "?");
  }

  private void readVersion6(ByteReader in) {
    tracing.readHeaderInfo(in);
    tracing.readTracerFormats(in);
    tracing.readEventFormats(in);
    tracing.readSymbols(in);
    tracing.readTexts(in);
    tracing.readCommands(in);
    cpus = cpuCount(in.getInt());
    String part = in.getText(PART_NAME);
    if (part.startsWith("options")) {
      readOptions(in);
      part = in.getText(PART_NAME);
    }
    if (part.startsWith("latency")) {
      throw onlyText();
    }
    if (!part.startsWith("flyrecord")) {
      throw damaged("no ring data follow its options");
    }
    buffers.addFirst(readRings6("", in));
  }

  private RecordingException onlyText() {
    return new RecordingException(
        file.path()
            + " holds the text of a latency tracer and no events, so that there is nothing"
            + " to replay; 'trace-cmd report' shows it");
  }

  private RecordingException damaged(String how) {
    return new RecordingException(file.path() + " is damaged: " + how);
  }

  private int cpuCount(int count) {
    if (count < 1 || count > MOST_CPUS) {
      throw damaged("it should have the rings of " + Integer.toUnsignedString(count) + " CPUs");
    }
    return count;
  }

  private TraceDat.Buffer readRings6(String name, ByteReader in) {
    List<TraceDat.CpuData> rings = new ArrayList<>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      rings.add(new TraceDat.CpuData(cpu, in.getLong(), in.getLong()));
    }
    checkRings6(rings, in.remaining());
    return new TraceDat.Buffer(name, false, pageSize(tracing.pageSize()), rings);
  }

  /**
   * A ring that is empty begins somewhere, too. Only where nothing of the top instance was recorded
   * are there zeros for all of its CPUs: only other instances have data behind them.
   */
  private void checkRings6(List<TraceDat.CpuData> rings, long behind) {
    boolean isNone = rings.stream().allMatch(ring -> ring.offset() == 0);
    if (isNone && (!buffers.isEmpty() || behind < tracing.pageSize())) {
      return;
    }
    for (TraceDat.CpuData ring : rings) {
      if (ring.offset() == 0) {
        damages.add(damaged("the ring of CPU " + ring.cpu() + " begins nowhere").getMessage());
      }
    }
  }

  private int pageSize(int size) {
    if (size < 64 || size > LARGEST_PAGE) {
      throw damaged("a page of its rings should have " + Integer.toUnsignedString(size) + " bytes");
    }
    return size;
  }

  private void readVersion7(ByteReader in) {
    String name = in.getText();
    in.getText();
    try {
      compression = Compression.of(printable(name));
    } catch (RecordingException e) {
      throw new RecordingException(file.path() + " can't be read: " + e.getMessage(), e);
    }
    readSections(in.getLong());
    if (buffers.isEmpty() && damages.isEmpty()) { // an empty one is told, too
      damages.add(damaged("nothing tells where its rings are").getMessage());
    }
  }

  /**
   * @param first where the first options are
   */
  private void readSections(long first) {
    Set<Long> seen = new HashSet<>();
    long at = first;
    while (at != 0 && seen.add(at)) {
      ByteReader section;
      try {
        section = section(at, DONE);
      } catch (RecordingException e) {
        if (seen.size() == 1) {
          throw e;
        }
        damages.add(e.getMessage());
        return;
      }
      at = readOptions(section);
    }
  }

  /** The contents of a section. */
  private ByteReader section(long at, int number) {
    ByteReader head = ByteReader.of(file, Math.max(0, at), file.size());
    int found = head.getShort();
    int flags = head.getShort();
    head.getInt(); // its name
    long size = head.getLong();
    checkSection(at, number, found);
    if ((flags & SECTION_COMPRESSED) == 0) {
      return ByteReader.of(file, head.position(), head.position() + Math.max(0, size));
    }
    long compressed = Integer.toUnsignedLong(head.getInt());
    long whole = Integer.toUnsignedLong(head.getInt());
    if (whole > LARGEST_SECTION) {
      throw damaged("a part of it should have " + whole + " bytes");
    }
    byte[] bytes = compression.decompress(head.getBytes(compressed), (int) whole);
    return ByteReader.of(file.path().toString(), bytes);
  }

  private void checkSection(long at, int number, int found) {
    if (at <= 0 || found != number) {
      throw damaged(
          "at byte "
              + Long.toUnsignedString(at)
              + " there should be the part "
              + number
              + " and not "
              + found);
    }
  }

  /**
   * Reads options up to the last one.
   *
   * @return what the last one tells: where more of them are; 0 if there are no more
   */
  private long readOptions(ByteReader in) {
    for (int i = 0; i < MOST_OPTIONS && in.remaining() >= 2; i++) {
      int number = in.getShort();
      if (number == DONE && version.equals("6")) {
        return 0;
      }
      byte[] bytes = in.getBytes(Integer.toUnsignedLong(in.getInt()));
      ByteReader option = ByteReader.of(file.path().toString(), bytes);
      if (number == DONE) {
        return option.getLong();
      }
      try {
        readOption(number, option);
      } catch (RecordingException e) {
        damages.add(e.getMessage());
      }
    }
    damages.add(damaged("its options have no end").getMessage());
    return 0;
  }

  private void readOption(int number, ByteReader option) {
    switch (number) {
      case DATE -> wallOffset = integer(text(option)) * 1000;
      case CPU_STATISTICS -> readStatistics(text(option));
      case BUFFER -> readBuffer(option);
      case TRACE_CLOCK -> readClock(text(option));
      case UNAME -> readUname(text(option));
      case OFFSET -> added += integer(text(option));
      case CPU_COUNT -> cpus = cpuCount(option.getInt());
      case TSC_TO_NANOS -> {
        multiplier = option.getInt();
        shift = option.getInt() & 63;
      }
      case HEADER_INFO -> tracing.readHeaderInfo(section(option.getLong(), number));
      case TRACER_FORMATS -> tracing.readTracerFormats(section(option.getLong(), number));
      case EVENT_FORMATS -> tracing.readEventFormats(section(option.getLong(), number));
      case SYMBOLS -> tracing.readSymbols(section(option.getLong(), number));
      case TEXTS -> tracing.readTexts(section(option.getLong(), number));
      case COMMANDS -> tracing.readCommands(section(option.getLong(), number));
      case BUFFER_TEXT -> throw onlyText();
      default -> {
        // of no use here
      }
    }
  }

  private static String text(ByteReader option) {
    return option.getText(option.remaining());
  }

  private static long integer(String text) {
    try {
      return Long.decode(text.strip());
    } catch (NumberFormatException e) {
      throw new RecordingException(
          "an option should be a number, but is '" + printable(text) + "'", e);
    }
  }

  private void readClock(String text) {
    int from = text.indexOf('[');
    int to = text.indexOf(']', from + 1);
    clock = from >= 0 && to > 0 ? text.substring(from + 1, to) : clock;
  }

  /** {@code Linux HOST RELEASE MACHINE}. */
  private void readUname(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length >= 4) {
      host = words[1];
      kernel = words[2];
      architecture = words[3];
    }
  }

  /** What {@code per_cpu/cpuN/stats} told, or the name of the buffer that the next ones are of. */
  private void readStatistics(String text) {
    int cpu = -1;
    long lost = 0;
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      switch (colon < 0 ? "" : line.substring(0, colon)) {
        case "Buffer" -> statisticsBuffer = value;
        case "CPU" -> cpu = (int) integer(value);
        case "overrun", "dropped events" -> lost += integer(value);
        default -> {
          // not about losses
        }
      }
    }
    if (cpu >= 0 && lost > 0) {
      losses.add(new TraceDat.CpuLoss(statisticsBuffer, cpu, lost));
    }
  }

  private void readBuffer(ByteReader option) {
    long at = option.getLong();
    String name = option.getText();
    if (buffers.size() == MOST_BUFFERS) {
      throw damaged("it should have more than " + MOST_BUFFERS + " buffers");
    }
    if (version.equals("6")) {
      ByteReader rings = ByteReader.of(file, Math.max(0, at), file.size());
      if (!rings.getText(PART_NAME).startsWith("flyrecord")) {
        throw damaged(
            "no ring data are where those of the buffer " + printable(name) + " should be");
      }
      buffers.add(readRings6(name, rings));
      return;
    }
    String bufferClock = option.getText();
    clock = clock.isEmpty() ? bufferClock : clock;
    int pageSize = pageSize(option.getInt());
    int count = option.getInt();
    if (count < 0 || count > MOST_CPUS) {
      throw damaged("it should have the rings of " + Integer.toUnsignedString(count) + " CPUs");
    }
    List<TraceDat.CpuData> rings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int cpu = option.getInt();
      if (cpu < 0 || cpu >= MOST_CPUS) {
        throw damaged("it should have the ring of CPU " + Integer.toUnsignedString(cpu));
      }
      TraceDat.CpuData data = new TraceDat.CpuData(cpu, option.getLong(), option.getLong());
      if (data.size() == 0) { // CPUs without data aren't told
        damages.add(damaged("the ring of CPU " + cpu + " should have no bytes").getMessage());
      }
      rings.add(data);
    }
    if (option.remaining() > 0) {
      damages.add(damaged("it should have the rings of more than " + count + " CPUs").getMessage());
    }
    buffers.add(new TraceDat.Buffer(name, isCompressed(at), pageSize, rings));
  }

  private boolean isCompressed(long at) {
    ByteReader head = ByteReader.of(file, Math.max(0, at), file.size());
    checkSection(at, BUFFER, head.getShort());
    return (head.getShort() & SECTION_COMPRESSED) != 0;
  }
}
