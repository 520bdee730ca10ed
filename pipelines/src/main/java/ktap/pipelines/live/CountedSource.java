package ktap.pipelines.live;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import ktap.operators.state.StatePosition;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.SourcePlaces;

/**
 * A source whose events are counted, without those that an earlier run has seen. Knows from where
 * it can be read again.
 */
public final class CountedSource implements EventSource {
  private final EventSource source;
  private final SourcePlaces places;
  private final LongConsumer counter;

  /** Events that the source gave, those before its beginning included. */
  private long given;

  private long skip;
  private StatePosition.Place place;

  /**
   * @param from where the source begins
   * @param skip how many of its events from there an earlier run has seen
   * @param counter told before each batch how many events are in it
   */
  CountedSource(
      EventSource source,
      SourcePlaces places,
      StatePosition.Place from,
      long skip,
      LongConsumer counter) {
    this.source = source;
    this.places = places;
    this.place = from;
    this.given = from.events();
    this.skip = skip;
    this.counter = counter;
  }

  /** Where what came last begins, or the batch that it is a part of. */
  StatePosition.Place place() {
    return place;
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
    long count = EventCount.of(batch);
    if (count == 0) { // that the user wanted to stop: the source stands where it stood
      consumer.accept(batch);
      return;
    }
    String name = places.place();
    if (!name.equals(place.name())) { // else it is the rest of a batch that came in parts
      place = new StatePosition.Place(given, name);
    }
    given += count;
    if (skip == 0) {
      counter.accept(count);
      consumer.accept(batch);
    } else if (count <= skip) {
      skip -= count;
    } else {
      counter.accept(count - skip);
      EventBatch rest = behind(batch, skip);
      skip = 0;
      consumer.accept(rest);
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
  public long waiting() {
    return source.waiting();
  }

  @Override
  public void close() {
    source.close();
  }
}
