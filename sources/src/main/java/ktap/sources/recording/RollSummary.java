package ktap.sources.recording;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTypes;

/**
 * What is in one roll: events by type, losses, the span of time. Grows batch by batch; not for
 * several threads.
 */
final class RollSummary {
  private final String file;
  private final Map<EventName, Long> counts = new TreeMap<>();
  private long[] byNumber = new long[64];
  private long lost;
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MIN_VALUE;
  private long bytes;
  private String host = "";

  RollSummary(String file, String host) {
    this.file = file;
    this.host = host;
  }

  /** Counts a batch that was checked. */
  void add(byte[] slab, int from, int length) {
    for (int at = from; at < from + length; at += Bytes.getInt(slab, at + EventBatch.SIZE)) {
      int type = Bytes.getInt(slab, at + EventBatch.TYPE);
      if (type >= byNumber.length) {
        byNumber = Arrays.copyOf(byNumber, type * 2);
      }
      byNumber[type]++;
      long time = Bytes.getLong(slab, at + EventBatch.TIME);
      firstNanos = Math.min(firstNanos, time);
      lastNanos = Math.max(lastNanos, time);
      if (type == EventTypes.LOST) {
        lost += Bytes.getLong(slab, at + EventBatch.HEADER + 8);
      }
    }
  }

  void addBytes(long more) {
    bytes += more;
  }

  void setBytes(long newBytes) {
    bytes = newBytes;
  }

  /** Gives the counts their names, which only the types of the session know. */
  void settle(EventTypes types) {
    for (int i = EventTypes.FIRST; i < Math.min(byNumber.length, types.count()); i++) {
      if (byNumber[i] > 0) {
        counts.merge(types.get(i).name(), byNumber[i], Long::sum);
      }
    }
    Arrays.fill(byNumber, 0);
  }

  void write(BodyWriter out) {
    out.putText(file).putText(host).putLong(lost).putLong(firstNanos).putLong(lastNanos);
    out.putLong(bytes).putInt(counts.size());
    for (Map.Entry<EventName, Long> entry : counts.entrySet()) {
      out.putText(entry.getKey().system()).putText(entry.getKey().name()).putLong(entry.getValue());
    }
  }

  static RollSummary read(BodyReader in) {
    RollSummary summary = new RollSummary(in.getText(), in.getText());
    summary.lost = in.getLong();
    summary.firstNanos = in.getLong();
    summary.lastNanos = in.getLong();
    summary.bytes = in.getLong();
    int count = in.getCount(16);
    for (int i = 0; i < count; i++) {
      summary.counts.put(new EventName(in.getText(), in.getText()), in.getLong());
    }
    return summary;
  }

  /** Name of the roll's file in the directory. */
  String file() {
    return file;
  }

  String host() {
    return host;
  }

  /** Events by name, after {@link #settle}. */
  Map<EventName, Long> counts() {
    return counts;
  }

  long lost() {
    return lost;
  }

  boolean isEmpty() {
    return firstNanos == Long.MAX_VALUE;
  }

  long firstNanos() {
    return firstNanos;
  }

  long lastNanos() {
    return lastNanos;
  }

  long bytes() {
    return bytes;
  }
}
