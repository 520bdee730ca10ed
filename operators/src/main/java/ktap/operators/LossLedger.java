package ktap.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Loss;

/** How many events of a stream were lost, to the event, by source and cause. For one thread. */
public final class LossLedger {
  private final Map<String, Entry> entries = new TreeMap<>();
  private long total;

  /** How many were lost in one place for one reason. */
  public record Entry(String source, String cause, long count) {}

  /** Enters the losses that a batch tells of. */
  public void enter(EventBatch batch) {
    if (batch.hasLosses()) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        if (event.typeNumber() == EventTypes.LOST) {
          enter(Loss.of(event));
        }
      }
    }
  }

  private void enter(Loss loss) {
    enter(new Entry(loss.source(), loss.cause(), loss.count()));
  }

  private void enter(Entry entry) {
    total += entry.count();
    entries.merge(
        entry.source() + '\0' + entry.cause(),
        entry,
        (a, b) -> new Entry(a.source(), a.cause(), a.count() + b.count()));
  }

  /** Enters what another one counted, too. */
  public void enter(LossLedger other) {
    other.entries.values().forEach(this::enter);
  }

  public long total() {
    return total;
  }

  /** By source, then by cause. */
  public List<Entry> entries() {
    return new ArrayList<>(entries.values());
  }

  /** {@code 17 events lost: 12 in cpu 0 ring (its buffer of 64 KB was full), 5 in …}. */
  public String sentence() {
    StringBuilder text = new StringBuilder(96);
    text.append(total).append(total == 1 ? " event lost" : " events lost");
    String before = ": ";
    for (Entry entry : entries.values()) {
      text.append(before).append(entry.count()).append(" in ").append(entry.source());
      text.append(" (").append(entry.cause()).append(')');
      before = ", ";
    }
    return text.toString();
  }
}
