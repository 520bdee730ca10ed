package ktap.sinks;

import ktap.sources.flow.Item;

/**
 * Where a pipeline's items end. Used by one thread.
 *
 * <p>Life: {@link #open}, {@link #receive} and {@link #flush} in any order, {@link #close}. What a
 * sink has no use for, it ignores. All four throw {@link SinkException} with a sentence for the
 * user; after that only {@code close} may be called.
 */
public interface Sink {
  /** Gets ready, so that what can't work fails before the first event. */
  void open();

  /** Takes an item; it may hold it back until {@link #flush()}. A slow sink slows the stream. */
  void receive(Item item);

  /** Gives out what it holds back: the stream is idle, or something is to be told besides. */
  void flush();

  /**
   * Ends. May be called more than once.
   *
   * @param isComplete whether all has arrived that was to come
   */
  void close(boolean isComplete);
}
