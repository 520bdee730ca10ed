package ktap.pipelines.live;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.script.state.ScriptState;
import ktap.script.state.StateException;
import ktap.script.state.StateImage;
import ktap.sources.flow.Message;
import ktap.sources.replay.ReplayedTraces;

/**
 * A script over recorded events that several of its runs share between them, each on a thread of
 * its own. What they gathered is put together before {@code trace_end} runs, once. Only for scripts
 * without {@link Script#orderDependence()}.
 *
 * <p>For one thread, but for {@link #stop()} and {@link #look()}.
 */
public final class PartitionedReplay {
  private final List<Partition> partitions = new ArrayList<>();
  private final LossReport losses;
  private final Consumer<Message> messages;

  /** Whether the runs do different things; what they say in their main chunks is the same. */
  private boolean isShared;

  /** One run and its part of the events. */
  private record Partition(
      ReplayedTraces traces,
      ReplaySurroundings machine,
      ScriptRun run,
      LossReport losses,
      LiveRun live) {}

  /**
   * @param shares the same recordings once for each run, each with its share of the events
   * @param messages is called by several threads, one at a time
   * @param losses counts what all of them lost
   */
  public PartitionedReplay(
      Script script,
      List<ReplayedTraces> shares,
      List<String> arguments,
      ScriptOutput output,
      Consumer<Message> messages,
      LossReport losses) {
    this.losses = losses;
    this.messages = messages;
    for (ReplayedTraces traces : shares) {
      boolean isFirst = partitions.isEmpty();
      ScriptOutput own = isFirst ? output : new ScriptOutput(OutputStream.nullOutputStream());
      ReplaySurroundings machine = new ReplaySurroundings(traces);
      LossReport lost = LossReport.ofReplay(text -> {});
      Consumer<Message> teller = message -> tell(isFirst, message);
      ScriptRun run = script.open(new LiveHost(own, false, teller, machine), arguments);
      LiveRun live = new LiveRun(run, own, lost, Tap.NONE, false, Long.MAX_VALUE);
      partitions.add(new Partition(traces, machine, run, lost, live));
    }
  }

  private synchronized void tell(boolean isFirst, Message message) {
    if (isFirst || isShared) {
      messages.accept(message);
    }
  }

  private synchronized void share() {
    isShared = true;
  }

  /**
   * Runs it to its end.
   *
   * @return run-time errors of all runs
   * @throws StateException if what they gathered can't be put together
   */
  public int run() {
    partitions.forEach(partition -> partition.live().runMain());
    Partition first = partitions.getFirst();
    boolean isWaiting = !first.run().subscriptions().isEmpty();
    if (isWaiting && !first.run().isExited() && !first.live().isStopped()) {
      List<ScriptState> states =
          partitions.stream().map(partition -> partition.run().state()).toList();
      StateImage start = states.getFirst().copy();
      consume();
      states.subList(1, states.size()).forEach(other -> states.getFirst().merge(other, start));
    }
    first.machine().endStream(endNanos());
    partitions.forEach(partition -> losses.ledger().enter(partition.losses().ledger()));
    first.live().runEnd();
    return first.run().errors();
  }

  private long endNanos() {
    long end = Long.MIN_VALUE;
    for (Partition partition : partitions) {
      end = Math.max(end, partition.traces().endNanos().getAsLong());
    }
    return end;
  }

  /** All runs take their events; if one fails, the others end too. */
  private void consume() {
    share();
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (Partition partition : partitions) {
      tasks.add(new FutureTask<>(() -> consume(partition), null));
    }
    for (FutureTask<Void> task : tasks) {
      Thread.ofPlatform().name("ktap-partition").daemon().start(task);
    }
    try {
      for (FutureTask<Void> task : tasks) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a replay", e);
    }
  }

  private void consume(Partition partition) {
    partition.traces().source().start();
    try {
      partition.live().run(partition.traces().source());
    } catch (RuntimeException e) {
      partitions.forEach(each -> each.traces().source().stop());
      throw e;
    }
  }

  /** Looks whether the runs move, as {@link Patience#look()}. */
  public void look() {
    partitions.forEach(partition -> partition.live().patience().look());
  }

  /** Ends it in an orderly way, with what was gathered so far. Any thread may call it. */
  public void stop() {
    partitions.forEach(partition -> partition.live().stop());
  }
}
