package ktap.sources.tracefile;

import ktap.sources.flow.KernelNames;
import ktap.sources.format.KernelFiles;
import ktap.sources.recording.RecordingException;
import ktap.sources.ring.PageLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a trace file tells of the kernel it was made on: formats of events, layout of ring pages,
 * names. It lies at the start of a {@code trace.dat} of version 6, as a feature in {@code
 * perf.data}, and in sections of their own in a {@code trace.dat} of version 7 (trace-cmd's {@code
 * trace-cmd.dat.v6(5)} and {@code v7(5)}).
 */
public final class TracingData {
  private static final byte[] MAGIC = {0x17, 0x08, 0x44, 't', 'r', 'a', 'c', 'i', 'n', 'g'};
  private static final int MOST_FORMATS = 1 << 20;

  private final EventFormats formats = new EventFormats();
  private PageLayout layout = PageLayout.USUAL;
  private byte[] kallsyms = {};
  private byte[] printkFormats = {};
  private byte[] commands = {};
  private int pageSize = 4096;
  private @Nullable KernelNames kernel; // null until asked for

  /** Whether bytes begin as such a file does. */
  public static boolean isMagic(byte[] bytes) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (i >= bytes.length || bytes[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  public static int magicLength() {
    return MAGIC.length;
  }

  /**
   * Reads all of it, from the magic number on.
   *
   * @param where what it is read from, for messages
   * @throws RecordingException if it is something else, of another byte order, or damaged
   */
  public static TracingData read(ByteReader in, String where) {
    TracingData data = new TracingData();
    if (in.remaining() < MAGIC.length || !isMagic(in.getBytes(MAGIC.length))) {
      throw new RecordingException(where + " has no event formats where they should be");
    }
    String version = in.getText();
    data.readMachine(in, where);
    data.readFormats(in);
    if (!version.equals("0.5")) {
      data.readCommands(in);
    }
    return data;
  }

  /** Byte order, size of a {@code long} and of a page. */
  public void readMachine(ByteReader in, String where) {
    int order = in.getByte();
    int longSize = in.getByte();
    pageSize = in.getInt();
    if (order != 0) {
      throw new RecordingException(
          where
              + " was made on a big-endian machine, which ktap doesn't read; convert it there with"
              + " the tool that made it");
    }
    if (longSize != 8 && longSize != 4) {
      throw new RecordingException(
          where + " is damaged: a long of its machine has " + longSize + " bytes");
    }
  }

  private void readFormats(ByteReader in) {
    readHeaderInfo(in);
    readTracerFormats(in);
    readEventFormats(in);
    readSymbols(in);
    readTexts(in);
  }

  /** The sections {@code header_page} and {@code header_event}. */
  public void readHeaderInfo(ByteReader in) {
    in.getText();
    String page = in.getText(in.getLong());
    in.getText();
    in.skip(in.getLong());
    try {
      layout = checked(PageLayout.parse(page), in);
    } catch (IllegalArgumentException e) {
      throw new RecordingException(
          in.where() + " is damaged: the layout of ring pages can't be read, " + e.getMessage(), e);
    }
  }

  private static PageLayout checked(PageLayout found, ByteReader in) {
    int end = found.dataOffset();
    boolean fits =
        isWithin(found.timestampOffset(), Long.BYTES, end)
            && isWithin(found.commitOffset(), found.commitSize(), end)
            && (found.commitSize() == 8 || found.commitSize() == 4)
            && end <= 64;
    if (!fits) {
      throw new RecordingException(
          in.where() + " is damaged: the parts of a ring page's head don't fit into it");
    }
    return found;
  }

  private static boolean isWithin(int offset, int size, int end) {
    return offset >= 0 && size > 0 && offset <= end - size;
  }

  /** The formats of the kernel's tracers, of the system {@code ftrace}. */
  public void readTracerFormats(ByteReader in) {
    readSystem("ftrace", in);
  }

  /** The formats of all other systems. */
  public void readEventFormats(ByteReader in) {
    int systems = count(in);
    for (int i = 0; i < systems; i++) {
      readSystem(in.getText(), in);
    }
  }

  private void readSystem(String system, ByteReader in) {
    int count = count(in);
    for (int i = 0; i < count; i++) {
      formats.add(system, in.getBytes(in.getLong()));
    }
  }

  private static int count(ByteReader in) {
    int count = in.getInt();
    if (count < 0 || count > MOST_FORMATS) {
      throw new RecordingException(
          in.where()
              + " is damaged: there should be "
              + Integer.toUnsignedString(count)
              + " event formats");
    }
    return count;
  }

  /** {@code kallsyms}. */
  public void readSymbols(ByteReader in) {
    kallsyms = in.getBytes(Integer.toUnsignedLong(in.getInt()));
  }

  /** {@code printk_formats}. */
  public void readTexts(ByteReader in) {
    printkFormats = in.getBytes(Integer.toUnsignedLong(in.getInt()));
  }

  /** {@code saved_cmdlines}. */
  public void readCommands(ByteReader in) {
    commands = in.getBytes(in.getLong());
  }

  public EventFormats formats() {
    return formats;
  }

  public PageLayout layout() {
    return layout;
  }

  /** Bytes of a page of that machine. */
  public int pageSize() {
    return pageSize;
  }

  /** Lines {@code TID NAME}; read only. */
  public byte[] commands() {
    return commands;
  }

  /** What numbers mean to that kernel. */
  public KernelNames kernel() {
    if (kernel == null) {
      kernel = KernelFiles.stored(kallsyms, printkFormats);
    }
    return kernel;
  }
}
