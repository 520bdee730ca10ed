package ktap.operators;

import ktap.sources.flow.Item;
import reactor.core.publisher.Flux;

/**
 * A step of a pipeline: items in, items out. It serves one subscription and passes on what it
 * doesn't understand, in order.
 */
@FunctionalInterface
public interface Operator {
  Flux<Item> apply(Flux<Item> input);
}
