package ktap.sources.recording;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventName;
import ktap.sources.flow.JsonString;

/**
 * What is in a recording, as its summaries tell it.
 *
 * @param directory where it is
 * @param facts of the last run of the recorder
 * @param hosts where it was recorded
 * @param events by name
 * @param mappingChanges how often the last run of the recorder saw code be mapped in a process, or
 *     a process begin or end
 * @param lost events that were lost while recording
 * @param firstNanos event time of the first event; {@link Long#MAX_VALUE} if there is none
 * @param lastNanos event time of the last one
 * @param wallOffset what makes wall time (ns since 1970) of event time; empty if nobody knows
 * @param rolls how many files
 * @param bytes what they take
 * @param isEnded whether the recorder ended, and wasn't killed or is still at work
 * @param isBeingWritten whether a recorder is at work
 * @param damages places in the last roll that are damaged
 * @param cutRolls rolls before it that are cut off
 * @param missingRolls rolls between others that are gone
 */
public record RecordingInfo(
    Path directory,
    RecordingFacts facts,
    TreeSet<String> hosts,
    Map<EventName, Long> events,
    long mappingChanges,
    long lost,
    long firstNanos,
    long lastNanos,
    OptionalLong wallOffset,
    int rolls,
    long bytes,
    boolean isEnded,
    boolean isBeingWritten,
    int damages,
    int cutRolls,
    int missingRolls) {

  /**
   * Looks at the last roll only.
   *
   * @throws RecordingException if it isn't a recording, or can't be read
   */
  public static RecordingInfo of(Path directory) {
    RecordingScan scan = RecordingScan.of(directory);
    Map<EventName, Long> events = new TreeMap<>();
    TreeSet<String> hosts = new TreeSet<>();
    long lost = 0;
    long bytes = 0;
    for (RollSummary roll : scan.rolls()) {
      roll.counts().forEach((name, count) -> events.merge(name, count, Long::sum));
      hosts.add(roll.host());
      lost += roll.lost();
      bytes += RollFile.bytes(directory.resolve(roll.file()), roll.bytes());
    }
    List<Long> span = scan.span(scan.clock());
    return new RecordingInfo(
        directory,
        scan.session().facts(),
        hosts,
        events,
        scan.session().mappingChanges(),
        lost,
        span.isEmpty() ? Long.MAX_VALUE : span.getFirst(),
        span.isEmpty() ? Long.MIN_VALUE : span.getLast(),
        scan.clock().wallOffset(),
        scan.rolls().size(),
        bytes,
        scan.isEnded(),
        RecordingLock.isHeld(directory),
        scan.damages(),
        scan.cutRolls(),
        scan.missingRolls());
  }

  /** All events but the stream's own. */
  public long count() {
    long sum = 0;
    for (long count : events.values()) {
      sum += count;
    }
    return sum;
  }

  /** Seconds between the first and the last event. */
  public double seconds() {
    return isEmpty() ? 0 : (lastNanos - firstNanos) / 1e9;
  }

  /** One JSON object, without a line break. */
  public void appendJson(ByteText out) {
    out.append("{\"recording\":");
    JsonString.append(directory.toString(), out);
    out.append(",\"hosts\":[");
    String separator = "";
    for (String host : hosts) {
      JsonString.append(host, out.append(separator));
      separator = ",";
    }
    out.append("],\"kernel\":");
    JsonString.append(facts.kernelRelease(), out);
    out.append(",\"arch\":");
    JsonString.append(facts.architecture(), out);
    out.append(",\"cpus\":").appendDecimal(facts.cpus());
    out.append(",\"count\":").appendDecimal(count());
    out.append(",\"lost\":").appendDecimal(lost);
    out.append(",\"mapping_changes\":").appendDecimal(mappingChanges);
    if (!isEmpty()) {
      wallOffset.ifPresent(offset -> out.append(",\"start\":").appendDecimal(firstNanos + offset));
    }
    out.append(",\"duration\":").appendDecimal(isEmpty() ? 0 : lastNanos - firstNanos);
    out.append(",\"rolls\":").appendDecimal(rolls);
    out.append(",\"bytes\":").appendDecimal(bytes);
    out.append(",\"ended\":").append(Boolean.toString(isEnded));
    out.append(",\"recording_now\":").append(Boolean.toString(isBeingWritten));
    out.append(",\"damaged\":").appendDecimal(damages);
    out.append(",\"cut_rolls\":").appendDecimal(cutRolls);
    out.append(",\"missing_rolls\":").appendDecimal(missingRolls);
    appendCounts(out.append(",\"events\":"), events);
    out.append("}");
  }

  /** Appends an object with a number for each event. */
  public static void appendCounts(ByteText out, Map<EventName, Long> counts) {
    String separator = "{";
    for (Map.Entry<EventName, Long> entry : counts.entrySet()) {
      JsonString.append(entry.getKey().toString(), out.append(separator));
      out.append(":").appendDecimal(entry.getValue());
      separator = ",";
    }
    out.append(counts.isEmpty() ? "{}" : "}");
  }

  /** Whether there is no event, not even one of the stream's own. */
  public boolean isEmpty() {
    return firstNanos == Long.MAX_VALUE;
  }
}
