package ktap.pipelines.live;

import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;

/** Nothing but time, for scripts that have timers and want no events. Needs no root. */
public final class ClockSource implements EventSource {
  private static final long PERIOD = 1_000_000;

  private final EventTables tables = EventTables.create();
  private volatile boolean isStopped;
  private boolean isEnded;
  private long last;

  @Override
  public EventTables tables() {
    return tables;
  }

  @Override
  public void start() {
    last = System.nanoTime();
  }

  @Override
  public int poll(Consumer<? super EventBatch> consumer, int limit) {
    long now = System.nanoTime();
    isEnded = isStopped;
    if (now - last < PERIOD && !isEnded) {
      return 0;
    }
    last = now;
    EventBatchBuilder batch = new EventBatchBuilder(tables, 64);
    batch.addMark(now);
    consumer.accept(batch.build());
    return 0;
  }

  @Override
  public void stop() {
    isStopped = true;
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public void close() {
    isEnded = true;
  }
}
