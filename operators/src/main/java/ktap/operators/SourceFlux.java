package ktap.operators;

import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.Item;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * A polled source as a flux of its batches, on the thread that subscribes: subscribing returns when
 * the stream has ended.
 *
 * <pre>{@code
 * SourceFlux flux = new SourceFlux(source, losses, OptionalLong.empty(), () -> {}, sinks::flush);
 * operator.apply(flux.items()).subscribe(sink::receive);
 * }</pre>
 *
 * <p>The source is started by the first demand and polled only on demand. While it has nothing, the
 * thread sleeps: a millisecond at first, and up to eight when nothing goes on. {@link #stop()} and
 * {@link #cut()} are for any thread.
 */
public final class SourceFlux {
  private static final long SHORTEST_SLEEP = 1_000_000;
  private static final long LONGEST_SLEEP = 8_000_000;

  private final EventSource source;
  private final LossLedger losses;
  private final Runnable started;
  private final Runnable beforePoll;
  private final OptionalLong durationNanos;
  private long deadline;
  private long sleep = SHORTEST_SLEEP;
  private boolean isStarted;
  private boolean isStopTold;
  private boolean isExhausted;
  private @Nullable EventBatch ready; // between poll and the demand that it serves
  private volatile @Nullable Thread thread; // null until subscribed
  private volatile boolean isStopped;
  private volatile boolean isCut;

  /**
   * @param losses where losses are entered
   * @param durationNanos after which time the source is stopped
   * @param started called once, when events flow
   * @param beforePoll called before each poll: what was given out by then should be seen by now
   */
  public SourceFlux(
      EventSource source,
      LossLedger losses,
      OptionalLong durationNanos,
      Runnable started,
      Runnable beforePoll) {
    this.source = source;
    this.losses = losses;
    this.durationNanos = durationNanos;
    this.started = started;
    this.beforePoll = beforePoll;
  }

  /** The batches. To be subscribed once. */
  public Flux<Item> items() {
    return Flux.generate(this::next);
  }

  /** Ends the source; what is on its way still comes. */
  public void stop() {
    isStopped = true;
    LockSupport.unpark(thread);
  }

  /** Ends the flux before its next batch. */
  public void cut() {
    isCut = true;
    LockSupport.unpark(thread);
  }

  /** Whether the source ended by itself. For the thread that subscribed. */
  public boolean isExhausted() {
    return isExhausted;
  }

  private void next(SynchronousSink<Item> sink) {
    if (!isStarted && !isCut) {
      start();
    }
    while (!isCut) {
      lookAtEnd();
      if (poll()) {
        sink.next(taken());
        return;
      }
      if (source.isEnded()) {
        isExhausted = !isStopTold;
        break;
      }
      beforePoll.run();
      LockSupport.parkNanos(this, sleep);
      sleep = Math.min(sleep * 2, LONGEST_SLEEP);
    }
    sink.complete();
  }

  private void start() {
    isStarted = true;
    thread = Thread.currentThread();
    beforePoll.run();
    source.start();
    started.run();
    deadline = durationNanos.isPresent() ? System.nanoTime() + durationNanos.getAsLong() : 0;
  }

  /** Tells the source if it is to end. */
  private void lookAtEnd() {
    if (durationNanos.isPresent() && System.nanoTime() - deadline >= 0) {
      isStopped = true;
    }
    if (isStopped && !isStopTold) {
      isStopTold = true;
      source.stop();
    }
  }

  private boolean poll() {
    beforePoll.run();
    source.poll(this::take, 1);
    return ready != null;
  }

  private void take(EventBatch batch) {
    ready = batch;
  }

  private EventBatch taken() {
    EventBatch batch = ready;
    if (batch == null) {
      throw new IllegalStateException("the source gave a batch and didn't hand it over");
    }
    ready = null;
    losses.enter(batch);
    if (batch.count() > 1) { // more than a mark of time
      sleep = SHORTEST_SLEEP;
    }
    return batch;
  }
}
