package ktap.pipelines.live;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;

/**
 * How long a script may go on when the run is to end. A handler that has not come to its end for a
 * while is interrupted at once; another one may end, and events that wait are handled for a moment
 * more.
 *
 * <p>For any thread; {@link #look()} is to be called every 10 ms.
 */
public final class Patience {
  /** So many looks at one call of a handler say that it hangs; a pause of the JVM is one look. */
  private static final int LOOKS = 3;

  private static final long MOST_NANOS = 60_000_000;

  /** For one call, where what it does is to be kept as a whole. */
  private static final long MOST_NANOS_OF_A_CALL = 2_000_000_000;

  private static final long MOST_NANOS_OF_COUNTING = 10_000_000;

  private final LongSupplier turns;
  private final Runnable interrupt;
  private long seen;
  private int looks;
  private long end = Long.MAX_VALUE;
  private boolean isOver;

  /** Ends the script between two events; empty if the middle of one does as well. */
  private Optional<Runnable> leave = Optional.empty();

  /**
   * @param turns how often the script's code was called and came back: odd while it runs
   * @param interrupt ends the script
   */
  public Patience(LongSupplier turns, Runnable interrupt) {
    this.turns = turns;
    this.interrupt = interrupt;
  }

  /**
   * Spares a handler that comes to its end: half of what it does to an event isn't to be kept.
   *
   * @param leave has the script take no more events
   */
  public synchronized void spareHandlers(Runnable leave) {
    this.leave = Optional.of(leave);
  }

  /** The run is to end when so much time has passed, unless it is to end sooner. */
  public synchronized void endIn(long nanos) {
    long now = System.nanoTime();
    if (nanos < Long.MAX_VALUE - now) {
      end = Math.min(end, now + nanos);
    }
    judge(now);
  }

  /**
   * The run is to end now.
   *
   * @param hanging what also to do if the script hangs already, be it in what runs at the end
   */
  public void end(Runnable hanging) {
    if (hangs()) {
      hanging.run();
    }
    endIn(0);
  }

  /** Looks whether the script moves. */
  public synchronized void look() {
    long now = turns.getAsLong();
    looks = now == seen ? looks + 1 : 1;
    seen = now;
    judge(System.nanoTime());
  }

  /** Whether a handler doesn't come to its end. */
  public synchronized boolean hangs() {
    return looks > LOOKS && (seen & 1) == 1 && turns.getAsLong() == seen;
  }

  /**
   * Counts the events that a live source still has and that nobody handles. To the event if that
   * takes a moment only; else without those on a page of each CPU.
   *
   * @param source was run to where the script left it
   * @param counter given those that can be read in that moment
   * @param counted how many these are, and others that were counted before
   */
  public static long left(EventSource source, Consumer<EventBatch> counter, LongSupplier counted) {
    long start = System.nanoTime();
    source.stop();
    while (!source.isEnded() && System.nanoTime() - start < MOST_NANOS_OF_COUNTING) {
      source.poll(counter, 1);
    }
    return counted.getAsLong() + source.waiting();
  }

  /** Says that events weren't handled since the run had to end. */
  public static String sentence(long left) {
    return left
        + (left == 1 ? " event that waited was" : " events that waited were")
        + " not handled when tracing ended: the script took too long for each; a filter, or less"
        + " work at each event, helps";
  }

  private void judge(long now) {
    if (isOver || now < end) {
      return;
    }
    boolean isLate = now - end >= MOST_NANOS;
    if (isLate) {
      leave.ifPresent(Runnable::run);
    }
    if (leave.isEmpty() ? hangs() || isLate : hangs() && now - end >= MOST_NANOS_OF_A_CALL) {
      isOver = true;
      interrupt.run();
    }
  }
}
