package ktap.sources.perfdata;

import java.util.List;
import java.util.Optional;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.tracefile.TracingData;

/**
 * What a file says of itself before its records.
 *
 * @param isPipe whether it was written to a pipe: all that describes it is among the records
 * @param isFinished whether perf came to the end of writing it
 * @param dataStart where the records begin
 * @param dataEnd where they end
 * @param events the events that were recorded
 * @param tracing the formats of tracepoints; empty if there were none, or perf was killed
 * @param facts of the machine
 * @param perfVersion of the tool
 * @param commandLine as it was called
 * @param firstNanos when the first sample was taken, in the clock of the events; 0 if it isn't told
 * @param lastNanos when the last sample was taken; 0 if it isn't told
 * @param clock the same moment in the clock of the events and in that of the wall
 * @param damages what couldn't be read
 */
record PerfHeader(
    boolean isPipe,
    boolean isFinished,
    long dataStart,
    long dataEnd,
    List<Described> events,
    Optional<TracingData> tracing,
    RecordingFacts facts,
    String perfVersion,
    String commandLine,
    long firstNanos,
    long lastNanos,
    Optional<ClockPair> clock,
    List<String> damages) {
  PerfHeader {
    events = List.copyOf(events);
    damages = List.copyOf(damages);
  }

  /**
   * One event as the header describes it.
   *
   * @param name as perf calls it; empty if that isn't told
   * @param ids the numbers by which its records name it; read only
   */
  @SuppressWarnings("ArrayRecordComponent") // never handed out of the package
  record Described(Attribute attribute, String name, long[] ids) {}
}
