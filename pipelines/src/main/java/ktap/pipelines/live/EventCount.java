package ktap.pipelines.live;

import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTypes;

/**
 * How many events a source gave: the same each time that it is read, so that a run can go on behind
 * them. That the user wanted to stop is an event, but none of the source.
 */
final class EventCount {
  private EventCount() {}

  static long of(EventBatch batch) {
    return of(batch, batch.length());
  }

  /**
   * @param consumed bytes of the batch that count
   */
  static long of(EventBatch batch, int consumed) {
    if (batch.count() != 1 && consumed == batch.length()) {
      return batch.count();
    }
    int count = 0;
    EventCursor event = batch.cursor();
    while (event.next() && event.start() < consumed) {
      count++;
    }
    return count == 1 && batch.count() == 1 && event(batch) == EventTypes.STOP ? 0 : count;
  }

  private static int event(EventBatch batch) {
    EventCursor event = batch.cursor();
    return event.next() ? event.typeNumber() : EventTypes.STOP;
  }
}
