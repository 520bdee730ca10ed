package ktap.pipelines.live;

import java.util.Arrays;
import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;

/** A source without its first events: those that an earlier run has seen. */
public final class ResumedSource implements EventSource {
  private final EventSource source;
  private long skip;

  /**
   * @param skip how many events it has seen, as {@link StateKeeper} counts them
   */
  public ResumedSource(EventSource source, long skip) {
    this.source = source;
    this.skip = skip;
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
    return source.poll(batch -> give(batch, consumer), limit);
  }

  private void give(EventBatch batch, Consumer<? super EventBatch> consumer) {
    long count = skip == 0 ? 0 : EventCount.of(batch);
    if (skip == 0) {
      consumer.accept(batch);
    } else if (count <= skip) {
      skip -= count;
    } else {
      consumer.accept(behind(batch, skip));
      skip = 0;
    }
  }

  private static EventBatch behind(EventBatch batch, long skipped) {
    EventCursor event = batch.cursor();
    for (long i = 0; i < skipped; i++) {
      event.next();
    }
    byte[] rest = Arrays.copyOfRange(batch.bytes(), event.end(), batch.length());
    return EventBatch.of(batch.tables(), rest, rest.length);
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
