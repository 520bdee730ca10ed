package ktap.sources.recording;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens a queue and writes to it on a thread of its own, so that its user waits neither for the
 * library to be loaded nor for the disk. What fails ends it: nothing is written behind that, and
 * the user is told at the next call.
 *
 * <p>All methods are for one thread, that of the user.
 */
final class JournalThread {
  /** How much may wait; who wants to write more waits too. */
  private static final int MOST = 16;

  /** How often somebody who waits looks whether it failed. */
  private static final int LOOK_MILLIS = 10;

  private static final Step END = queue -> {};

  /** Something that is done with the queue. */
  @FunctionalInterface
  interface Step {
    void run(RecordingQueue queue);
  }

  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(MOST);
  private final AtomicInteger waiting = new AtomicInteger();
  private final Thread thread;
  private volatile @Nullable Throwable failure; // null while all is well

  /**
   * @param closed what is to be done at the end, if the queue could be opened
   */
  JournalThread(Supplier<RecordingQueue> opened, Step closed) {
    thread = new Thread(() -> work(opened, closed), "ktap-journal");
    thread.setDaemon(true);
    thread.start();
  }

  private void work(Supplier<RecordingQueue> opened, Step closed) {
    try {
      RecordingQueue queue = opened.get();
      try {
        writeAll(queue);
      } finally {
        closed.run(queue);
      }
    } catch (Throwable e) { // the user's thread throws it
      failure = e;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the end is one step
  private void writeAll(RecordingQueue queue) throws InterruptedException {
    for (Step step = steps.take(); step != END; step = steps.take()) {
      step.run(queue);
      waiting.decrementAndGet();
    }
  }

  /** Has something done, behind all that was added before. */
  void add(Step step) {
    waiting.incrementAndGet();
    try {
      do {
        check();
      } while (!steps.offer(step, LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits until all is done. */
  void sync() {
    CountDownLatch done = new CountDownLatch(1);
    add(queue -> done.countDown());
    try {
      while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether all is done. */
  boolean isIdle() {
    return waiting.get() == 0;
  }

  boolean hasFailed() {
    return failure != null;
  }

  private void check() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private static RecordingException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RecordingException("what is kept can't be written: interrupted", e);
  }

  /** Does what waits, and ends. What fails then was told before, or hurts nobody. */
  void close() {
    try {
      while (!hasFailed() && !steps.offer(END, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        // until there is room
      }
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
