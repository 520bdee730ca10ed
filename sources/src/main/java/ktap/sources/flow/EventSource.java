package ktap.sources.flow;

import java.util.function.Consumer;

/**
 * Where events come from: a kernel, a recording, a generator. Polled by one thread.
 *
 * <p>Life: made, {@link #start()}, {@link #poll} again and again, {@link #stop()} if the user wants
 * it to end, {@code poll} until {@link #isEnded()}, {@link #close()}.
 */
public interface EventSource extends AutoCloseable {
  /** What the numbers in its batches mean. */
  EventTables tables();

  /** Lets events flow from now on. */
  void start();

  /**
   * Gives out the batches that are ready, in order, on the calling thread, and doesn't wait for
   * more. A live source gives a mark of time with each poll.
   *
   * @param limit how many batches at the most
   * @return how many were given out; 0 says that it pays to wait a little
   */
  int poll(Consumer<? super EventBatch> consumer, int limit);

  /** Ends the stream: nothing new comes in, and what is still on its way can be polled. */
  void stop();

  /** Whether all has been given out and nothing will come any more. */
  boolean isEnded();

  /**
   * Events that came in and weren't polled yet, as far as that can be told without reading them;
   * those that a poll has begun to read aren't among them.
   */
  default long waiting() {
    return 0;
  }

  /** Leaves nothing behind in the kernel or on disk that wasn't asked for. */
  @Override
  void close();
}
