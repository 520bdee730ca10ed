package ktap.sources.perfdata;

import ktap.sources.flow.Bytes;

/**
 * How one event was recorded: {@code struct perf_event_attr} (linux/perf_event.h), what of it
 * matters here.
 *
 * @param type the kind of event; {@link #TRACEPOINT}
 * @param config which one of its kind; of a tracepoint, the number that the kernel gave it
 * @param period of samples that don't tell theirs; 0 if it varies
 * @param sampleType which parts a sample has, {@link SampleBits}
 * @param readFormat which parts a counter's value has
 * @param hasSampleId whether records that aren't samples end with thread, time and so on
 * @param kernelChain whether call chains have frames of the kernel
 * @param userChain whether call chains have frames of user space
 */
record Attribute(
    int type,
    long config,
    long period,
    long sampleType,
    long readFormat,
    boolean hasSampleId,
    boolean kernelChain,
    boolean userChain) {
  static final int TRACEPOINT = 2;

  /** Bytes of the first version of the structure; later ones are longer. */
  static final int SMALLEST = 64;

  private static final int TYPE = 0;
  private static final int SIZE = 4;
  private static final int CONFIG = 8;
  private static final int PERIOD = 16; // or how often in a second
  private static final int SAMPLE_TYPE = 24;
  private static final int READ_FORMAT = 32;
  private static final int FLAGS = 40;
  private static final int FREQUENCY = 10;
  private static final int SAMPLE_ID_ALL = 18;
  private static final int NO_KERNEL_CHAIN = 21;
  private static final int NO_USER_CHAIN = 22;

  /** Reads one of at least {@link #SMALLEST} bytes. */
  static Attribute of(byte[] bytes, int at) {
    long flags = Bytes.getLong(bytes, at + FLAGS);
    return new Attribute(
        Bytes.getInt(bytes, at + TYPE),
        Bytes.getLong(bytes, at + CONFIG),
        isSet(flags, FREQUENCY) ? 0 : Bytes.getLong(bytes, at + PERIOD),
        Bytes.getLong(bytes, at + SAMPLE_TYPE),
        Bytes.getLong(bytes, at + READ_FORMAT),
        isSet(flags, SAMPLE_ID_ALL),
        !isSet(flags, NO_KERNEL_CHAIN),
        !isSet(flags, NO_USER_CHAIN));
  }

  /** The number of bytes that one says it has; 0 in the first version. */
  static int sizeOf(byte[] bytes, int at) {
    int size = Bytes.getInt(bytes, at + SIZE);
    return size == 0 ? SMALLEST : size;
  }

  private static boolean isSet(long flags, int bit) {
    return (flags >>> bit & 1) != 0;
  }

  boolean isTracepoint() {
    return type == TRACEPOINT;
  }

  boolean has(int sampleBit) {
    return (sampleType & sampleBit) != 0;
  }
}
