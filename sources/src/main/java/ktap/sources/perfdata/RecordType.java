package ktap.sources.perfdata;

/**
 * Numbers of records: those of the kernel (linux/perf_event.h) below 64, those that perf adds
 * (linux/tools/lib/perf/include/perf/event.h) from there on.
 */
final class RecordType {
  static final int MMAP = 1;
  static final int LOST = 2;
  static final int COMM = 3;
  static final int EXIT = 4;
  static final int FORK = 7;
  static final int SAMPLE = 9;
  static final int MMAP_2 = 10;
  static final int LOST_SAMPLES = 13;

  /** The kernel's are below. */
  static final int FIRST_OF_PERF = 64;

  static final int ATTRIBUTE = 64;
  static final int TRACING_DATA = 66;
  static final int FINISHED_ROUND = 68;
  static final int AUX_TRACE = 71;
  static final int EVENT_UPDATE = 78;
  static final int FEATURE = 80;
  static final int COMPRESSED = 81;
  static final int COMPRESSED_2 = 83;

  /** Above it there are none so far; perf adds one every few years. */
  static final int LAST = 127;

  /** Type, flags, size. */
  static final int HEADER = 8;

  /** In the flags of {@link #LOST_SAMPLES}: a filter of the user's dropped them. */
  static final int DROPPED_BY_FILTER = 1 << 14;

  private RecordType() {}
}
