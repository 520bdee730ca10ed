package ktap.script.vm;

import java.util.ArrayList;
import java.util.List;
import ktap.script.check.Dialect;
import ktap.script.code.Op;
import ktap.script.code.Program;
import ktap.script.code.Prototype;
import ktap.script.host.ScriptHost;
import ktap.script.value.Aggregation;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.EventTextValue;
import ktap.script.value.EventValue;
import ktap.script.value.LibraryState;
import ktap.script.value.Limits;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import org.jspecify.annotations.Nullable;

/**
 * The state of one run of a script: registers, globals, limits, what is registered, where it
 * stands. Engines and built-ins work on it. For one thread, but for {@link #interrupt()}.
 */
@SuppressWarnings({"ReferenceEquality", "BooleanLiteral"}) // tags and the two booleans are unique
public final class Machine implements CallContext {
  /** What runs. */
  enum Phase {
    MAIN,
    EVENT,
    TICK,
    PROFILE,
    END
  }

  private static final ByteString LINE_BREAK = ByteString.of("\n");

  /** What {@code argstr} is where something happened that has no text, as the original had it. */
  private static final ByteString NO_TEXT = ByteString.of("argstr_not_available");

  /** Bytes that are given up to tell of an error when the memory is full. */
  private static final int RESERVE = 512 << 10;

  private static final int FIRST_SEGMENT = 1 << 12;
  private static final int OTHER_SEGMENTS = 1 << 16;

  /** What compiled code returns if the result isn't an integer, or happens to be this one. */
  public static final long ODD = 0x8000_7a6b_0dd5_f00dL;

  /** Whether the last {@link #ODD} stands for {@link #returnedRef} and {@link #number}. */
  public boolean returnedOdd;

  /** The reference of a result that isn't an integer. */
  public @Nullable Object returnedRef;

  /** The number of a result, beside the reference that was returned. */
  public long number;

  /** How many values the last return or open instruction gave. */
  public int results;

  /** Rounds of loops until the next look at the limits. */
  public int budget;

  public final long[] globalNumbers;
  public final @Nullable Object[] globalRefs;

  private final Program program;
  private final ScriptHost host;
  private final Limits limits;
  private final LibraryState library;
  private final Compiler compiler;
  private final int hotCalls;
  private final int maxDepth;

  /** Rounds of loops between two looks at the limit and at the user's wish to stop. */
  private final int rounds;

  private final EventVariables events;
  private final EventMembers members = new EventMembers(this);
  private final ByteString ownCommand;

  private final long[] numbers = new long[FIRST_SEGMENT];
  private final @Nullable Object[] refs = new Object[FIRST_SEGMENT];

  private final List<Registration> registrations = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private @Nullable Object atEnd;

  /** How many calls wait for the one that runs. */
  int depth;

  private final Caller lowest = new Caller();

  /** The frame of the interpreter that called the one that runs; the lowest is none. */
  Caller top = lowest;

  @SuppressWarnings("UnusedVariable") // it is there to be given up
  private byte[] reserve = new byte[RESERVE];

  private long roundsLeft;
  private volatile boolean interrupted;
  private Phase phase = Phase.MAIN;
  private @Nullable EventCursor event;

  /** The current event as a value, once a handler has asked for it. */
  private @Nullable EventValue eventValue;

  private long dueNanos;
  private int timerCpu;

  /** A statement that was executed, with its handler. */
  record Registration(Program.TraceStatement statement, Function handler) {}

  /** A timer that was registered. */
  static final class Timer {
    final long periodNanos;
    final boolean onEveryCpu;
    final Object handler;
    long due;

    Timer(long periodNanos, boolean onEveryCpu, Object handler) {
      this.periodNanos = periodNanos;
      this.onEveryCpu = onEveryCpu;
      this.handler = handler;
    }
  }

  public Machine(
      Program program,
      ScriptHost host,
      Limits limits,
      LibraryState library,
      Compiler compiler,
      Table arguments) {
    this.program = program;
    this.host = host;
    this.limits = limits;
    this.library = library;
    this.compiler = compiler;
    this.hotCalls = compiler.hotCalls();
    this.maxDepth = limits.maxDepth();
    this.rounds = compiler.hotRounds();
    this.events = new EventVariables(program.fields());
    this.globalNumbers = new long[program.globals().size() + 1];
    this.globalRefs = new Object[program.globals().size() + 1];
    this.globalRefs[program.globals().size()] = arguments;
    this.ownCommand = ByteString.of(host.facts().command());
  }

  // ---- invocations ----

  /** Runs a function of the script from outside: a chunk or a handler. Errors pass through. */
  void invoke(Object function, Phase during) {
    phase = during;
    endEvent();
    depth = 0;
    top = lowest;
    results = 0;
    roundsLeft = limits.maxLoops() == 0 ? Long.MAX_VALUE : limits.maxLoops();
    budget = 0;
    refill();
    try {
      call(function, numbers, refs, 0, give(function));
    } catch (StackOverflowError deep) {
      throw javaStackOverflow();
    } catch (OutOfMemoryError full) {
      throw outOfMemory();
    }
  }

  /** Gives a handler that has parameters its event; literal ones read it by themselves. */
  private int give(Object function) {
    boolean takesEvent =
        phase == Phase.EVENT
            && function instanceof Function ours
            && (ours.code.parameters > 0 || ours.code.hasRest);
    if (takesEvent) {
      refs[0] = eventValue();
    }
    return takesEvent ? 1 : 0;
  }

  private EventValue eventValue() {
    event();
    EventValue value = eventValue;
    if (value == null) {
      value = new EventValue();
      eventValue = value;
    }
    return value;
  }

  private void endEvent() {
    EventValue value = eventValue;
    if (value != null) {
      value.end();
      eventValue = null;
    }
  }

  /** What can be read of an event that a handler was given. */
  Table members(EventValue value) {
    value.check();
    return members.of(event(), events.names(event()));
  }

  /** Runs a function as a handler and tells whether its result is neither nil nor false. */
  public boolean test(Function function, EventCursor cursor) {
    events.enter(cursor.batch().tables());
    at(cursor);
    invoke(function, Phase.EVENT);
    return Operations.isTrue(refs[0]);
  }

  /** The event's argument of a position, counted from 0; nil if it can't be shown. */
  @Nullable Object argumentOrNil(int at) {
    try {
      return events.argument(event(), at, this);
    } catch (ScriptRuntimeException notSupported) {
      return null;
    }
  }

  /** Sets the event that handlers see. */
  void at(EventCursor cursor) {
    event = cursor;
  }

  /** Sets the time and the CPU that a timer sees. */
  void at(long nanos, int cpu) {
    dueNanos = nanos;
    timerCpu = cpu;
  }

  EventVariables events() {
    return events;
  }

  List<Registration> registrations() {
    return registrations;
  }

  List<Timer> timers() {
    return timers;
  }

  @Nullable Object atEnd() {
    return atEnd;
  }

  /** Ends what runs within 100 ms; from any thread. */
  public void interrupt() {
    interrupted = true;
  }

  @Override
  public void checkStop() {
    if (interrupted) {
      throw ScriptRuntimeException.interrupted();
    }
  }

  void forgetInterrupt() {
    interrupted = false;
  }

  // ---- calls ----

  @Override
  public void call(@Nullable Object callee, long[] n, @Nullable Object[] r, int base, int count) {
    if (callee instanceof Function function) {
      call(function, n, r, base, count);
    } else if (callee instanceof BuiltIn builtIn) {
      checkStop();
      builtIn.function().call(this, n, r, base, count);
    } else {
      throw WrongValues.called(callee);
    }
  }

  /** As {@link #call}; all results count. */
  void callOpen(@Nullable Object callee, long[] n, @Nullable Object[] r, int base, int count) {
    call(callee, n, r, base, count);
    if (callee instanceof BuiltIn) {
      results = 1;
    }
  }

  /** Calls a function of the script. */
  public void call(Function function, long[] n, @Nullable Object[] r, int base, int count) {
    FunctionCode code = function.code;
    if (base + code.registers + count > n.length) {
      callInSegment(function, n, r, base, count);
      return;
    }
    if (++depth > maxDepth) {
      throw stackOverflow();
    }
    if (count < code.parameters || code.hasRest) {
      enterInPlace(function, n, r, base, count);
    }
    int from = code.compiled == null && ++code.heat <= hotCalls ? 0 : hot(function, n, r, base);
    if (from >= 0) {
      Interpreter.run(this, function, n, r, base, from);
    }
    depth--;
  }

  /** Whether the interpreter can go on in a function, without a Java frame of its own. */
  boolean enters(FunctionCode code, long[] n, int base, int count) {
    return count == code.plainParameters
        && code.compiled == null
        && base + code.registers + count <= n.length
        && ++code.heat <= hotCalls;
  }

  /** Keeps where a frame of the interpreter goes on when the function that it calls returns. */
  void suspend(Function function, int base, Instruction next) {
    if (++depth > maxDepth) {
      throw stackOverflow();
    }
    Caller caller = top.above();
    caller.function = function;
    caller.base = base;
    caller.next = next;
    top = caller;
  }

  /**
   * Tells a failure where the interpreter's frames stood, down to those that another engine called.
   *
   * @param at number of the instruction at which the innermost one stood
   */
  ScriptRuntimeException unwind(
      ScriptRuntimeException failure, Function function, int at, Caller bottom) {
    addPlace(failure, function.code.prototype, at);
    while (top != bottom) {
      addPlace(failure, top.function.code.prototype, top.next.at - 1);
      top = top.below;
    }
    return failure;
  }

  /** Lets another engine run a call; gives where the interpreter is to go on, or -1. */
  private int hot(Function function, long[] n, @Nullable Object[] r, int base) {
    FunctionCode code = function.code;
    CompiledCode compiled = code.compiled;
    if ((compiled == null || !compiled.canEnter(0)) && ++code.heat > hotCalls) {
      compiled = compile(function, n, r, base, 0);
    }
    return compiled != null && compiled.canEnter(0)
        ? compiled.run(this, function, n, r, base, 0)
        : 0;
  }

  /** Makes registers from {@code count} arguments: nil for those that miss. */
  void enterInPlace(Function function, long[] n, @Nullable Object[] r, int base, int count) {
    int parameters = function.code.parameters;
    if (function.code.hasRest) {
      r[base + parameters] = Rest.of(n, r, base + parameters, base + count);
    }
    for (int i = count; i < parameters; i++) {
      r[base + i] = null;
    }
  }

  /** Registers are never moved: a frame that doesn't fit starts a segment of its own. */
  private void callInSegment(
      Function function, long[] n, @Nullable Object[] r, int base, int count) {
    int size = Math.max(OTHER_SEGMENTS, (function.code.registers + count) * 2);
    long[] nextNumbers = new long[size];
    @Nullable Object[] nextRefs = new Object[size];
    System.arraycopy(n, base, nextNumbers, 0, count);
    System.arraycopy(r, base, nextRefs, 0, count);
    call(function, nextNumbers, nextRefs, 0, count);
    int back = Math.max(1, results);
    checkRoom(n, base, back);
    System.arraycopy(nextNumbers, 0, n, base, back);
    System.arraycopy(nextRefs, 0, r, base, back);
  }

  static void checkRoom(long[] n, int from, int count) {
    if (from + count > n.length) {
      throw ScriptRuntimeException.error("error: function or expression too complex");
    }
  }

  /** The end of the run when the heap is full. Gives up the reserve, so that it can be told. */
  public ScriptRuntimeException outOfMemory() {
    reserve = new byte[0];
    return ScriptRuntimeException.fatal(
        "error: out of memory: tables and strings of the script don't fit into "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB (--memory)");
  }

  ScriptRuntimeException stackOverflow() {
    return ScriptRuntimeException.error(
        "error: stack overflow, please enlarge stack size: functions call each other at most "
            + limits.maxDepth()
            + " deep (--max-depth)");
  }

  /** The stack of the JVM, which compiled functions use, ended before the limit. */
  ScriptRuntimeException javaStackOverflow() {
    return ScriptRuntimeException.error(
        "error: stack overflow, please enlarge stack size: compiled functions can't call each other"
            + " so deep; with --engine interpreter they can, up to --max-depth");
  }

  static void addPlace(ScriptRuntimeException failure, Prototype prototype, int pc) {
    if (failure.kind() != ScriptRuntimeException.Kind.EXIT) {
      failure.addPlace(
          new ScriptRuntimeException.Place(
              prototype.name(), prototype.starts()[pc], prototype.ends()[pc]));
    }
  }

  // ---- for the other engine ----

  /** Counts a call that the other engine makes itself. */
  public void enterCall() {
    if (++depth > maxDepth) {
      throw stackOverflow();
    }
  }

  /** Counts a call of a function that makes none itself: nobody sees the count meanwhile. */
  public void checkCall() {
    if (depth >= maxDepth) {
      throw stackOverflow();
    }
  }

  public void leaveCall() {
    depth--;
  }

  /**
   * Interprets a frame from an instruction to its return; gives the result as compiled code does.
   */
  public long finish(Function function, long[] n, @Nullable Object[] r, int base, int from) {
    try {
      Interpreter.run(this, function, n, r, base, from);
    } catch (ScriptRuntimeException failure) {
      failure.markFrameDone();
      throw failure;
    }
    return result(n, r, base);
  }

  /** Calls whatever it is; gives the result as compiled code does. */
  public long callSlowly(
      @Nullable Object callee, long[] n, @Nullable Object[] r, int base, int count) {
    call(callee, n, r, base, count);
    return result(n, r, base);
  }

  private long result(long[] n, @Nullable Object[] r, int base) {
    return r[base] == Tag.INT ? n[base] : odd(n[base], r[base]);
  }

  /** Leaves a result that isn't an integer; compiled code returns {@link #ODD} then. */
  public long odd(long value, @Nullable Object ref) {
    number = value;
    returnedRef = ref;
    returnedOdd = true;
    return ODD;
  }

  /** Moves a result that isn't an integer into a register. */
  public void takeOdd(long[] n, @Nullable Object[] r, int to) {
    n[to] = number;
    r[to] = returnedRef;
    returnedOdd = false;
  }

  /** Makes a closure of a prototype below a function's own. */
  public static Function closure(
      Function function, long[] n, @Nullable Object[] r, int base, int child) {
    return Interpreter.closure(function, n, r, base, child);
  }

  /** Adds where a failure was to it. */
  public static void addPlace(ScriptRuntimeException failure, Function function, int pc) {
    addPlace(failure, function.code.prototype, pc);
  }

  // ---- loops ----

  /** Looks at the limits when the budget is used up. */
  public void refill() {
    checkStop();
    if (budget < 0) {
      host.goesOn();
    }
    if (roundsLeft == 0 && budget < 0) {
      throw ScriptRuntimeException.error(
          "error: loop execute count exceed max limit("
              + limits.maxLoops()
              + "); --max-loops sets another one, 0 none");
    }
    int next = (int) Math.min(rounds, roundsLeft);
    roundsLeft -= next;
    budget += next;
  }

  /**
   * What a loop does when the budget is used up: looks at the limits, and lets another engine take
   * over.
   *
   * @param head the instruction at which the loop goes on
   * @param again how often that one counts the round that was counted already
   * @return where to go on; -1 if the frame has returned
   */
  int goOn(Function function, long[] n, @Nullable Object[] r, int base, int head, int again) {
    refill();
    budget += again;
    FunctionCode code = function.code;
    CompiledCode compiled = code.compiled;
    code.heat += rounds;
    if ((compiled == null || !compiled.canEnter(head)) && code.heat > rounds) {
      compiled = compile(function, n, r, base, head);
    }
    if (compiled == null || !compiled.canEnter(head)) {
      return head;
    }
    try {
      return compiled.run(this, function, n, r, base, head);
    } catch (ScriptRuntimeException failure) {
      failure.markFrameDone(); // the interpreter has this frame too
      throw failure;
    }
  }

  private @Nullable CompiledCode compile(
      Function function, long[] n, @Nullable Object[] r, int base, int from) {
    function.code.heat = 0;
    return compiler.compile(this, function, n, r, base, from);
  }

  // ---- tables and globals ----

  /** An empty table under the run's limit. */
  public Table newTable() {
    return new Table(limits.maxTableEntries());
  }

  /** A key as it is stored: the text of an event, not the promise of it. */
  public @Nullable Object storedKey(@Nullable Object ref) {
    return ref == EventTextValue.INSTANCE ? eventLine() : ref;
  }

  /** {@code table[key] <<< value}. */
  public void aggregate(
      @Nullable Object tableRef,
      long keyNumber,
      @Nullable Object keyRef,
      long value,
      @Nullable Object valueRef) {
    if (!(tableRef instanceof Table table)) {
      throw WrongValues.aggregated(tableRef);
    }
    Object key = storedKey(keyRef);
    int place = table.find(keyNumber, key);
    if (place != Table.ABSENT && table.refAt(place) instanceof Aggregation known) {
      known.add(value, valueRef);
      return;
    }
    if (place != Table.ABSENT) {
      throw WrongValues.aggregated(table.refAt(place));
    }
    Aggregation fresh = library.newAggregation(valueRef);
    fresh.add(value, valueRef);
    table.put(keyNumber, key, 0, fresh);
  }

  // ---- registering ----

  /** Executes a statement that registers a handler. */
  public void register(long instruction, @Nullable Object handler) {
    if (!(handler instanceof Function function)) {
      throw WrongValues.called(handler);
    }
    if (Op.opcode(instruction) == Op.AT_END) {
      setEnd(function);
      return;
    }
    switch (program.statements().get(Op.b(instruction))) {
      case Program.TraceStatement trace -> {
        checkMain("kdebug.trace_by_id");
        registrations.add(new Registration(trace, function));
      }
      case Program.TimerStatement timer ->
          addTimer(timer.periodNanos(), timer.onEveryCpu(), function);
    }
  }

  private void checkMain(String what) {
    if (phase == Phase.END) {
      throw ScriptRuntimeException.error(
          "error: " + what + " only can be called in RUNNING state: move it to the main chunk");
    }
    if (phase != Phase.MAIN) {
      throw ScriptRuntimeException.error(
          "error: only mainthread can create function: move this statement to the main chunk");
    }
  }

  @Override
  public void addTimer(long periodNanos, boolean everyCpu, Object function) {
    checkMain(everyCpu ? "timer.profile" : "timer.tick");
    if (periodNanos <= 0) {
      throw ScriptRuntimeException.error("error: cannot parse timer interval: 0");
    }
    timers.add(new Timer(periodNanos, everyCpu, function));
  }

  @Override
  public void setEnd(Object function) {
    atEnd = function;
  }

  // ---- what built-ins and event variables read ----

  @Override
  public ScriptHost host() {
    return host;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public LibraryState library() {
    return library;
  }

  @Override
  public boolean hasEvent() {
    return phase == Phase.EVENT;
  }

  @Override
  public EventCursor event() {
    EventCursor current = event;
    if (phase != Phase.EVENT || current == null) {
      throw ScriptRuntimeException.error(
          "error: invalid event context: only the handler of an event has this");
    }
    return current;
  }

  @Override
  public ByteString eventText() {
    if (phase == Phase.PROFILE) {
      return NO_TEXT;
    }
    if (phase != Phase.EVENT) {
      throw ScriptRuntimeException.error(
          "error: cannot stringify event str in invalid context: argstr is the text of the event"
              + " then current; keep stringof(argstr) instead");
    }
    return events.text(event());
  }

  /** The text of the current event with a line break. */
  ByteString eventLine() {
    return ByteString.concat(eventText(), LINE_BREAK);
  }

  @Override
  public KernelNames kernelNames(String id) {
    return hasEvent() && id.isEmpty()
        ? EventVariables.kernelNames(event())
        : events.kernelNames(id, host);
  }

  @Override
  public ByteString eventName() {
    return events.probename(event());
  }

  @Override
  public long timeNanos() {
    return switch (phase) {
      case EVENT -> event().timeNanos();
      case TICK, PROFILE -> dueNanos;
      case MAIN, END -> host.monotonicNanos();
    };
  }

  @Override
  public boolean isOlderDialect() {
    return program.dialect() != Dialect.MODERN;
  }

  @Override
  public boolean isFirstDialect() {
    return isEarlyDialect();
  }

  /** Whether wrong operands of arithmetic pass silently. */
  boolean isEarlyDialect() {
    return program.dialect() == Dialect.EARLY_2013;
  }

  @Override
  public boolean inMainChunk() {
    return phase == Phase.MAIN;
  }

  @Override
  public void warn(String text) {
    host.message(new Message(Message.Severity.WARNING, text));
  }

  /** Reads an event variable, by its instruction, into a register. */
  void eventVariable(long i, long[] n, @Nullable Object[] r, int a) {
    r[a] = eventVariable(Op.opcode(i), Op.b(i));
    n[a] = number;
  }

  /** Reads an event variable; the number of the result is in {@link #number}. */
  @SuppressWarnings("StatementSwitchToExpressionSwitch") // cases that return early
  public @Nullable Object eventVariable(int opcode, int operand) {
    boolean inEvent = phase == Phase.EVENT;
    switch (opcode) {
      case Op.PID:
        number = inEvent ? event().pid() : host.facts().pid();
        return Tag.INT;
      case Op.TID:
        number = inEvent ? event().tid() : host.facts().tid();
        return Tag.INT;
      case Op.CPU:
        number = inEvent ? event().cpu() : timerCpu;
        return Tag.INT;
      case Op.UID:
        if (inEvent) {
          return events.uid(event(), this);
        }
        number = host.facts().uid();
        return Tag.INT;
      case Op.EXECNAME:
        return inEvent ? events.execname(event()) : ownCommand;
      case Op.PROBENAME:
        return events.probename(event());
      case Op.EVENT:
        return eventValue();
      case Op.EVENT_TEXT:
        if (phase != Phase.PROFILE) {
          event();
        }
        return EventTextValue.INSTANCE;
      case Op.EVENT_LINE:
        return eventLine();
      case Op.FIELD_COUNT:
        number = events.count(event());
        return Tag.INT;
      case Op.EVENT_FORMAT:
        return events.format(event());
      case Op.IS_SYSTEM_CALL_ENTRY:
        return event().type().isSystemCallEntry();
      case Op.ARGUMENT:
        return events.argument(event(), operand, this);
      case Op.FIELD:
        return events.field(event(), operand, this);
      default:
        throw new IllegalStateException("no instruction has the number " + opcode);
    }
  }

  /** Reads the event's argument of a number that is computed, counted from 1. */
  public @Nullable Object computedArgument(long position, @Nullable Object ref) {
    if (ref != Tag.INT) {
      throw ScriptRuntimeException.error(
          "error: wrong type of argument 1: e.field(n) takes a number there");
    }
    EventCursor current = event();
    return position < 1 || position > events.count(current)
        ? null
        : events.argument(current, (int) position - 1, this);
  }

  /** Gives out a row of registers. */
  public void emit(List<String> columns, long[] n, @Nullable Object[] r, int from) {
    List<Object> values = new ArrayList<>(columns.size());
    for (int i = from; i < from + columns.size(); i++) {
      values.add(Rows.value(n[i], r[i], this));
    }
    host.emit(new Row(timeNanos(), columns, values));
  }

  List<String> globalNames() {
    return program.globals();
  }
}
