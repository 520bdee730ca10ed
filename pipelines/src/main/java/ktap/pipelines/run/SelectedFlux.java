package ktap.pipelines.run;

import java.util.List;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.Item;
import reactor.core.publisher.Flux;

/** What one of several sources delivers, and the stream's own events. */
final class SelectedFlux {
  private SelectedFlux() {}

  static Flux<Item> of(Flux<Item> items, List<EventPattern> patterns) {
    return items.map(item -> item instanceof EventBatch batch ? selected(batch, patterns) : item);
  }

  private static Item selected(EventBatch batch, List<EventPattern> patterns) {
    EventBatchBuilder kept = new EventBatchBuilder(batch.tables(), Math.max(64, batch.length()));
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.isOwn() || patterns.stream().anyMatch(it -> it.matches(event.type().name()))) {
        kept.add(event);
      }
    }
    return kept.length() == batch.length() ? batch : kept.build();
  }
}
