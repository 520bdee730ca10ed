package ktap.pipelines.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import ktap.operators.LossLedger;
import ktap.sinks.Sink;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;

/** Gives to a sink the events that patterns match, and the stream's own. For one stream. */
final class WantedEvents implements Consumer<EventBatch> {
  private static final byte UNKNOWN = 0;
  private static final byte WANTED = 1;
  private static final byte OTHER = 2;

  private final List<EventPattern> patterns;
  private final Sink sink;
  private final ExportProgress progress;
  private final LossLedger losses;
  private byte[] byType = new byte[64];

  /**
   * @param losses takes what was lost
   */
  WantedEvents(List<EventPattern> patterns, Sink sink, ExportProgress progress, LossLedger losses) {
    this.patterns = patterns;
    this.sink = sink;
    this.progress = progress;
    this.losses = losses;
  }

  @Override
  public void accept(EventBatch batch) {
    int wanted = 0;
    int others = 0;
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (!event.isOwn()) {
        boolean isWanted = isWanted(event);
        wanted += isWanted ? 1 : 0;
        others += isWanted ? 0 : 1;
      }
    }
    progress.add(wanted);
    losses.enter(batch);
    sink.receive(others == 0 ? batch : part(batch));
  }

  private EventBatch part(EventBatch batch) {
    EventBatchBuilder kept = new EventBatchBuilder(batch.tables(), batch.length());
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.isOwn() || isWanted(event)) {
        kept.add(event);
      }
    }
    return kept.build();
  }

  private boolean isWanted(EventCursor event) {
    int type = event.typeNumber();
    byte known = type < byType.length ? byType[type] : UNKNOWN;
    return (known == UNKNOWN ? learn(type, event.type().name()) : known) == WANTED;
  }

  private byte learn(int type, EventName name) {
    if (type >= byType.length) {
      byType = Arrays.copyOf(byType, Math.max(type + 1, byType.length * 2));
    }
    byType[type] = OTHER;
    for (EventPattern pattern : patterns) {
      if (pattern.matches(name)) {
        byType[type] = WANTED;
      }
    }
    return byType[type];
  }
}
