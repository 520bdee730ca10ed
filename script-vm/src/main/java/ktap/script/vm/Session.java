package ktap.script.vm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ktap.script.code.Program;
import ktap.script.host.ScriptHost;
import ktap.script.value.Cell;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Message;
import ktap.sources.flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A script that runs: its main chunk, then its handlers for the events of batches and its timers by
 * the stream's time, then its end.
 *
 * <p>{@code profile-N} runs at each sample of a stream that has samples, as an event's handler; by
 * time on each CPU if it has none.
 *
 * <p>An error ends the invocation that failed, is told with its place and counted; tracing goes on.
 * In the main chunk an {@code error:} ends the run, as in the original. The same error at the same
 * place is told once, and how often it came at the end.
 */
public final class Session {
  private static final Handler[] NO_HANDLERS = {};

  private final Machine machine;
  private final ScriptHost host;
  private final Function main;
  private final FailureText failureText;
  private final EventFilters filters;
  private final Map<String, int[]> failures = new HashMap<>();
  private @Nullable EventTables tables;
  private @Nullable Handler[] @Nullable [] handlers = new Handler[16][];
  private long nextDue = Long.MAX_VALUE;
  private boolean exited;
  private volatile boolean isInterrupted;

  /** Whether no more events are taken, for one of these reasons. */
  private boolean isOver;

  private boolean isEnding;
  private boolean isCut;
  private boolean hasBegun;
  private boolean exitedByTimer;
  private boolean failedForGood;
  private int errors;
  private long turns;
  private long left;

  /** A handler for one type of events, with the filter in front of it. */
  private record Handler(Object function, @Nullable EventTest filter) {}

  public Session(Program program, Machine machine, FailureText failureText, EventFilters filters) {
    this.filters = filters;
    this.machine = machine;
    this.host = machine.host();
    this.main = new Function(new FunctionCode(program.main()));
    this.failureText = failureText;
  }

  /** Runs the main chunk, which registers handlers and timers. */
  public void runMain() {
    run(main, Machine.Phase.MAIN);
    hasBegun = !isCut && !failedForGood;
    long start = host.monotonicNanos();
    for (Machine.Timer timer : machine.timers()) {
      timer.due = start + timer.periodNanos;
      nextDue = Math.min(nextDue, timer.due);
    }
  }

  /** What the handlers that are registered want to have. */
  public List<Subscription> subscriptions() {
    List<Subscription> wanted = new ArrayList<>();
    for (Machine.Registration registration : machine.registrations()) {
      for (Program.Definition definition : registration.statement().definitions()) {
        wanted.add(new Subscription(definition.pattern(), definition.filter()));
      }
    }
    return wanted;
  }

  public boolean hasTimers() {
    return !machine.timers().isEmpty();
  }

  /** Whether {@code exit()} was called, or the main chunk failed. */
  public boolean isExited() {
    return exited;
  }

  /** Whether it was a timer that called it, due before the event that comes next. */
  public boolean isExitedByTimer() {
    return exitedByTimer;
  }

  /**
   * How often the script's code was called and came back: odd while it runs. Another thread may see
   * an older number.
   */
  public long turns() {
    return turns;
  }

  /** Whether the main chunk came to its end. */
  public boolean hasBegun() {
    return hasBegun;
  }

  /** Whether a handler, or the main chunk, was ended in its middle. */
  public boolean isCut() {
    return isCut;
  }

  /** Whether it was interrupted. */
  public boolean isInterrupted() {
    return isInterrupted;
  }

  /** Events of the last batch that it didn't come to when it was interrupted. */
  public long left() {
    return left;
  }

  /** Run-time errors so far. */
  public int errors() {
    return errors;
  }

  /** Ends what runs, and takes no more events; what runs at the end comes to its end. */
  public synchronized void interrupt() {
    if (!isEnding) {
      isInterrupted = true;
      machine.interrupt();
    }
  }

  /** Ends what runs at the end, if that has begun. */
  public synchronized void interruptEnd() {
    if (isEnding) {
      machine.interrupt();
    }
  }

  /** Takes no more events; the handler that runs comes to its end. */
  public void leave() {
    isInterrupted = true;
  }

  private synchronized void beginEnd() {
    isEnding = true;
    machine.forgetInterrupt();
  }

  /**
   * Runs the handlers for a batch's events, in order, and the timers that are due before them.
   *
   * @return bytes of the batch that were consumed: less than all if {@code exit()} or an interrupt
   *     came
   */
  public int accept(EventBatch batch) {
    if (exited) {
      return 0;
    }
    if (isInterrupted) {
      leave(batch, 0);
      return 0;
    }
    enter(batch.tables());
    EventCursor event = batch.cursor();
    while (event.next()) {
      if (isInterrupted) {
        leave(batch, event.start());
        return event.start();
      }
      if (event.timeNanos() >= nextDue && !event.isLate()) {
        fireTimers(event.timeNanos());
        if (isOver) {
          exitedByTimer = exited;
          leave(batch, event.start());
          return event.start();
        }
      }
      if (!event.isOwn()) {
        handle(event);
        if (isOver) {
          leave(batch, event.end());
          return event.end();
        }
      }
    }
    return batch.length();
  }

  /** Counts the events of a batch that come too late since it was interrupted. */
  private void leave(EventBatch batch, int from) {
    if (exited) {
      return;
    }
    for (EventCursor event = batch.cursor(); event.next(); ) {
      left += event.isOwn() || event.start() < from ? 0 : 1;
    }
  }

  private void handle(EventCursor event) {
    int type = event.typeNumber();
    Handler[] known = type < handlers.length ? handlers[type] : null;
    if (known == null) {
      known = resolve(type, event.type());
    }
    if (known.length == 0) {
      return;
    }
    machine.at(event);
    for (Handler handler : known) {
      if (handler.filter == null || handler.filter.matches(event)) {
        run(handler.function, Machine.Phase.EVENT);
        if (isOver) {
          return;
        }
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // one instance for each stream
  private void enter(EventTables stream) {
    if (tables != stream) {
      tables = stream;
      handlers = new Handler[16][];
      machine.events().enter(stream);
      for (int number = 0; number < stream.types().count(); number++) {
        if (stream.types().get(number).isSample()) {
          stopProfiling();
        }
      }
    }
  }

  /** The stream brings the samples; the clock takes none. */
  private void stopProfiling() {
    nextDue = Long.MAX_VALUE;
    for (Machine.Timer timer : machine.timers()) {
      timer.due = timer.onEveryCpu ? Long.MAX_VALUE : timer.due;
      nextDue = Math.min(nextDue, timer.due);
    }
  }

  private Handler[] resolve(int number, EventType type) {
    List<Handler> found = new ArrayList<>();
    for (Machine.Registration registration : machine.registrations()) {
      for (Program.Definition definition : registration.statement().definitions()) {
        if (definition.pattern().matches(type.name())) {
          EventTest filter = definition.filter().map(text -> filters.test(text, type)).orElse(null);
          found.add(new Handler(registration.handler(), filter));
          break;
        }
      }
    }
    if (type.isSample()) {
      stopProfiling();
      for (Machine.Timer timer : machine.timers()) {
        if (timer.onEveryCpu) {
          found.add(new Handler(timer.handler, null));
        }
      }
    }
    if (number >= handlers.length) {
      handlers = Arrays.copyOf(handlers, Math.max(number + 1, handlers.length * 2));
    }
    Handler[] resolved = found.isEmpty() ? NO_HANDLERS : found.toArray(new Handler[0]);
    handlers[number] = resolved;
    return resolved;
  }

  private void fireTimers(long now) {
    while (nextDue <= now && !isOver) {
      Machine.Timer timer = earliest();
      long due = timer.due;
      timer.due += Math.max(1, (now - timer.due) / timer.periodNanos + 1) * timer.periodNanos;
      nextDue = earliest().due;
      fire(timer, due);
    }
  }

  private void fire(Machine.Timer timer, long due) {
    int times = timer.onEveryCpu ? Math.max(1, host.facts().cpus()) : 1;
    for (int cpu = 0; cpu < times && !isOver; cpu++) {
      machine.at(due, cpu);
      run(timer.handler, timer.onEveryCpu ? Machine.Phase.PROFILE : Machine.Phase.TICK);
    }
  }

  private Machine.Timer earliest() {
    Machine.Timer first = machine.timers().get(0);
    for (Machine.Timer timer : machine.timers()) {
      if (timer.due < first.due) {
        first = timer;
      }
    }
    return first;
  }

  /** Runs what the script registered for its end. */
  public void runEnd() {
    beginEnd();
    Object atEnd = machine.atEnd();
    if (atEnd != null && !failedForGood) {
      run(atEnd, Machine.Phase.END);
    }
    for (Map.Entry<String, int[]> failure : failures.entrySet()) {
      int times = failure.getValue()[0];
      if (times > 1) {
        host.message(
            new Message(
                Message.Severity.ERROR, failure.getKey() + "\n  (" + times + " times in all)"));
      }
    }
  }

  /** What outlives a call, as it is after the main chunk. */
  public Variables variables() {
    return new Variables(machine, this);
  }

  /** When the timers are due, in the order in which they were registered. */
  long[] dueNanos() {
    long[] dues = new long[machine.timers().size()];
    for (int i = 0; i < dues.length; i++) {
      dues[i] = machine.timers().get(i).due;
    }
    return dues;
  }

  /** Goes on where another run stood. */
  void resume(long[] dues, int errors, boolean exited) {
    nextDue = Long.MAX_VALUE;
    for (int i = 0; i < machine.timers().size(); i++) {
      Machine.Timer timer = machine.timers().get(i);
      timer.due = i < dues.length ? dues[i] : timer.due;
      nextDue = Math.min(nextDue, timer.due);
    }
    this.errors = errors;
    this.exited |= exited;
    isOver |= exited;
  }

  /** The table that a variable of the main chunk or a global holds, if it does. */
  public @Nullable Table table(String variable) {
    for (int i = 0; i < machine.globalNames().size(); i++) {
      if (machine.globalNames().get(i).equals(variable)
          && machine.globalRefs[i] instanceof Table table) {
        return table;
      }
    }
    for (Machine.Registration registration : machine.registrations()) {
      Table table = captured(registration.handler(), variable);
      if (table != null) {
        return table;
      }
    }
    for (Machine.Timer timer : machine.timers()) {
      Table table = captured(timer.handler, variable);
      if (table != null) {
        return table;
      }
    }
    return captured(machine.atEnd(), variable);
  }

  private static @Nullable Table captured(@Nullable Object handler, String variable) {
    if (!(handler instanceof Function function)) {
      return null;
    }
    for (int i = 0; i < function.upvalueRefs.length; i++) {
      Object ref = function.upvalueRefs[i];
      Object held = ref instanceof Cell cell ? cell.ref : ref;
      if (function.code.prototype.captures().get(i).variable().equals(variable)
          && held instanceof Table table) {
        return table;
      }
    }
    return null;
  }

  private void run(Object function, Machine.Phase phase) {
    turns++;
    try {
      machine.invoke(function, phase);
    } catch (ScriptRuntimeException failure) {
      failed(failure, phase);
      isOver = exited || isInterrupted;
    }
    turns++;
  }

  private void failed(ScriptRuntimeException failure, Machine.Phase phase) {
    switch (failure.kind()) {
      case EXIT -> exited = true;
      case INTERRUPT -> isCut |= phase != Machine.Phase.END;
      case RUN -> {
        tell(failure);
        exited = true;
        failedForGood = true;
      }
      case INVOCATION -> {
        tell(failure);
        if (phase == Machine.Phase.MAIN && failure.text().startsWith("error: ")) {
          exited = true;
          failedForGood = true;
        }
      }
    }
  }

  private void tell(ScriptRuntimeException failure) {
    errors++;
    String text = failureText.of(failure);
    int[] times = failures.get(text);
    if (times == null) {
      failures.put(text, new int[] {1});
      host.message(new Message(Message.Severity.ERROR, text));
    } else {
      times[0]++;
    }
  }
}
