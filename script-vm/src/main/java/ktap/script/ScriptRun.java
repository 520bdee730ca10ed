package ktap.script;

import java.util.List;
import java.util.Optional;
import ktap.script.library.Library;
import ktap.script.state.ScriptState;
import ktap.script.value.Table;
import ktap.script.vm.Machine;
import ktap.script.vm.Session;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.Subscription;
import ktap.sources.flow.TableSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A script that runs. Life: {@link #runMain()}, {@link #accept} for each batch, {@link #runEnd()}.
 * For one thread, but for {@link #interrupt()} and {@link #interruptEnd()}.
 */
public final class ScriptRun {
  private final Session session;
  private final Machine machine;

  ScriptRun(Session session, Machine machine) {
    this.session = session;
    this.machine = machine;
  }

  /** Runs the main chunk, which registers handlers and timers. */
  public void runMain() {
    session.runMain();
  }

  /** What the registered handlers want to have. */
  public List<Subscription> subscriptions() {
    return session.subscriptions();
  }

  public boolean hasTimers() {
    return session.hasTimers();
  }

  /** Whether {@code exit()} was called, or the main chunk failed. */
  public boolean isExited() {
    return session.isExited();
  }

  /** Whether it was a timer that called it, due before the event that comes next. */
  public boolean isExitedByTimer() {
    return session.isExitedByTimer();
  }

  /**
   * Runs handlers for the events of the batch in order; timers that are due fire before later
   * events and marks.
   *
   * @return bytes of the batch that were consumed; less than its length if {@code exit()} or an
   *     interrupt cut it
   */
  public int accept(EventBatch batch) {
    return session.accept(batch);
  }

  /** Runs what the script registered for its end. */
  public void runEnd() {
    session.runEnd();
  }

  /**
   * Ends the handler that runs, and has the run take no more events; what runs at the end comes to
   * its end. From any thread.
   */
  public void interrupt() {
    session.interrupt();
  }

  /** Has the run take no more events; the handler that runs comes to its end. From any thread. */
  public void leave() {
    session.leave();
  }

  /** Ends {@code trace_end}, if that runs. */
  public void interruptEnd() {
    session.interruptEnd();
  }

  /** Whether the main chunk came to its end. */
  public boolean hasBegun() {
    return session.hasBegun();
  }

  /** Whether a handler, or the main chunk, was ended in its middle. */
  public boolean isCut() {
    return session.isCut();
  }

  /** Whether it was interrupted, or left. */
  public boolean isInterrupted() {
    return session.isInterrupted();
  }

  /** Events that it was given and didn't come to, since it was interrupted. */
  public long left() {
    return session.left();
  }

  /** The table that a variable holds, as it is now by the clock; empty if it holds none. */
  public Optional<TableSnapshot> table(String variable) {
    return table(variable, machine.host().monotonicNanos());
  }

  /**
   * The table that a variable holds, as it is now; empty if it holds none.
   *
   * @param timeNanos the stream's time
   */
  public Optional<TableSnapshot> table(String variable, long timeNanos) {
    Table table = session.table(variable);
    return table == null
        ? Optional.empty()
        : Optional.of(TableSnapshots.of(variable, timeNanos, table, machine));
  }

  /**
   * How often the script's code was called and came back: odd while it runs. Any thread may ask,
   * and may see an older number.
   */
  public long turns() {
    return session.turns();
  }

  /** What the run can change, as bytes; made after the main chunk. */
  public ScriptState state() {
    return new ScriptState(session.variables(), ScriptRun::builtIn);
  }

  private static @Nullable Object builtIn(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? Library.value(name).orElse(null)
        : Library.member(name.substring(0, dot), name.substring(dot + 1)).orElse(null);
  }

  /** Run-time errors so far. */
  public int errors() {
    return session.errors();
  }
}
