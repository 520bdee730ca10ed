package ktap.pipelines.live;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;

/** A source that tells how many events it gives. */
public final class CountedSource implements EventSource {
  private final EventSource source;
  private final LongConsumer counter;

  /**
   * @param counter told before each batch how many events are in it
   */
  public CountedSource(EventSource source, LongConsumer counter) {
    this.source = source;
    this.counter = counter;
  }

  @Override
  public EventTables tables() {
    return source.tables();
  }

  @Override
  public void start() {
    source.start();
  }

  @Override
  public int poll(Consumer<? super EventBatch> consumer, int limit) {
    return source.poll(
        batch -> {
          counter.accept(EventCount.of(batch));
          consumer.accept(batch);
        },
        limit);
  }

  @Override
  public void stop() {
    source.stop();
  }

  @Override
  public boolean isEnded() {
    return source.isEnded();
  }

  @Override
  public void close() {
    source.close();
  }
}
