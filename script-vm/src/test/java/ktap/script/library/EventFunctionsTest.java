package ktap.script.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TimeZone;
import ktap.script.value.KernelAddress;
import ktap.script.value.StackValue;
import ktap.script.value.Table;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import org.junit.jupiter.api.Test;

class EventFunctionsTest {
  private static final EventType OPEN =
      new EventType(
          new EventName("syscalls", "sys_enter_openat"),
          700,
          List.of(
              Field.integer("filename", "const char *", 8, 8, false),
              Field.dynamicText("__user_string(filename)", 16),
              new Field("__stack", "u64[]", Field.Kind.DYNAMIC_ARRAY, 20, 4, 8, false, 0, 0),
              Field.integer("__uid", "u32", 24, 4, false),
              Field.integer("__in_iowait", "u32", 28, 4, false)),
          "");
  private static final EventType BARE =
      new EventType(new EventName("irq", "softirq_entry"), 60, List.of(), "");

  private final Bench bench = new Bench();

  /** Stands the bench on an event that opens {@code /etc/passwd}. */
  private void atOpen() {
    byte[] name = "/etc/passwd\0".getBytes(StandardCharsets.US_ASCII);
    byte[] payload = new byte[32 + name.length + 24];
    Bytes.putLong(payload, 8, 0x7ffc1234L);
    Bytes.putInt(payload, 16, name.length << 16 | 32);
    System.arraycopy(name, 0, payload, 32, name.length);
    int stack = 32 + name.length;
    Bytes.putInt(payload, 20, 24 << 16 | stack);
    Bytes.putLong(payload, stack, 0x10);
    Bytes.putLong(payload, stack + 8, 0x20);
    Bytes.putLong(payload, stack + 16, 0x30);
    Bytes.putInt(payload, 24, 501);
    Bytes.putInt(payload, 28, 1);
    at(OPEN, payload);
  }

  private void at(EventType type, byte[] payload) {
    EventTables tables = EventTables.create();
    int number = tables.add(type);
    int command = tables.names().number("cat".getBytes(StandardCharsets.US_ASCII));
    EventBatchBuilder builder = new EventBatchBuilder(tables, 256);
    builder.add(number, 7_000_000_123L, 3, 12, 11, command, 0, payload, 0, payload.length);
    EventBatch batch = builder.build();
    EventCursor cursor = batch.cursor();
    assertThat(cursor.next()).isTrue();
    bench.event = cursor;
    bench.now = cursor.timeNanos();
  }

  @Test
  void readsWhatWasCaptured() {
    atOpen();
    assertThat(bench.call("user_string", 0x7ffc1234L)).isEqualTo("/etc/passwd");
    assertThat(bench.call("uid")).isEqualTo(501L);
    assertThat(bench.call("in_iowait")).isEqualTo(1L);
    assertThat(bench.call("pid")).isEqualTo(11L);
    assertThat(bench.call("tid")).isEqualTo(12L);
    assertThat(bench.call("cpu")).isEqualTo(3L);
    assertThat(bench.call("execname")).isEqualTo("cat");
  }

  @Test
  void neverInventsWhatWasNot() {
    atOpen();
    assertThat(bench.failure("user_string", 5))
        .isEqualTo(
            "error: user_string() can read the arguments of syscalls:sys_enter_openat only, found"
                + " the address 0x5");
    assertThat(bench.failure("kernel_string", 5))
        .isEqualTo("error: kernel_string() was not captured with syscalls:sys_enter_openat");
    assertThat(bench.failure("ustack"))
        .isEqualTo("error: ustack() was not captured with syscalls:sys_enter_openat");
    assertThat(bench.failure("curr_taskinfo", 8, 8))
        .isEqualTo("error: curr_taskinfo() was not captured with syscalls:sys_enter_openat");
    assertThat(bench.failure("curr_taskinfo", 8, 3))
        .isEqualTo("error: unsupported fetch bytes in curr_task_info: 4 or 8, found 3");
    bench.event = null;
    assertThat(bench.failure("stack")).isEqualTo("error: invalid event context");
  }

  @Test
  void stacks() {
    atOpen();
    bench.kernelSymbols.put(0x10L, "do_sys_open+0x4/0x64");
    StackValue stack = (StackValue) bench.call("stack");
    assertThat(stack).isEqualTo(new StackValue(false, new long[] {0x10, 0x20, 0x30}));
    assertThat(bench.call("stack", 2)).isEqualTo(new StackValue(false, new long[] {0x10, 0x20}));
    assertThat(bench.call("stack", -1, 12)).isEqualTo(new StackValue(false, new long[] {0x30}));
    assertThat(bench.call("backtrace", 11, 1)).isEqualTo(new StackValue(false, new long[] {0x20}));
    assertThat(bench.printed("print", stack))
        .isEqualTo(
            """
            <stack trace>
             => do_sys_open+0x4/0x64
             => 0x20
             => 0x30
            """);
    assertThat(bench.printed("print_backtrace"))
        .isEqualTo(" => do_sys_open+0x4/0x64\n => 0x20\n => 0x30\n");
    assertThat(bench.printed("print_hist", Bench.table(stack, 2)))
        .endsWith("do_sys_open+0x4/0x64\n0x20\n0x30\n" + "@".repeat(38) + "\n2\n\n");
    assertThat(bench.printed("print", new StackValue(true, new long[] {0x1000})))
        .isEqualTo("<stack trace>\n => main+0x10/0x40\n");
  }

  @Test
  void interruptsByTheKernelsFlags() {
    at(BARE, new byte[] {60, 0, 0x10, 0, 0, 0, 0, 0});
    assertThat(bench.call("in_interrupt")).isEqualTo(1L);
    at(BARE, new byte[] {60, 0, 0x01, 0, 0, 0, 0, 0});
    assertThat(bench.call("in_interrupt")).isEqualTo(0L);
    bench.event = null;
    assertThat(bench.call("in_interrupt")).isEqualTo(0L);
  }

  @Test
  void outsideOfEventsTheToolIsMeant() {
    assertThat(bench.call("pid")).isEqualTo(4242L);
    assertThat(bench.call("tid")).isEqualTo(4243L);
    assertThat(bench.call("uid")).isEqualTo(1000L);
    assertThat(bench.call("execname")).isEqualTo("ktap");
    assertThat(bench.call("num_cpus")).isEqualTo(2L);
    assertThat(bench.call("arch")).isEqualTo("x86_64");
    assertThat(bench.call("kernel_v")).isEqualTo("6.18.44");
    assertThat(bench.call("hostname")).isEqualTo("box");
    assertThat(bench.call("os.info")).isEqualTo("Linux box 6.18.44 x86_64");
  }

  @Test
  void clocks() {
    assertThat(bench.call("gettimeofday_ns")).isEqualTo(1_700_000_005_000_000_000L);
    assertThat(bench.call("gettimeofday_us")).isEqualTo(1_700_000_005_000_000L);
    assertThat(bench.call("gettimeofday_ms")).isEqualTo(1_700_000_005_000L);
    assertThat(bench.call("gettimeofday_s")).isEqualTo(1_700_000_005L);
    assertThat(bench.call("nsecs")).isEqualTo(5_000_000_000L);
    bench.now = 12_000_345_678L;
    assertThat(bench.printed("print_trace_clock")).isEqualTo("   12.000345\n");
  }

  @Test
  void timesAsText() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
      long nanos = 1_700_000_005_012_345_678L;
      assertThat(bench.call("strftime", "%Y-%m-%d %H:%M:%S.%f %j %a %b %p %I", nanos))
          .isEqualTo("2023-11-14 22:13:25.012345 318 Tue Nov PM 10");
      assertThat(bench.call("strftime", "%F %T %D %R %e %y %s %N %z %%%q", nanos))
          .isEqualTo("2023-11-14 22:13:25 11/14/23 22:13 14 23 1700000005 012345678 +0000 %%q");
      assertThat(bench.call("strftime", "%F %j %A", 1_709_164_800_000_000_000L))
          .isEqualTo("2024-02-29 060 Thursday");
      assertThat(bench.call("strftime", "%F %j %u", 0)).isEqualTo("1970-01-01 001 4");
      assertThat(bench.call("strftime", "%F %T", -1)).isEqualTo("1969-12-31 23:59:59");
      assertThat(bench.call("strftime", "%F %j", 1_735_603_200_000_000_000L))
          .isEqualTo("2024-12-31 366");
      assertThat(bench.call("strftime", "%H:%M:%S")).isEqualTo("22:13:25");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void names() {
    assertThat(bench.call("errno_name", -2)).isEqualTo("ENOENT");
    assertThat(bench.call("errno_name", 11)).isEqualTo("EAGAIN");
    assertThat(bench.call("errno_name", 9999)).isEqualTo("9999");
    assertThat(bench.call("strerror", 1)).isEqualTo("Operation not permitted");
    assertThat(bench.call("strerror", -2)).isEqualTo("No such file or directory");
    assertThat(bench.call("strerror", 0)).isEqualTo("Success");
    assertThat(bench.call("strerror", 9999)).isEqualTo("Unknown error 9999");
    assertThat(bench.call("signal_name", 9)).isEqualTo("SIGKILL");
    assertThat(bench.call("signal_name", 1)).isEqualTo("SIGHUP");
    assertThat(bench.call("signal_name", 36)).isEqualTo("SIGRTMIN+2");
    assertThat(bench.call("signal_name", 0)).isEqualTo("0");
    assertThat(bench.call("syscall_name", 0)).isEqualTo("read");
    assertThat(bench.call("syscall_name", 257)).isEqualTo("openat");
    assertThat(bench.call("syscall_name", 450)).isEqualTo("set_mempolicy_home_node");
    assertThat(bench.call("syscall_name", 9999)).isEqualTo("9999");
    bench.architecture = "aarch64";
    assertThat(bench.call("syscall_name", 56)).isEqualTo("openat");
    assertThat(bench.call("syscall_name", 222)).isEqualTo("mmap");
    assertThat(bench.call("syscall_name", 63)).isEqualTo("read");
  }

  @Test
  void addresses() {
    assertThat(bench.call("net.format_ip_addr", 16777343)).isEqualTo("127.0.0.1");
    assertThat(bench.call("ntop", 16777343)).isEqualTo("127.0.0.1");
    assertThat(bench.call("ntop", 2, 16777343)).isEqualTo("127.0.0.1");
    assertThat(bench.call("ntop", "\001\002\003\004")).isEqualTo("1.2.3.4");
    assertThat(bench.call("ntop", "\0".repeat(15) + "\001")).isEqualTo("::1");
    assertThat(bench.call("ntop", "\0".repeat(16))).isEqualTo("::");
    assertThat(bench.call("ntop", 10, " \001" + "\0".repeat(6) + "\0\001" + "\0".repeat(6)))
        .isEqualTo("2001::1:0:0:0");
    assertThat(bench.failure("ntop", "abc"))
        .isEqualTo(
            "error: wrong type of argument 1: ntop takes a number or a string of 4 bytes (IPv4),"
                + " or of 16 (IPv6)");
  }

  @Test
  void symbols() {
    bench.kernelSymbols.put(0x10L, "vfs_read+0x4/0x100");
    assertThat(bench.call("symbol", 0x10)).isEqualTo("vfs_read+0x4/0x100");
    assertThat(bench.call("ipof", 0x10)).isEqualTo(new KernelAddress(0x10));
    assertThat(bench.printed("print", new KernelAddress(0x10))).isEqualTo("vfs_read\n");
  }

  @Test
  void numbers() {
    assertThat(bench.call("xor", 6, 3)).isEqualTo(5L);
    assertThat(bench.call("abs", -6)).isEqualTo(6L);
    assertThat(bench.call("abs", -1.5)).isEqualTo(1.5);
    assertThat(bench.call("floor", -1.5)).isEqualTo(-2L);
    assertThat(bench.call("ceil", -1.5)).isEqualTo(-1L);
    assertThat(bench.call("round", 2.5)).isEqualTo(3L);
    assertThat(bench.call("round", -2.5)).isEqualTo(-3L);
    assertThat(bench.call("floor", 7)).isEqualTo(7L);
    assertThat(bench.call("floor", 1e300)).isEqualTo(1e300);
    assertThat(bench.call("sqrt", 16)).isEqualTo(4.0);
    assertThat(bench.call("log2", 1025)).isEqualTo(10L);
    assertThat(bench.call("log2", 0)).isEqualTo(-1L);
    assertThat(bench.call("float", 3)).isEqualTo(3.0);
    assertThat(bench.call("int", -3.9)).isEqualTo(-3L);
    assertThat(bench.call("bswap", 0x1234, 2)).isEqualTo(0x3412L);
  }

  @Test
  void timersInTheFormOfFunctions() {
    Object f = Library.find("print").orElseThrow().builtIn();
    bench.call("timer.tick", "1s", f);
    bench.call("timer.tick", "100 ms", f);
    bench.call("timer.profile", "10usec", f);
    bench.call("timer.s", 2, f);
    bench.call("timer.msec", 3, f);
    assertThat(bench.timers)
        .containsExactly("1000000000", "100000000", "10000 on every CPU", "2000000000", "3000000");
    for (String wrong : List.of("1", "s", "0s", "1h", "99999999999999999999s")) {
      assertThat(bench.failure("timer.tick", wrong, f))
          .isEqualTo(
              "error: cannot parse timer interval: "
                  + wrong
                  + ": expected a number above 0 and s, sec, ms, msec, us or usec, as in 100ms");
    }
    assertThat(bench.failure("timer.ms", 0, f)).isEqualTo("error: cannot parse timer interval: 0");
    bench.inMain = false;
    assertThat(bench.failure("timer.tick", "1s", f))
        .isEqualTo(
            "error: timer.tick only can be called in RUNNING state: move it to the main chunk");
    atOpen();
    assertThat(bench.failure("timer.ms", 1, f))
        .isEqualTo("error: timer.ms only can be called in mainthread: move it to the main chunk");
  }

  @Test
  void endFunctions() {
    Object f = Library.find("print").orElseThrow().builtIn();
    bench.call("kdebug.trace_end", f);
    assertThat(bench.end).isSameAs(f);
    assertThat(bench.failure("kdebug.probe_end", 5))
        .isEqualTo(
            "error: wrong type of argument 1: kdebug.probe_end(f[, wait]) takes a function there,"
                + " found a number");
  }

  @Test
  void escapeSequences() {
    assertThat(bench.printed("ansi.clear_screen")).isEqualTo("\033[1;1H\033[J");
    assertThat(bench.printed("ansi.set_color", 32)).isEqualTo("\033[32m");
    assertThat(bench.printed("ansi.set_color2", 32, 40)).isEqualTo("\033[32;40m");
    assertThat(bench.printed("ansi.set_color3", 32, 40, 1)).isEqualTo("\033[32;40;1m");
    assertThat(bench.printed("ansi.set_color3", 32, 40, 0)).isEqualTo("\033[32;40m");
    assertThat(bench.printed("ansi.reset_color")).isEqualTo("\033[0;0m");
    assertThat(bench.printed("ansi.new_line")).isEqualTo("\n");
    assertThat(bench.failure("ansi.set_color", "red"))
        .isEqualTo(
            "error: wrong type of argument 1: ansi.set_color(fg) takes a number there, found a"
                + " string");
  }

  @Test
  void refusalsNameWhatToUse() {
    assertThat(bench.failure("ffi.cdef", "int x;"))
        .isEqualTo(
            "error: ffi.cdef: functions of the kernel can't be called from user space; use the"
                + " fields of events, user_string(), kernel_string() and stack() instead");
    assertThat(bench.failure("kdebug.trace_by_id", 1))
        .isEqualTo(
            "error: kdebug.trace_by_id: event numbers are of no use by hand; write trace"
                + " SYSTEM:EVENT { … } instead");
  }

  @Test
  void namedParameters() {
    Bench given = new Bench("x", "interval=5", "mode=fast", "quiet=true", "interval=7");
    assertThat(given.call("param", "interval", 1, "seconds")).isEqualTo(7L);
    assertThat(given.call("param", "mode", "slow")).isEqualTo("fast");
    assertThat(given.call("param", "quiet", false)).isEqualTo(true);
    assertThat(given.call("param", "other", 3)).isEqualTo(3L);
    assertThat(given.call("param", "other", null)).isNull();
    assertThat(new Bench("interval=x").failure("param", "interval", 1, "seconds"))
        .isEqualTo("error: the parameter interval (seconds) takes a number, found 'x'");
    assertThat(new Bench("quiet=perhaps").failure("param", "quiet", true))
        .isEqualTo("error: the parameter quiet takes true or false, found 'perhaps'");
  }

  @Test
  void everyDefinitionIsWellFormed() {
    for (Definition definition : Library.definitions()) {
      assertThat(definition.line())
          .as(definition.name())
          .endsWith(definition.refusal().isEmpty() ? "." : definition.refusal().orElseThrow());
      assertThat(definition.usage()).startsWith(definition.name() + "(");
      assertThat(definition.minArguments()).isLessThanOrEqualTo(definition.maxArguments());
    }
    assertThat(Library.tableNames())
        .containsExactly("table", "timer", "ansi", "net", "kdebug", "os", "ffi");
    assertThat(Library.member("kdebug", "tracepoint")).isEmpty();
    assertThat(Library.value("ansi").orElseThrow()).isInstanceOf(Table.class);
    assertThat(Library.value("nosuch")).isEmpty();
  }
}
