package ktap.pipelines.live;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import ktap.operators.OwnEvents;
import ktap.script.ScriptRun;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;

/**
 * A script that consumes a source until one of them ends, or the user wants it to.
 *
 * <p>{@link #run} is called by one thread; {@link #stop()} by any.
 */
public final class LiveRun {
  /** How long to wait when nothing is there; the source itself looks less often. */
  private static final long PAUSE = 1_000_000;

  private static final int BATCHES = 16;

  /** How long a handler may go on after the user wanted to end, in ns. */
  public static final long PATIENCE = 30_000_000;

  private final ScriptRun script;
  private final ScriptOutput output;
  private final LossReport losses;
  private final Tap tap;
  private final boolean isDry;
  private final long durationNanos;
  private volatile boolean isStopped;

  /** Odd while the script's code runs. */
  private final AtomicLong calls = new AtomicLong();

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
  }

  /** Runs the main chunk. */
  public void runMain() {
    calls.incrementAndGet();
    script.runMain();
    calls.incrementAndGet();
    output.flush();
  }

  /** Runs {@code trace_end}. */
  public void runEnd() {
    calls.incrementAndGet();
    script.runEnd();
    calls.incrementAndGet();
    output.flush();
  }

  /** Consumes a source that was started, to its end. */
  public void run(EventSource source) {
    long start = System.nanoTime();
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
    return script.isExited() || output.isClosed() || tap.isClosed();
  }

  private void accept(EventBatch batch) {
    losses.look(batch);
    if (!isOver()) {
      EventBatch given = isDry ? OwnEvents.of(batch) : batch;
      calls.incrementAndGet();
      int consumed = script.accept(given);
      calls.incrementAndGet();
      tap.take(given, consumed);
    }
  }

  /** Whether the user wanted it to end. */
  public boolean isStopped() {
    return isStopped;
  }

  /** Ends it in an orderly way; a handler that doesn't come to its end is interrupted. */
  public void stop() {
    isStopped = true;
    if (hangs()) {
      script.interrupt();
    }
  }

  /** Whether a handler doesn't come to its end; takes as long as one is given for it. */
  public boolean hangs() {
    long before = calls.get();
    long handlers = script.invocations();
    LockSupport.parkNanos(PATIENCE);
    boolean isSameCall = calls.get() == before && (before & 1) == 1;
    // a batch may take longer than that on a busy machine, though none of its handlers does
    return isSameCall && script.invocations() == handlers;
  }
}
