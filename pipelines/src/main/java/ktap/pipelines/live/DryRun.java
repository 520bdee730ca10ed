package ktap.pipelines.live;

import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;

/** What is left of a stream in a dry run: its time, so that timers fire. */
final class DryRun {
  private DryRun() {}

  static EventBatch withoutEvents(EventBatch batch) {
    EventBatchBuilder kept = new EventBatchBuilder(batch.tables(), 256);
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.isOwn()) {
        kept.add(event);
      }
    }
    return kept.build();
  }
}
