package ktap.operators;

import java.util.List;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.Item;
import ktap.sources.flow.Subscription;
import reactor.core.publisher.Flux;

/**
 * Runs a script over the events that flow through. What the script gives out (texts, rows,
 * messages, snapshots of watched tables) goes before the batch that it is about; the batch itself
 * passes unchanged.
 *
 * <p>State: that of the script, within the script's limits. Thread: that of the source. When the
 * input ends, the script's {@code trace_end} runs and the last snapshots follow. {@code exit()}
 * cuts the batch in which it is called, tells {@code exited}, and drops the events that still come;
 * other items pass. A slow consumer slows the script, and with it the source.
 */
public final class ScriptOperator implements Operator {
  private final ScriptItems output;
  private final ScriptRun run;
  private final TableWatches watches;
  private final boolean isDry;
  private Runnable beforeEnd = () -> {};
  private boolean isDone;

  /** How a script is used. */
  public record Use(List<String> arguments, List<TableWatch> watches, boolean isDry) {
    /**
     * @param arguments the script's name, then what the user gave it
     * @param isDry whether no event reaches a handler; timers fire
     */
    public Use {
      arguments = List.copyOf(arguments);
      watches = List.copyOf(watches);
    }
  }

  public ScriptOperator(Script script, Use use, Surroundings surroundings) {
    this.output = new ScriptItems(surroundings);
    this.run = script.open(output, use.arguments());
    this.watches = new TableWatches(use.watches());
    this.isDry = use.isDry();
  }

  /**
   * Runs the main chunk, which says what the script wants: to be called once, before {@link
   * #subscriptions()} and the first item.
   *
   * @return what it gave out
   */
  public List<Item> begin() {
    run.runMain();
    return output.take();
  }

  /** The events that the script wants. */
  public List<Subscription> subscriptions() {
    return run.subscriptions();
  }

  /** Whether there is something to wait for: an event, a timer. */
  public boolean isWaiting() {
    return !run.isExited() && (run.hasTimers() || !run.subscriptions().isEmpty());
  }

  /** Whether {@code exit()} was called, or the main chunk failed. */
  public boolean isExited() {
    return run.isExited();
  }

  /** The script: for who keeps what it has, between two batches, and for who interrupts it. */
  public ScriptRun run() {
    return run;
  }

  /** Says what is to be done when all events were seen, before {@code trace_end}. */
  public void beforeEnd(Runnable task) {
    beforeEnd = task;
  }

  /** Like {@link #apply(Flux, Runnable)}, with nobody to tell of an {@code exit()}. */
  @Override
  public Flux<Item> apply(Flux<Item> input) {
    return apply(input, () -> {});
  }

  /**
   * @param exited called when the script calls {@code exit()}: the source should end
   */
  public Flux<Item> apply(Flux<Item> input, Runnable exited) {
    return input
        .concatMapIterable(item -> through(item, exited), 1)
        .concatWith(Flux.defer(() -> Flux.fromIterable(end())));
  }

  private List<Item> through(Item item, Runnable exited) {
    if (!(item instanceof EventBatch batch)) {
      return List.of(item);
    }
    if (isDone || run.isExited()) {
      return List.of();
    }
    int consumed = isDry ? run.accept(OwnEvents.of(batch)) : run.accept(batch);
    EventBatch passed = isDry ? batch : passed(batch, consumed);
    watches.behind(passed, run, output);
    output.add(passed);
    if (run.isExited() || run.isInterrupted()) {
      isDone = true;
      exited.run();
    }
    return output.take();
  }

  /** A timer that called exit() fires again where somebody replays this, by the time it left at. */
  private EventBatch passed(EventBatch batch, int consumed) {
    return run.isExitedByTimer() ? batch.leftAt(consumed) : batch.head(consumed);
  }

  private List<Item> end() {
    beforeEnd.run();
    run.runEnd();
    watches.atEnd(run, output);
    return output.take();
  }
}
