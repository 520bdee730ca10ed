package ktap.operators;

import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;

/**
 * What is left of a batch when all events but the stream's own are taken out: its time, its losses.
 */
public final class OwnEvents {
  private OwnEvents() {}

  /** A batch of its own, in the same order, with the same tables. */
  public static EventBatch of(EventBatch batch) {
    EventBatchBuilder kept = new EventBatchBuilder(batch.tables(), 256);
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.isOwn()) {
        kept.add(event);
      }
    }
    return kept.build();
  }
}
