package ktap.sources.tracefile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import ktap.sources.flow.EventBatch;

/**
 * Reads a file on a thread of its own, a few batches ahead of those who use them: reading such a
 * file is about as much work as running a script over it. What ends the reading, an error too,
 * comes in its turn.
 *
 * <p>To wake a thread costs as much as a hundred events, so each is let sleep until there is
 * something to do for a while.
 */
final class ReadAhead implements AutoCloseable {
  /** So many batches are read ahead at the most. */
  private static final int MOST = 8;

  /** When so few are left, the reader goes on. */
  private static final int FEW = 2;

  /** When so many are there, who waits for one goes on. */
  private static final int ENOUGH = 3;

  /** What one look at the feed brought. */
  private sealed interface Step {
    record Batch(EventBatch batch) implements Step {}

    record Failure(Throwable cause) implements Step {}

    record End() implements Step {}
  }

  private final EventFeed feed;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Thread reader = new Thread(this::read, "ktap-trace-reader");
  private boolean isStarted;
  private boolean isThrough;
  private boolean isRead; // to the end
  private boolean isClosed;

  ReadAhead(EventFeed feed) {
    this.feed = feed;
    reader.setDaemon(true);
  }

  private void read() {
    try {
      while (put(step())) {
        // until it is through, or nobody wants more
      }
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

  /** Whether more is wanted. */
  private synchronized boolean put(Step step) throws InterruptedException {
    steps.add(step);
    isRead = !(step instanceof Step.Batch);
    if (isRead || steps.size() == ENOUGH) {
      notifyAll();
    }
    if (steps.size() >= MOST) {
      while (steps.size() > FEW && !isClosed) {
        wait();
      }
    }
    return !isRead && !isClosed;
  }

  private synchronized Step take() {
    try {
      if (steps.isEmpty()) {
        while (steps.size() < ENOUGH && !isRead) {
          wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Step.End();
    }
    Step step = steps.remove();
    if (steps.size() == FEW) {
      notifyAll();
    }
    return step;
  }

  /** Begins to read, if that wasn't done before. */
  void start() {
    if (!isStarted) {
      isStarted = true;
      reader.start();
    }
  }

  /** See {@link EventFeed#next}. */
  Optional<EventBatch> next() {
    if (isThrough) {
      return Optional.empty();
    }
    start();
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

  /** Ends the reading; the file may be closed after that. */
  @Override
  public void close() {
    isThrough = true;
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    try {
      if (isStarted) {
        reader.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
