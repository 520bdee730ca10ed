package ktap.sources.tracedat;

import java.util.List;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.tracefile.TracingData;

/**
 * What is in a file.
 *
 * @param version of its format
 * @param tracing formats, names, layout of pages
 * @param facts of the machine
 * @param buffers the rings that were recorded, those of instances too
 * @param compression how data are compressed
 * @param clock which one told the times
 * @param wallOffset what makes wall time (ns since 1970) of an event time; 0 if the file doesn't
 *     tell
 * @param added what must be added to the times in pages
 * @param multiplier turns the ticks of a processor into nanoseconds, with the shift; 0 if it isn't
 *     needed
 * @param losses what the kernel said was lost
 * @param damages what couldn't be read
 */
record TraceDat(
    String version,
    TracingData tracing,
    RecordingFacts facts,
    List<Buffer> buffers,
    Compression compression,
    String clock,
    long wallOffset,
    long added,
    int multiplier,
    int shift,
    List<CpuLoss> losses,
    List<String> damages) {
  TraceDat {
    buffers = List.copyOf(buffers);
    losses = List.copyOf(losses);
    damages = List.copyOf(damages);
  }

  /**
   * The rings of one instance.
   *
   * @param name of the instance; empty for the top one
   */
  record Buffer(String name, boolean isCompressed, int pageSize, List<CpuData> cpus) {
    Buffer {
      cpus = List.copyOf(cpus);
    }
  }

  /** Where the ring of a CPU lies in the file. */
  record CpuData(int cpu, long offset, long size) {}

  /** What the ring of a CPU lost in all. */
  record CpuLoss(String buffer, int cpu, long count) {}
}
