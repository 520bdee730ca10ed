package ktap.sources.recording;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;

/**
 * Lets events go when a clock has come to them that runs so many times as fast as they happened. It
 * starts with the first of them. Not for several threads.
 */
public final class Pace {
  private final double speed;
  private final LongSupplier clock;
  private Optional<EventBatch> waiting = Optional.empty();
  private boolean hasBegun;
  private long firstNanos;
  private long startNanos;

  /**
   * @param speed how fast; 0 lets all go at once
   */
  public Pace(double speed) {
    this(speed, System::nanoTime);
  }

  /**
   * @param clock nanoseconds from anywhen
   */
  Pace(double speed, LongSupplier clock) {
    this.speed = speed;
    this.clock = clock;
  }

  /** Whether something waits that was put in; nothing more may be put in meanwhile. */
  public boolean isWaiting() {
    return waiting.isPresent();
  }

  /** Makes a batch wait for its time. */
  public void put(EventBatch batch) {
    waiting = Optional.of(batch);
  }

  /** What of the batch that waits has its time now; empty if nothing has. */
  public Optional<EventBatch> take() {
    EventBatch batch = waiting.orElseThrow();
    int due = speed == 0 ? batch.length() : due(batch);
    if (due == batch.length()) {
      waiting = Optional.empty();
      return Optional.of(batch);
    }
    if (due == 0) {
      return Optional.empty();
    }
    waiting = Optional.of(part(batch, due, batch.length()));
    return Optional.of(part(batch, 0, due));
  }

  private int due(EventBatch batch) {
    long now = clock.getAsLong();
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (!hasBegun) {
        hasBegun = true;
        firstNanos = event.timeNanos();
        startNanos = now;
      }
      if ((event.timeNanos() - firstNanos) / speed > now - startNanos) {
        return event.start();
      }
    }
    return batch.length();
  }

  private static EventBatch part(EventBatch batch, int from, int to) {
    byte[] bytes = Arrays.copyOfRange(batch.bytes(), from, to);
    return EventBatch.of(batch.tables(), bytes, bytes.length);
  }
}
