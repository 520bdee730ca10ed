package ktap.sources.perfdata;

/** The bits of {@code sample_type} that stand for what a sample holds (linux/perf_event.h). */
final class SampleBits {
  static final int IP = 1;
  static final int TID = 1 << 1;
  static final int TIME = 1 << 2;
  static final int ADDR = 1 << 3;
  static final int READ = 1 << 4;
  static final int CALL_CHAIN = 1 << 5;
  static final int ID = 1 << 6;
  static final int CPU = 1 << 7;
  static final int PERIOD = 1 << 8;
  static final int STREAM_ID = 1 << 9;
  static final int RAW = 1 << 10;
  static final int IDENTIFIER = 1 << 16;

  private SampleBits() {}
}
