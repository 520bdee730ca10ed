package ktap.script.library;

import static ktap.script.library.Definition.Home.KERNEL;
import static ktap.script.library.Definition.Home.USER;
import static ktap.script.library.Definition.added;
import static ktap.script.library.Definition.capturing;
import static ktap.script.library.Definition.original;
import static ktap.script.library.Definition.refused;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.script.value.ByteString;
import ktap.script.value.LibraryState;
import ktap.script.value.Table;
import ktap.sources.flow.Capture;

/** The table of all built-in functions, and what is looked up in it. */
public final class Library {
  private static final String FFI =
      "functions of the kernel can't be called from user space; use the fields of events,"
          + " user_string(), kernel_string() and stack() instead";
  private static final String SOCKET =
      "the memory of the kernel can't be read afterwards; use the address fields of"
          + " sock:inet_sock_set_state and ntop() instead";
  private static final String BY_ID =
      "event numbers are of no use by hand; write trace SYSTEM:EVENT { … } instead";

  private static final Definition[] DEFINITIONS = {
    // output
    original(
        USER,
        "print",
        "values:any...",
        OutputFunctions::print,
        "Prints values with tabs between them and a line break."),
    original(
        USER,
        "printf",
        "format:string values:any...",
        OutputFunctions::printf,
        "Prints values as a format says."),
    original(
        USER,
        "print_hist",
        "t:value rows:integer?",
        OutputFunctions::printHist,
        "Prints a table as a histogram of its values, or an aggregation as one of its own."),
    original(
        USER,
        "histogram",
        "t:value rows:integer?",
        OutputFunctions::histogram,
        "Prints a table as a histogram, in the shape that it had in 2013."),
    original(
        USER,
        "print_trace_clock",
        "",
        OutputFunctions::printTraceClock,
        "Prints the clock of the events, in seconds."),
    added(
        USER,
        "top",
        "t:table rows:integer? column:string?",
        OutputFunctions::top,
        "Prints the rows of a table with the largest values, in columns."),
    added(
        USER,
        "quantiles",
        "a:value percent:number...",
        OutputFunctions::quantiles,
        "Prints percentiles of what hdr(v) counted, or of a table of that."),
    added(
        KERNEL,
        "emit",
        "row:table",
        OutputFunctions::emit,
        "Gives out a structured row; the table's keys are its columns."),

    // tables
    original(
        USER,
        "pairs",
        "t:table",
        TableFunctions::pairs,
        "What a for walks: the keys of a table with their values."),
    original(
        USER,
        "sort_pairs",
        "t:table before:function?",
        TableFunctions::sortPairs,
        "What a for walks: the pairs by their values, ascending or as before(v1, v2) says."),
    original(KERNEL, "len", "v:any", TableFunctions::len, "Bytes of a string, or keys of a table."),
    original(USER, "delete", "t:table", TableFunctions::delete, "Empties a table."),
    added(USER, "clear", "t:table", TableFunctions::delete, "Empties a table; the same as delete."),
    added(
        USER,
        "zero",
        "t:table",
        TableFunctions::zero,
        "Makes all numbers of a table 0 and all its aggregations empty."),
    added(
        KERNEL,
        "has_key",
        "t:table key:value",
        TableFunctions::hasKey,
        "Whether a table has a key."),
    added(
        USER,
        "keys",
        "t:table",
        TableFunctions::keys,
        "A table of the keys of another one, from 1 on."),
    original(
        USER,
        "table.new",
        "narr:integer? nrec:integer?",
        TableFunctions::newTable,
        "A new table; it grows as needed, so the sizes say nothing."),
    original(
        KERNEL,
        "table_count",
        "t:table key:value n:integer?",
        TableFunctions::tableCount,
        "Adds n, or 1, to t[key]."),

    // aggregations
    original(
        KERNEL,
        "count",
        "a:any key:any? n:integer?",
        AggregationFunctions::count,
        "How many numbers went into an aggregation; or, with a key, adds to t[key]."),
    original(KERNEL, "sum", "a:any", AggregationFunctions::sum, "The sum of an aggregation."),
    original(KERNEL, "avg", "a:any", AggregationFunctions::avg, "The mean of an aggregation."),
    original(
        KERNEL,
        "min",
        "a:any values:any...",
        AggregationFunctions::min,
        "The smallest number of an aggregation, or of the arguments."),
    original(
        KERNEL,
        "max",
        "a:any values:any...",
        AggregationFunctions::max,
        "The largest number of an aggregation, or of the arguments."),
    added(
        KERNEL,
        "hist",
        "v:integer",
        AggregationFunctions::hist,
        "For the right of <<<: counts a number by powers of two."),
    added(
        KERNEL,
        "lhist",
        "v:integer low:integer high:integer step:integer",
        AggregationFunctions::lhist,
        "For the right of <<<: counts a number by steps of one size."),
    added(
        USER,
        "hdr",
        "v:integer",
        AggregationFunctions::hdr,
        "For the right of <<<: counts a number with three digits, for percentiles."),
    added(
        USER,
        "quantile",
        "a:value percent:number",
        AggregationFunctions::quantile,
        "The number at or below which so many percent of what hdr(v) counted lie."),
    added(
        USER,
        "merge",
        "a:aggregation b:aggregation",
        AggregationFunctions::merge,
        "A new aggregation of all that went into two of one kind."),
    original(
        USER,
        "ptable",
        "narr:integer? nrec:integer?",
        TableFunctions::newAggregatingTable,
        "A new table in which = adds to an aggregation, as <<< does in any table."),

    // strings
    added(
        USER,
        "type",
        "v:any",
        StringFunctions::type,
        "What a value is: nil, boolean, number, string, table, function or aggregation."),
    added(
        USER, "tostring", "v:any", StringFunctions::toText, "A value as text, as print shows it."),
    added(
        USER,
        "tonumber",
        "v:any radix:integer?",
        StringFunctions::toNumber,
        "The number that a text is, or nil."),
    original(
        KERNEL,
        "stringof",
        "v:any",
        StringFunctions::stringOf,
        "The text of argstr with its line break, or the symbol of ipof(n)."),
    added(
        USER,
        "substr",
        "s:string from:integer to:integer?",
        StringFunctions::substr,
        "A part of a string; both positions count, from 1, or from the end if negative."),
    added(
        USER,
        "sub",
        "s:string from:integer to:integer?",
        StringFunctions::substr,
        "The same as substr."),
    added(
        USER,
        "find",
        "s:string part:string from:integer?",
        StringFunctions::find,
        "The position of a part, from 1, or nil."),
    added(
        USER,
        "strstr",
        "s:string part:string from:integer?",
        StringFunctions::find,
        "The same as find."),
    added(
        USER,
        "contains",
        "s:string part:string",
        StringFunctions::contains,
        "Whether a string has a part."),
    added(
        KERNEL,
        "starts_with",
        "s:string part:string",
        StringFunctions::startsWith,
        "Whether a string begins with another."),
    added(
        USER,
        "ends_with",
        "s:string part:string",
        StringFunctions::endsWith,
        "Whether a string ends with another."),
    added(
        USER,
        "split",
        "s:string separator:string",
        TableFunctions::split,
        "A table of the parts of a string, from 1 on."),
    added(
        USER,
        "join",
        "t:table separator:string?",
        TableFunctions::join,
        "The values of a table as one string."),
    added(USER, "upper", "s:string", StringFunctions::upper, "The string in capital letters."),
    added(USER, "lower", "s:string", StringFunctions::lower, "The string in small letters."),
    added(
        USER, "trim", "s:string", StringFunctions::trim, "The string without blanks at its ends."),
    added(
        USER,
        "replace",
        "s:string part:string by:string",
        StringFunctions::replace,
        "The string with every occurrence of a part replaced."),
    added(USER, "rep", "s:string times:integer", StringFunctions::rep, "The string so many times."),
    added(
        KERNEL,
        "byte",
        "s:string position:integer?",
        StringFunctions::byteAt,
        "One byte of a string as a number, or nil."),
    added(USER, "char", "values:integer...", StringFunctions::character, "A string of bytes."),
    added(
        USER,
        "format",
        "format:string values:any...",
        StringFunctions::format,
        "What printf would print, as a string."),

    // numbers
    added(
        KERNEL,
        "xor",
        "a:integer b:integer",
        NumberFunctions::xor,
        "The bits that are set in one of two numbers."),
    added(KERNEL, "abs", "n:number", NumberFunctions::abs, "The number without its sign."),
    added(
        USER,
        "floor",
        "n:number",
        NumberFunctions::floor,
        "The largest integer that isn't above a number."),
    added(
        USER,
        "ceil",
        "n:number",
        NumberFunctions::ceil,
        "The smallest integer that isn't below a number."),
    added(
        USER,
        "round",
        "n:number",
        NumberFunctions::round,
        "The nearest integer; halves go away from zero."),
    added(USER, "sqrt", "n:number", NumberFunctions::sqrt, "The square root."),
    added(USER, "exp", "n:number", NumberFunctions::exp, "The exponential function."),
    added(USER, "log", "n:number", NumberFunctions::log, "The natural logarithm."),
    added(
        KERNEL,
        "log2",
        "n:integer",
        NumberFunctions::log2,
        "The exponent of the largest power of two that isn't above n."),
    added(USER, "float", "n:number", NumberFunctions::toFloat, "The number as a float."),
    added(
        USER,
        "int",
        "n:number",
        NumberFunctions::toInteger,
        "The number as an integer, cut towards zero."),
    added(
        KERNEL,
        "bswap",
        "n:integer bytes:integer?",
        NumberFunctions::bswap,
        "The number with its bytes in reverse; 8 bytes unless told."),

    // events
    capturing(
        Capture.KERNEL_STACK,
        "stack",
        "depth:integer? skip:integer?",
        EventFunctions::stack,
        "The kernel's stack at the event; a fit key for a table."),
    capturing(
        Capture.USER_STACK,
        "ustack",
        "depth:integer? skip:integer?",
        EventFunctions::userStack,
        "The process's stack at the event."),
    capturing(
        Capture.KERNEL_STACK,
        "backtrace",
        "skip:integer? max:integer?",
        EventFunctions::backtrace,
        "The kernel's stack, with the arguments in the older order."),
    capturing(
        Capture.KERNEL_STACK,
        "print_backtrace",
        "",
        EventFunctions::printBacktrace,
        "Prints the kernel's stack."),
    capturing(
        Capture.USER_STRING,
        "user_string",
        "address:value",
        EventFunctions::userString,
        "The string at an address of the process, as it was at the event."),
    capturing(
        Capture.KERNEL_STRING,
        "kernel_string",
        "address:value",
        EventFunctions::kernelString,
        "The string at an address of the kernel, as it was at the event."),
    capturing(
        Capture.IO_WAIT,
        "in_iowait",
        "",
        EventFunctions::inIoWait,
        "1 if the task was waiting for input or output."),
    original(
        KERNEL,
        "in_interrupt",
        "",
        EventFunctions::inInterrupt,
        "1 if the event came in an interrupt."),
    capturing(
        Capture.TASK_FIELD,
        "curr_taskinfo",
        "offset:integer bytes:integer?",
        EventFunctions::currTaskInfo,
        "A number inside the kernel's structure of the task."),
    capturing(
        Capture.TASK_FIELD,
        "curr_task_info",
        "offset:integer bytes:integer?",
        EventFunctions::currTaskInfo,
        "The same as curr_taskinfo."),
    original(
        KERNEL,
        "ipof",
        "address:integer",
        EventFunctions::ipOf,
        "An address as a value that is shown as a symbol."),
    added(
        USER,
        "symbol",
        "address:integer",
        EventFunctions::symbol,
        "The kernel's symbol at an address, with offset and size."),
    original(
        USER,
        "kernel_address",
        "symbol:string",
        EventFunctions::kernelAddress,
        "The address of a symbol of the kernel; the same as `symbol` in backticks."),
    original(KERNEL, "pid", "", EventFunctions::pid, "The process, in the form of a function."),
    original(KERNEL, "tid", "", EventFunctions::tid, "The thread, in the form of a function."),
    original(KERNEL, "uid", "", EventFunctions::uid, "The user, in the form of a function."),
    original(KERNEL, "cpu", "", EventFunctions::cpu, "The CPU, in the form of a function."),
    original(
        KERNEL,
        "execname",
        "",
        EventFunctions::execName,
        "The command name, in the form of a function."),
    original(
        USER,
        "exit",
        "status:any...",
        EventFunctions::exit,
        "Ends the handler and the trace; trace_end still runs."),

    // machine and time
    original(USER, "num_cpus", "", EventFunctions::numCpus, "How many CPUs are online."),
    original(USER, "arch", "", EventFunctions::arch, "The machine's architecture, as uname -m."),
    original(
        USER, "kernel_v", "", EventFunctions::kernelVersion, "The kernel's release, as uname -r."),
    added(USER, "hostname", "", EventFunctions::hostName, "The host's name."),
    original(
        KERNEL,
        "gettimeofday_ns",
        "",
        EventFunctions::timeNanos,
        "The wall clock at the event, in nanoseconds since 1970."),
    original(
        KERNEL, "gettimeofday_us", "", EventFunctions::timeMicros, "The same in microseconds."),
    original(
        KERNEL, "gettimeofday_ms", "", EventFunctions::timeMillis, "The same in milliseconds."),
    original(KERNEL, "gettimeofday_s", "", EventFunctions::timeSeconds, "The same in seconds."),
    added(
        KERNEL,
        "nsecs",
        "",
        EventFunctions::monotonic,
        "The clock of the events in nanoseconds; it never jumps."),
    added(
        USER,
        "strftime",
        "format:string nanoseconds:integer?",
        EventFunctions::strftime,
        "A wall-clock time as text; that of the event unless told."),

    // names
    added(
        USER,
        "errno_name",
        "n:integer",
        NameFunctions::errnoName,
        "The name of an error number, ENOENT for 2 or -2."),
    added(USER, "strerror", "n:integer", NameFunctions::strerror, "The text of an error number."),
    added(USER, "signal_name", "n:integer", NameFunctions::signalName, "The name of a signal."),
    added(
        USER,
        "syscall_name",
        "n:integer",
        NameFunctions::syscallName,
        "The name of a system call, on the machine that was traced."),
    added(
        USER,
        "ntop",
        "family:any address:any?",
        NetFunctions::ntop,
        "A network address as text: a number, or a string of 4 or 16 bytes."),
    added(
        USER,
        "param",
        "name:string default:value help:any?",
        ParameterFunctions::param,
        "What the user gave as name=value behind the script's name, else the default; ktap SCRIPT"
            + " --help lists them."),

    // timer
    original(
        USER,
        "timer.tick",
        "period:string f:function",
        TimerFunctions::tick,
        "Calls a function every so often; timer[\"tick\"](\"1s\", f)."),
    original(
        USER,
        "timer.profile",
        "period:string f:function",
        TimerFunctions::profile,
        "Calls a function every so often on every CPU."),
    original(
        USER,
        "timer.s",
        "n:integer f:function",
        TimerFunctions.every("s", 1_000_000_000),
        "Calls a function every n seconds."),
    original(
        USER,
        "timer.sec",
        "n:integer f:function",
        TimerFunctions.every("sec", 1_000_000_000),
        "The same as timer.s."),
    original(
        USER,
        "timer.ms",
        "n:integer f:function",
        TimerFunctions.every("ms", 1_000_000),
        "Calls a function every n milliseconds."),
    original(
        USER,
        "timer.msec",
        "n:integer f:function",
        TimerFunctions.every("msec", 1_000_000),
        "The same as timer.ms."),
    original(
        USER,
        "timer.us",
        "n:integer f:function",
        TimerFunctions.every("us", 1_000),
        "Calls a function every n microseconds."),
    original(
        USER,
        "timer.usec",
        "n:integer f:function",
        TimerFunctions.every("usec", 1_000),
        "The same as timer.us."),
    original(
        USER,
        "timer.ns",
        "n:integer f:function",
        TimerFunctions.every("ns", 1),
        "Calls a function every n nanoseconds."),
    original(
        USER,
        "timer.nsec",
        "n:integer f:function",
        TimerFunctions.every("nsec", 1),
        "The same as timer.ns."),

    // ansi
    original(
        USER,
        "ansi.clear_screen",
        "",
        AnsiFunctions.constant("\033[1;1H\033[J"),
        "Clears the screen."),
    original(
        USER,
        "ansi.set_color",
        "fg:integer",
        AnsiFunctions::color,
        "Sets the colour of text, 30 to 37."),
    original(
        USER,
        "ansi.set_color2",
        "fg:integer bg:integer",
        AnsiFunctions::color,
        "Sets colour and background, 40 to 47."),
    original(
        USER,
        "ansi.set_color3",
        "fg:integer bg:integer attribute:integer",
        AnsiFunctions::color,
        "Sets colour, background and attribute."),
    original(
        USER,
        "ansi.reset_color",
        "",
        AnsiFunctions.constant("\033[0;0m"),
        "Goes back to the terminal's own colours."),
    original(USER, "ansi.new_line", "", AnsiFunctions.constant("\n"), "A line break."),

    // net
    original(
        USER,
        "net.format_ip_addr",
        "n:integer",
        NetFunctions::formatIpAddr,
        "An IPv4 address, a number in the network's byte order, as text."),
    refused("net.ip_sock_saddr", SOCKET),
    refused("net.ip_sock_daddr", SOCKET),

    // kdebug
    original(
        USER,
        "kdebug.trace_end",
        "f:function",
        KdebugFunctions::traceEnd,
        "Sets what runs at the end; kdebug[\"trace_end\"](f)."),
    original(
        USER,
        "kdebug.probe_end",
        "f:function wait:any?",
        KdebugFunctions::traceEnd,
        "Sets what runs at the end."),
    capturing(
        Capture.KERNEL_STACK,
        "kdebug.dumpstack",
        "",
        EventFunctions::printBacktrace,
        "Prints the kernel's stack."),
    refused("kdebug.trace_by_id", BY_ID),
    refused("kdebug.probe_by_id", BY_ID),
    refused(
        "kdebug.kprobe", "a probe is set by a statement; write trace probe:SYMBOL { … } instead"),
    refused(
        "kdebug.probe",
        "it stands alone and takes a text and a function, as in"
            + " kdebug.probe(\"tp:sched:sched_switch\", f); write trace \"SYSTEM:EVENT\" function"
            + " (e) { … } instead"),
    refused("kdebug.traceoff", "the kernel's own trace buffer isn't used; exit() ends the trace"),

    // os
    original(
        USER, "os.clock", "", EventFunctions::monotonic, "The clock of the events in nanoseconds."),
    original(USER, "os.info", "", OsFunctions::info, "System, host, release and architecture."),
    original(
        USER,
        "os.wait",
        "",
        OsFunctions::waitForEnd,
        "Nothing: a script with events or timers waits by itself."),
    refused("os.sleep", "a script never sleeps; tick-1s { … } does something every second"),

    // ffi
    refused("ffi.cdef", FFI),
    refused("ffi.new", FFI),
    refused("ffi.cast", FFI),
    refused("ffi.free", FFI),
    refused("ffi.sizeof", FFI),
    refused("ffi.C", FFI),
    refused("cdef", FFI),
    refused("inplace_inc", "write t[k] += 1 instead"),
  };

  private static final Map<String, Definition> BY_NAME = byName();
  private static final List<String> TABLES = findTables();

  private Library() {}

  private static Map<String, Definition> byName() {
    Map<String, Definition> byName = new HashMap<>(DEFINITIONS.length * 2);
    for (Definition definition : DEFINITIONS) {
      byName.put(definition.name(), definition);
    }
    return byName;
  }

  /** All of them, in the order of the reference. */
  public static List<Definition> definitions() {
    return List.of(DEFINITIONS);
  }

  /** A function by its name, with its table's name before it if it is in one. */
  public static Optional<Definition> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The names of the library tables: {@code ansi}, {@code kdebug} … */
  public static List<String> tableNames() {
    return TABLES;
  }

  private static List<String> findTables() {
    List<String> names = new ArrayList<>();
    for (Definition definition : DEFINITIONS) {
      int dot = definition.name().indexOf('.');
      String table = dot < 0 ? "" : definition.name().substring(0, dot);
      if (!table.isEmpty() && !names.contains(table)) {
        names.add(table);
      }
    }
    return List.copyOf(names);
  }

  /** Whether a name is that of a library table. */
  static boolean isTable(String name) {
    return TABLES.contains(name);
  }

  /** What a run needs of the library. The first argument is the script's own name. */
  public static LibraryState open(List<String> arguments) {
    return new RunState(arguments);
  }

  /** The global {@code arg} of a run: numbers where the text is one. */
  public static Table arguments(List<String> arguments) {
    return RunState.argumentTable(arguments);
  }

  /**
   * The value of a global name: a function, or a new table of functions; empty if the library has
   * none, or has it for each run anew, as {@code arg}.
   */
  public static Optional<Object> value(String name) {
    Definition definition = BY_NAME.get(name);
    if (definition != null && name.indexOf('.') < 0) {
      return Optional.of(definition.builtIn());
    }
    Table table = new Table();
    for (Definition member : DEFINITIONS) {
      if (member.name().startsWith(name) && member.name().startsWith(".", name.length())) {
        String key = member.name().substring(name.length() + 1);
        table.putString(ByteString.of(key), 0, member.builtIn());
      }
    }
    return table.size() == 0 ? Optional.empty() : Optional.of(table);
  }

  /** Function {@code member} of a library table. */
  public static Optional<Object> member(String table, String member) {
    return find(table + "." + member).map(Definition::builtIn);
  }
}
