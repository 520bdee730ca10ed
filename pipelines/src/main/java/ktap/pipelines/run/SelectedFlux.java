package ktap.pipelines.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ktap.pipelines.spec.PipelineSpec;
import ktap.sources.filter.EventFilter;
import ktap.sources.filter.FilterTest;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Item;
import reactor.core.publisher.Flux;

/**
 * What some of several sources deliver, and the stream's own events. The kernel filters too, but
 * may let more through, and lets through for all what it lets through for one.
 */
final class SelectedFlux {
  private final List<PipelineSpec.Source> sources;
  private final Map<EventType, FilterTest> tests = new HashMap<>();

  private SelectedFlux(List<PipelineSpec.Source> sources) {
    this.sources = sources;
  }

  static Flux<Item> of(Flux<Item> items, List<PipelineSpec.Source> sources) {
    SelectedFlux selected = new SelectedFlux(sources);
    return items.map(item -> item instanceof EventBatch batch ? selected.of(batch) : item);
  }

  private Item of(EventBatch batch) {
    EventBatchBuilder kept = new EventBatchBuilder(batch.tables(), Math.max(64, batch.length()));
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.isOwn() || tests.computeIfAbsent(event.type(), this::test).matches(event)) {
        kept.add(event);
      }
    }
    return kept.length() == batch.length() ? batch : kept.build();
  }

  /** Whether one of the sources delivers events of a type. */
  private FilterTest test(EventType type) {
    List<FilterTest> any = new ArrayList<>();
    for (PipelineSpec.Source source : sources) {
      for (EventPattern pattern : source.patterns()) {
        if (pattern.matches(type.name())) {
          any.add(
              source
                  .filter()
                  .map(filter -> EventFilter.parse(SourceEvents.words(filter)).bind(type))
                  .orElse(event -> true));
        }
      }
    }
    return event -> {
      for (FilterTest test : any) {
        if (test.matches(event)) {
          return true;
        }
      }
      return false;
    };
  }
}
