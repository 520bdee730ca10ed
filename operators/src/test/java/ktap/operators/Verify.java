package ktap.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.Item;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import ktap.sources.flow.TableSnapshot;
import ktap.sources.flow.Text;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * Runs one case of an operator in several ways, which must all tell the same: item by item, all in
 * one batch, with a slow consumer, and cancelled midway, where a part of it must come.
 *
 * <pre>{@code
 * Verify.that(() -> operator).input(events).expect("text: a", "event 5 a:b", …);
 * }</pre>
 */
final class Verify {
  private final Supplier<Operator> operators;
  private List<Item> apart = List.of();
  private List<Item> together = List.of();

  private Verify(Supplier<Operator> operators) {
    this.operators = operators;
  }

  static Verify that(Supplier<Operator> operators) {
    return new Verify(operators);
  }

  /** The same events twice: each in a batch of its own, and all in one. */
  Verify input(List<Item> eachApart, Item allTogether) {
    apart = eachApart;
    together = List.of(allTogether);
    return this;
  }

  void expect(String... lines) {
    assertThat(lines(run(apart))).as("item by item").containsExactlyInAnyOrder(lines);
    assertThat(lines(run(together))).as("in one batch").containsExactlyInAnyOrder(lines);
    assertThat(lines(slow(apart))).as("slow consumer").isEqualTo(lines(run(apart)));
    List<String> all = lines(run(apart));
    List<String> some = lines(cancelled(apart));
    assertThat(all.subList(0, some.size())).as("cancelled midway").isEqualTo(some);
  }

  private List<Item> run(List<Item> input) {
    List<Item> output = new ArrayList<>();
    operators.get().apply(Flux.fromIterable(input)).subscribe(output::add);
    return output;
  }

  private List<Item> cancelled(List<Item> input) {
    List<Item> output = new ArrayList<>();
    operators.get().apply(Flux.fromIterable(input)).take(2).subscribe(output::add);
    return output;
  }

  private List<Item> slow(List<Item> input) {
    List<Item> output = new ArrayList<>();
    boolean[] isDone = {false};
    BaseSubscriber<Item> consumer =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            // asks for nothing yet
          }

          @Override
          protected void hookOnNext(Item item) {
            output.add(item);
          }

          @Override
          protected void hookOnComplete() {
            isDone[0] = true;
          }
        };
    operators.get().apply(Flux.fromIterable(input)).subscribe(consumer);
    assertThat(output).isEmpty();
    for (int i = 1; i < 1000 && !isDone[0]; i++) {
      consumer.request(1);
      assertThat(output.size()).isLessThanOrEqualTo(i);
    }
    assertThat(isDone[0]).isTrue();
    return output;
  }

  private static List<String> lines(List<Item> items) {
    List<String> lines = new ArrayList<>();
    for (Item item : items) {
      switch (item) {
        case EventBatch batch -> {
          for (EventCursor event = batch.cursor(); event.next(); ) {
            lines.add("event " + event.timeNanos() + " " + event.type());
          }
        }
        case Text text ->
            new String(text.bytes(), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> lines.add("text " + line));
        case Row row -> lines.add("row " + row.columns() + " " + row.values());
        case TableSnapshot table ->
            lines.add("table " + table.name() + " " + table.entries().size());
        case Message message -> lines.add("message " + message.text());
      }
    }
    return lines;
  }
}
