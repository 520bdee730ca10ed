package ktap.pipelines.live;

import java.util.concurrent.locks.LockSupport;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;

/**
 * A source that is recorded until it ends, the user wants it to, or there is enough.
 *
 * <p>{@link #run} is called by one thread; {@link #stop()} by any.
 */
public final class RecordRun {
  private static final long PAUSE = 1_000_000;
  private static final int BATCHES = 16;

  private final Recorder recorder;
  private final LossReport losses;
  private final RecordStatus status;
  private final long durationNanos;
  private final long mostBytes;
  private volatile boolean isStopped;
  private boolean isCut;

  /**
   * @param durationNanos when to end by itself; {@link Long#MAX_VALUE} for never
   * @param mostBytes how large the recording may get
   */
  public RecordRun(
      Recorder recorder,
      LossReport losses,
      RecordStatus status,
      long durationNanos,
      long mostBytes) {
    this.recorder = recorder;
    this.losses = losses;
    this.status = status;
    this.durationNanos = durationNanos;
    this.mostBytes = mostBytes;
  }

  /** Records a source that was started, to its end. */
  public void run(EventSource source) {
    long start = System.nanoTime();
    status.begin();
    while (!source.isEnded() && !recorder.isClosed()) {
      if (!isCut && isEnough(start)) {
        isCut = true;
        source.stop();
      }
      int given = source.poll(this::take, BATCHES);
      status.show();
      if (given == 0) {
        LockSupport.parkNanos(PAUSE);
      }
    }
    status.end();
  }

  private boolean isEnough(long start) {
    return isStopped || System.nanoTime() - start >= durationNanos || recorder.bytes() >= mostBytes;
  }

  private void take(EventBatch batch) {
    losses.look(batch);
    recorder.take(batch, batch.length());
    if (!recorder.isClosed()) { // else it found no room
      status.add(batch);
    }
  }

  /** Ends it in an orderly way. */
  public void stop() {
    isStopped = true;
  }

  /** Whether something else than the source's own end has ended it. */
  public boolean isCut() {
    return isCut || recorder.isClosed();
  }
}
