package ktap.pipelines.live;

import java.util.concurrent.locks.LockSupport;
import ktap.operators.OwnEvents;
import ktap.script.ScriptRun;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;

/**
 * A script that consumes a source until one of them ends, or the user wants it to.
 *
 * <p>{@link #run} is called by one thread; {@link #stop()} by any. Somebody is to look by its
 * {@link #patience()}.
 */
public final class LiveRun {
  /** How long to wait when nothing is there; the source itself looks less often. */
  private static final long PAUSE = 1_000_000;

  private static final int BATCHES = 16;

  private final ScriptRun script;
  private final ScriptOutput output;
  private final LossReport losses;
  private final Tap tap;
  private final boolean isDry;
  private final long durationNanos;
  private final Patience patience;
  private volatile boolean isStopped;

  /**
   * @param tap sees what the script was given
   * @param isDry whether events are taken but not given to the script
   * @param durationNanos when to end by itself; {@link Long#MAX_VALUE} for never
   */
  public LiveRun(
      ScriptRun script,
      ScriptOutput output,
      LossReport losses,
      Tap tap,
      boolean isDry,
      long durationNanos) {
    this.tap = tap;
    this.script = script;
    this.output = output;
    this.losses = losses;
    this.isDry = isDry;
    this.durationNanos = durationNanos;
    this.patience = new Patience(script::turns, script::interrupt);
  }

  /** Runs the main chunk. */
  public void runMain() {
    script.runMain();
    output.flush();
  }

  /**
   * Counts the events that a live source still has when the script was interrupted, and which are
   * lost.
   *
   * @param source was run to where the script left it
   */
  public long left(EventSource source) {
    return script.isInterrupted() ? Patience.left(source, this::accept, script::left) : 0;
  }

  /** Runs {@code trace_end}. */
  public void runEnd() {
    script.runEnd();
    output.flush();
  }

  /** Consumes a source that was started, to its end. */
  public void run(EventSource source) {
    long start = System.nanoTime();
    patience.endIn(durationNanos);
    boolean isStopping = false;
    while (!source.isEnded() && !isOver()) {
      if (!isStopping && (isStopped || System.nanoTime() - start >= durationNanos)) {
        isStopping = true;
        source.stop();
      }
      int given = source.poll(this::accept, BATCHES);
      output.flush();
      losses.show();
      if (given == 0) {
        tap.rest();
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private boolean isOver() {
    return script.isExited() || script.isInterrupted() || output.isClosed() || tap.isClosed();
  }

  private void accept(EventBatch batch) {
    losses.look(batch);
    EventBatch given = isDry ? OwnEvents.of(batch) : batch;
    if (script.isInterrupted()) {
      script.accept(given); // which counts them
    } else if (!isOver()) {
      int consumed = script.accept(given);
      tap.take(given, consumed);
    }
  }

  /** Whether the user wanted it to end. */
  public boolean isStopped() {
    return isStopped;
  }

  /**
   * Ends it in an orderly way; a handler that doesn't come to its end is interrupted, and so is
   * {@code trace_end} if it hangs already.
   */
  public void stop() {
    isStopped = true;
    patience.end(script::interruptEnd);
  }

  /** What sees to it that the run ends. */
  public Patience patience() {
    return patience;
  }
}
