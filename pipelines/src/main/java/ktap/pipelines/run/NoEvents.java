package ktap.pipelines.run;

import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;

/** A stream that has ended, for scripts that wait for nothing. */
final class NoEvents implements EventSource {
  private final EventTables tables = EventTables.create();

  @Override
  public EventTables tables() {
    return tables;
  }

  @Override
  public void start() {}

  @Override
  public int poll(Consumer<? super EventBatch> consumer, int limit) {
    return 0;
  }

  @Override
  public void stop() {}

  @Override
  public boolean isEnded() {
    return true;
  }

  @Override
  public void close() {}
}
