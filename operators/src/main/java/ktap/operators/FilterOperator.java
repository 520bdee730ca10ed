package ktap.operators;

import java.util.List;
import ktap.script.Condition;
import ktap.script.ScriptSettings;
import ktap.script.source.SourceText;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.Item;
import reactor.core.publisher.Flux;

/**
 * Lets those events pass that meet a condition, and all that isn't an event: marks of time, losses,
 * texts, rows.
 *
 * <p>State: none but a batch in the making. Thread: that of the source. A batch of which all passes
 * goes on as it is.
 */
public final class FilterOperator implements Operator {
  private final ScriptItems output;
  private final Condition condition;

  /**
   * @throws ktap.script.source.ScriptSyntaxException if the expression isn't one
   */
  public FilterOperator(SourceText expression, ScriptSettings settings, Surroundings surroundings) {
    this.output = new ScriptItems(surroundings);
    this.condition = Condition.compile(expression, settings, output);
  }

  @Override
  public Flux<Item> apply(Flux<Item> input) {
    return input.concatMapIterable(this::through, 1);
  }

  private List<Item> through(Item item) {
    if (!(item instanceof EventBatch batch)) {
      return List.of(item);
    }
    EventBatch passed = filtered(batch);
    if (passed.count() > 0) {
      output.add(passed);
    }
    return output.take();
  }

  private EventBatch filtered(EventBatch batch) {
    EventBatchBuilder kept = new EventBatchBuilder(batch.tables(), Math.max(64, batch.length()));
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.isOwn() || condition.test(event)) {
        kept.add(event);
      }
    }
    return kept.length() == batch.length() ? batch : kept.build();
  }
}
