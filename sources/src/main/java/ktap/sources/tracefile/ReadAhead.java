package ktap.sources.tracefile;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import ktap.sources.flow.EventBatch;

/**
 * Reads a file on a thread of its own, a few batches ahead of those who use them: reading such a
 * file is about as much work as running a script over it. What ends the reading, an error too,
 * comes in its turn.
 */
final class ReadAhead implements AutoCloseable {
  private static final int AHEAD = 4;

  /** What one look at the feed brought. */
  private sealed interface Step {
    record Batch(EventBatch batch) implements Step {}

    record Failure(Throwable cause) implements Step {}

    record End() implements Step {}
  }

  private final EventFeed feed;
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader = new Thread(this::read, "ktap-trace-reader");
  private boolean isStarted;
  private boolean isThrough;
  private volatile boolean isClosed;

  ReadAhead(EventFeed feed) {
    this.feed = feed;
    reader.setDaemon(true);
  }

  private void read() {
    try {
      Step step;
      do {
        step = step();
        steps.put(step);
      } while (step instanceof Step.Batch && !isClosed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody waits any more
    }
  }

  private Step step() {
    try {
      Optional<EventBatch> batch = feed.next();
      return batch.isPresent() ? new Step.Batch(batch.get()) : new Step.End();
    } catch (RuntimeException | Error e) {
      return new Step.Failure(e);
    }
  }

  /** See {@link EventFeed#next}. */
  Optional<EventBatch> next() {
    if (isThrough || isClosed) {
      return Optional.empty();
    }
    if (!isStarted) {
      isStarted = true;
      reader.start();
    }
    Step step = take();
    isThrough = !(step instanceof Step.Batch);
    return switch (step) {
      case Step.Batch(EventBatch batch) -> Optional.of(batch);
      case Step.End() -> Optional.empty();
      case Step.Failure(RuntimeException e) -> throw e;
      case Step.Failure(Error e) -> throw e;
      case Step.Failure(Throwable e) -> throw new IllegalStateException(e);
    };
  }

  private Step take() {
    try {
      return steps.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Step.End();
    }
  }

  /** Ends the reading; the file may be closed after that. */
  @Override
  public void close() {
    isClosed = true;
    try {
      while (reader.isAlive()) {
        steps.clear(); // it may wait for room
        reader.join(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
