package ktap.sources.recording;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventName;

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
 * @param realtimeNanos wall time of the first event, ns since 1970
 * @param rolls how many files
 * @param bytes what they take
 * @param isEnded whether the recorder ended, and wasn't killed or is still at work
 * @param isBeingWritten whether a recorder is at work
 * @param damages places in the last roll that are damaged
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
    long realtimeNanos,
    int rolls,
    long bytes,
    boolean isEnded,
    boolean isBeingWritten,
    int damages) {

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
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long bytes = 0;
    for (RollSummary roll : scan.rolls()) {
      roll.counts().forEach((name, count) -> events.merge(name, count, Long::sum));
      hosts.add(roll.host());
      lost += roll.lost();
      first = Math.min(first, roll.firstNanos());
      last = Math.max(last, roll.lastNanos());
      bytes += RollFile.bytes(directory.resolve(roll.file()), roll.bytes());
    }
    long offset =
        scan.session().clocks().isEmpty() ? 0 : scan.session().clocks().getFirst().offset();
    return new RecordingInfo(
        directory,
        scan.session().facts(),
        hosts,
        events,
        scan.session().mappingChanges(),
        lost,
        first,
        last,
        first == Long.MAX_VALUE ? 0 : first + offset,
        scan.rolls().size(),
        bytes,
        scan.isEnded(),
        RecordingLock.isHeld(directory),
        scan.damages());
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
    return firstNanos == Long.MAX_VALUE ? 0 : (lastNanos - firstNanos) / 1e9;
  }

  /** One JSON object, without a line break. */
  public void appendJson(ByteText out) {
    out.append("{\"recording\":");
    appendString(out, directory.toString());
    out.append(",\"hosts\":[");
    String separator = "";
    for (String host : hosts) {
      appendString(out.append(separator), host);
      separator = ",";
    }
    out.append("],\"kernel\":");
    appendString(out, facts.kernelRelease());
    out.append(",\"arch\":");
    appendString(out, facts.architecture());
    out.append(",\"cpus\":").appendDecimal(facts.cpus());
    out.append(",\"count\":").appendDecimal(count());
    out.append(",\"lost\":").appendDecimal(lost);
    out.append(",\"mapping_changes\":").appendDecimal(mappingChanges);
    out.append(",\"start\":").appendDecimal(realtimeNanos);
    out.append(",\"duration\":").appendDecimal(isEmpty() ? 0 : lastNanos - firstNanos);
    out.append(",\"rolls\":").appendDecimal(rolls);
    out.append(",\"bytes\":").appendDecimal(bytes);
    out.append(",\"ended\":").append(Boolean.toString(isEnded));
    out.append(",\"recording_now\":").append(Boolean.toString(isBeingWritten));
    out.append(",\"damaged\":").appendDecimal(damages);
    appendCounts(out.append(",\"events\":"), events);
    out.append("}");
  }

  /** Appends an object with a number for each event. */
  public static void appendCounts(ByteText out, Map<EventName, Long> counts) {
    String separator = "{";
    for (Map.Entry<EventName, Long> entry : counts.entrySet()) {
      appendString(out.append(separator), entry.getKey().toString());
      out.append(":").appendDecimal(entry.getValue());
      separator = ",";
    }
    out.append(counts.isEmpty() ? "{}" : "}");
  }

  private boolean isEmpty() {
    return firstNanos == Long.MAX_VALUE;
  }

  /** Appends a text between quotes. */
  public static void appendString(ByteText out, String text) {
    out.append("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append("\\").append(String.valueOf(c));
      } else if (c < ' ') {
        out.append("\\u00").appendHex(c, 2);
      } else {
        out.append(String.valueOf(c));
      }
    }
    out.append("\"");
  }
}
