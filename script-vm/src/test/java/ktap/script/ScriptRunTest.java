package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import ktap.script.source.SourceText;
import ktap.script.value.Limits;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Subscription;
import ktap.sources.flow.TableSnapshot;
import org.junit.jupiter.api.Test;

class ScriptRunTest {
  private static final long SECOND = 1_000_000_000L;

  /** The entry of a system call: number, then registers of 8 bytes. */
  private static final EventType CLOSE =
      new EventType(
          new EventName("syscalls", "sys_enter_close"),
          7,
          List.of(
              Field.integer("__syscall_nr", "int", 8, 4, true),
              new Field("fd", "int", Field.Kind.INTEGER, 16, 8, 4, true, 0, 0)),
          "");

  private static final EventType WAKE =
      new EventType(
          new EventName("sched", "sched_wakeup"),
          8,
          List.of(
              new Field("comm", "char", Field.Kind.TEXT, 8, 16, 1, true, 0, 0),
              Field.integer("pid", "pid_t", 24, 4, true)),
          "\"comm=%s pid=%d\", REC->comm, REC->pid");

  private final EventTables tables = EventTables.create();
  private final int close = tables.add(CLOSE);
  private final int wake = tables.add(WAKE);
  private final int bash = tables.names().number("bash".getBytes(StandardCharsets.UTF_8));
  private final EventBatchBuilder builder = new EventBatchBuilder(tables, 4096);
  private final TestHost host = new TestHost();

  private ScriptRun start(String text) {
    return start(text, ScriptSettings.of(TestHost.catalog(CLOSE, WAKE)));
  }

  private ScriptRun start(String text, ScriptSettings settings) {
    ScriptRun run =
        Script.compile(SourceText.of("a.kp", text), settings).open(host, List.of("a.kp"));
    run.runMain();
    return run;
  }

  private void close(long time, long fd) {
    int at = builder.add(close, time, 1, 11, 10, bash, 0, 24);
    Bytes.putInt(builder.bytes(), at + 8, 3);
    Bytes.putLong(builder.bytes(), at + 16, fd);
  }

  private void wake(long time, String comm, int pid) {
    int at = builder.add(wake, time, 0, 21, 20, bash, 0, 28);
    byte[] bytes = comm.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, builder.bytes(), at + 8, bytes.length);
    Bytes.putInt(builder.bytes(), at + 24, pid);
  }

  @Test
  void eventVariablesAreThoseOfTheEvent() {
    ScriptRun run =
        start("trace syscalls:sys_enter_close { print(pid, tid, cpu, execname, probename, arg0) }");
    close(5, 4);

    assertThat(run.subscriptions())
        .containsExactly(
            new Subscription(
                EventPattern.parse("syscalls:sys_enter_close"), java.util.Optional.empty()));
    run.accept(builder.build());
    assertThat(host.text()).isEqualTo("10\t11\t1\tbash\tsys_enter_close\t3\n");
  }

  @Test
  void argumentsOfSystemCallsAreRegistersFieldsAreValues() {
    ScriptRun run = start("trace syscalls:* { print(arg1, args.fd, arg2) }");
    close(5, 0xffff_ff9cL);
    run.accept(builder.build());

    assertThat(host.text()).isEqualTo("4294967196\t-100\tnil\n");
  }

  @Test
  void textOfEventsAndOfFields() {
    ScriptRun run = start("trace *:* { print(arg0) print(argstr) }");
    close(5, 4);
    wake(6, "sshd", 77);
    run.accept(builder.build());

    assertThat(host.text()).startsWith("3\nsys_close(fd: 4)\nsshd\n");
  }

  @Test
  void olderDialectCountsArgumentsFromOne() {
    ScriptRun run =
        start(
            """
            hist = {}
            trace "syscalls:sys_enter_*" function (e) { count(hist, e.name) print(e.sc_arg1) }
            trace_end function () { histogram(hist) }
            """);
    close(5, 4);
    close(6, 5);
    run.accept(builder.build());
    run.runEnd();

    assertThat(host.text())
        .startsWith("4\n5\n                          value ------------- Distribution")
        .contains("sys_enter_close |@@@@@@");
  }

  @Test
  void theEventOf2013IsAValueWhileItsHandlerRuns() {
    String script =
        """
        last = nil
        function total(ev) { s = 0 for (i = 1, 50000) { s += ev.fd } return s }
        function show(ev, more) {
          print(ev.name, ev.fieldnum, ev.field(2), ev.sc_arg1, total(ev), more, ev == last)
        }
        trace "syscalls:sys_enter_*" show
        trace "syscalls:sys_enter_*" function (e) {
          local x = e
          print(x)
          printf("%s", x.tostring())
          if (last != nil) { print(e == x, e == last, last.name) }
          last = e
        }
        """;
    for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
      host.messages.clear();
      host.output.reset();
      ScriptRun run = start(script, ScriptSettings.of(TestHost.catalog(CLOSE)).with(engine));
      close(5, 4);
      close(6, 7);
      run.accept(builder.build());

      assertThat(host.text())
          .isEqualTo(
              """
              sys_enter_close	2	4	4	200000	nil	false
              sys_close(fd: 4)

              sys_close(fd: 4)
              sys_enter_close	2	7	7	350000	nil	false
              sys_close(fd: 7)

              sys_close(fd: 7)
              """);
      assertThat(host.messages)
          .containsExactly(
              """
              a.kp:11:47: error: invalid event context: an event can be read only while its handler \
              runs; keep e.tostring() or a field of it instead
                if (last != nil) { print(e == x, e == last, last.name) }
                                                            ^~~~~~~~~\
              """);
    }
  }

  @Test
  void aClosureReadsNoLaterEventThanItsOwn() {
    ScriptRun run =
        start(
            """
            trace "syscalls:sys_enter_*" function (e) {
              if (read == nil) { read = function () { return e.fd } print(read()) }
              else { print(read()) }
            }
            """);
    close(5, 4);
    close(6, 7);
    run.accept(builder.build());

    assertThat(host.text()).isEqualTo("4\n");
    assertThat(host.messages.getFirst())
        .startsWith("a.kp:2:50: error: invalid event context: an event can be read only while");
  }

  @Test
  void theEventIsAVariableThatCanBeAssigned() {
    ScriptRun run =
        start(
            """
            trace "syscalls:sys_enter_close" function (e) {
              print(e.name, e.field(2), e.fieldnum)
              printf("%s", e.tostring())
              for (i = 1, 2) {
                if (i == 2) { print(e) }
                e = i
              }
            }
            """);
    close(5, 4);
    run.accept(builder.build());

    assertThat(host.text()).isEqualTo("sys_enter_close\t4\t2\nsys_close(fd: 4)\n1\n");
    assertThat(host.messages).isEmpty();
  }

  @Test
  void theFirstVersionsMembersOfAnEvent() {
    String script =
        """
        trace "*:*" function (e) { print(e.sc_is_enter, e.print_fmt) show(e) }
        function show(ev) { print(ev.sc_is_enter, ev.print_fmt) }
        """;
    for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
      host.output.reset();
      ScriptRun run = start(script, ScriptSettings.of(TestHost.catalog(CLOSE, WAKE)).with(engine));
      close(5, 4);
      wake(6, "sshd", 77);
      run.accept(builder.build());

      assertThat(host.text())
          .isEqualTo(
              """
              true
              true
              false	"comm=%s pid=%d", REC->comm, REC->pid
              false	"comm=%s pid=%d", REC->comm, REC->pid
              """
                  .replace("true\n", "true\t\n"));
    }
  }

  @Test
  void aProfileHasTheTextOfNoEvent() {
    ScriptRun run =
        start(
            """
            profile-1s { printf("%s", argstr) exit() }
            """);
    close(2 * SECOND, 4);
    run.accept(builder.build());

    assertThat(host.text()).isEqualTo("argstr_not_available\n");
  }

  @Test
  void severalStatementsOnOneEventAreAllCalled() {
    ScriptRun run =
        start(
            "trace syscalls:* { print(1) } trace *:sys_enter_close { print(2) } trace sched:* { }");
    close(5, 4);
    run.accept(builder.build());

    assertThat(host.text()).isEqualTo("1\n2\n");
  }

  @Test
  void ticksFireByTheStreamsTimeBeforeLaterEvents() {
    host.now = 10 * SECOND;
    ScriptRun run =
        start(
            """
            var n = 0
            trace sched:* { n += 1 }
            tick-1s { print(gettimeofday_s() % 1000, n) }
            """);
    wake(10 * SECOND + 5, "a", 1);
    builder.addMark(10 * SECOND + 500);
    wake(11 * SECOND - 1, "a", 1);
    wake(11 * SECOND, "a", 1);
    builder.addMark(14 * SECOND + 3);
    wake(14 * SECOND + 5, "a", 1);
    builder.addMark(15 * SECOND);
    run.accept(builder.build());

    assertThat(host.text()).isEqualTo("11\t2\n12\t3\n15\t4\n");
  }

  @Test
  void exitCutsTheStream() {
    ScriptRun run = start("trace syscalls:* { print(arg1) if (arg1 == 2) { exit() } }");
    close(1, 1);
    close(2, 2);
    int cut = builder.length();
    close(3, 3);
    EventBatch batch = builder.build();

    assertThat(run.accept(batch)).isEqualTo(cut);
    assertThat(run.isExited()).isTrue();
    assertThat(run.accept(batch)).isZero();
    assertThat(host.text()).isEqualTo("1\n2\n");
  }

  @Test
  void errorEndsTheInvocationAndTracingGoesOn() {
    ScriptRun run = start("trace syscalls:* { print(100 / arg1) }\ntrace_end { print(\"end\") }");
    close(1, 0);
    close(2, 50);
    close(3, 0);
    run.accept(builder.build());
    run.runEnd();

    String told =
        """
        a.kp:1:26: error: divide 0 arith operation
        trace syscalls:* { print(100 / arg1) }
                                 ^~~~~~~~~~\
        """;
    assertThat(host.text()).isEqualTo("2\nend\n");
    assertThat(host.messages).containsExactly(told, told + "\n  (2 times in all)");
    assertThat(run.errors()).isEqualTo(2);
    assertThat(run.isExited()).isFalse();
  }

  @Test
  void tablesAreSeenFromOutside() {
    ScriptRun run = start("var s = {} trace syscalls:* { s[execname] += 1 }");
    close(1, 1);
    close(2, 1);
    run.accept(builder.build());

    TableSnapshot table = run.table("s", 3).orElseThrow();
    assertThat(table.entries()).containsExactly(new TableSnapshot.Entry("bash", 2L));
    assertThat(new String(table.histogram(), StandardCharsets.UTF_8)).contains("bash |@@@@");
    assertThat(run.table("nosuch", 3)).isEmpty();
  }

  @Test
  void aLimitIsToldWithItsPlaceAndTheCallsOnce() {
    ScriptSettings settings =
        ScriptSettings.of(TestHost.catalog()).with(Limits.DEFAULT.withMaxLoops(50_000));
    for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
      host.messages.clear();
      start("function spin(n) { while (n > 0) { n += 1 } }\nspin(1)", settings.with(engine));

      assertThat(host.messages)
          .containsExactly(
              """
              a.kp:1:20: error: loop execute count exceed max limit(50000); --max-loops sets \
              another one, 0 none
              function spin(n) { while (n > 0) { n += 1 } }
                                 ^~~
                called from a.kp:2:1 (main chunk)\
              """);
    }
  }

  @Test
  void compiledFunctionsThatCallTooDeepSayThatTheInterpreterCanGoOn() {
    Limits deep = new Limits(0, Integer.MAX_VALUE, 1000, 1000);
    start(
        "function f(n) { if (n == 0) { return 0 } return 1 + f(n - 1) }\nprint(f(100000000))",
        ScriptSettings.of(TestHost.catalog()).with(deep).with(ScriptSettings.Engine.JVM_AT_ONCE));
    assertThat(host.messages)
        .singleElement()
        .asString()
        .contains(
            "error: stack overflow, please enlarge stack size: compiled functions can't call each"
                + " other so deep; with --engine interpreter they can, up to --max-depth");
  }

  @Test
  void aFullMemoryIsToldWithItsPlaceAndTheCalls() {
    host.isFull = true;
    for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
      host.messages.clear();
      start(
          "function f(n) { for (i = 1, n) { if (i == n) { print(i) } } }\nf(100000)",
          ScriptSettings.of(TestHost.catalog()).with(engine));

      assertThat(host.messages)
          .containsExactly(
              """
              a.kp:1:48: error: out of memory: tables and strings of the script don't fit into %d MB (--memory)
              function f(n) { for (i = 1, n) { if (i == n) { print(i) } } }
                                                             ^~~~~~~~
                called from a.kp:2:1 (main chunk)\
              """
                  .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  @Test
  void theHostHearsOfALongLoop() {
    for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
      host.whileLooping = 0;
      start(
          "print(1) for (i = 1, 1000000) { }", ScriptSettings.of(TestHost.catalog()).with(engine));
      assertThat(host.whileLooping).as(engine.toString()).isGreaterThan(10);
    }
  }

  @Test
  void endlessLoopEndsWithinATenthOfASecond() throws InterruptedException {
    endsSoon("trace_end { print(\"end\") } while (true) { }");
    assertThat(host.text()).isEqualTo("end\nend\nend\n");
  }

  /** A turn of these loops takes milliseconds, so counting turns isn't enough. */
  @Test
  void longWorkInALoopEndsSoonToo() throws InterruptedException {
    endsSoon("while (1) { var s = \"x\" for (i = 1, 22) { s = s .. s } }");
    endsSoon("var s = rep(\"a,\", 100000) while (1) { var t = split(s, \",\") }");
    endsSoon(
        "var t = {} for (i = 1, 300000) { t[i] = -i }"
            + " while (1) { for (k, v in sort_pairs(t)) { break } }");
  }

  private void endsSoon(String script) throws InterruptedException {
    ScriptSettings settings =
        ScriptSettings.of(TestHost.catalog(CLOSE, WAKE)).with(Limits.DEFAULT.withMaxLoops(0));
    for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
      ScriptRun run =
          Script.compile(SourceText.of("a.kp", script), settings.with(engine))
              .open(host, List.of("a.kp"));
      AtomicLong spent = new AtomicLong(); // of the thread's own time: a busy machine does no harm
      Thread thread =
          new Thread(
              () -> {
                run.runMain();
                spent.set(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
              });
      thread.start();
      Thread.sleep(50);
      long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
      run.interrupt();
      thread.join(5_000);
      assertThat(thread.isAlive()).as(script).isFalse();
      assertThat(spent.get() - before).as("%s of %s", engine, script).isLessThan(100_000_000);
      run.runEnd();
    }
  }

  /** What takes long without a loop of the script's own: tail calls, sorting, built-ins, texts. */
  @Test
  void interruptEndsWhatTakesLong() throws Exception {
    String fill = "var t = {} for (i = 1, 300000) { t[i] = i * 7919 % 1000003 } ";
    List<String> scripts =
        List.of(
            "function f(n) { return f(n + 1) } f(1)",
            fill + "for (k, v in sort_pairs(t, function (a, b) { return a < b })) { }",
            fill + "while (true) { sort_pairs(t) }",
            fill + "while (true) { print_hist(t) }",
            "var s = \"ab\" for (i = 1, 17) { s = s .. s } while (true) { var u = s .. s }");
    for (String script : scripts) {
      for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
        TestHost host = new TestHost();
        ScriptRun run =
            Script.compile(
                    SourceText.of("a.kp", script),
                    ScriptSettings.of(TestHost.catalog())
                        .with(Limits.DEFAULT.withMaxLoops(0))
                        .with(engine))
                .open(host, List.of("a.kp"));
        Thread thread = new Thread(run::runMain);
        thread.start();
        Thread.sleep(100);
        long before = System.nanoTime();
        run.interrupt();
        thread.join(5_000);
        assertThat(System.nanoTime() - before).as(script + engine).isLessThan(1_000_000_000);
        assertThat(host.messages).isEmpty();
      }
    }
  }

  @Test
  void whatRunsAtTheEndIsEndedOnlyByWhatIsMeantForIt() throws Exception {
    for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
      ScriptRun run =
          start(
              "trace_end { while (true) { } }",
              ScriptSettings.of(TestHost.catalog())
                  .with(Limits.DEFAULT.withMaxLoops(0))
                  .with(engine));
      run.interruptEnd();
      Thread thread = new Thread(run::runEnd);
      thread.start();
      while (run.turns() != 3) { // the main chunk, and trace_end that runs
        Thread.sleep(1);
      }
      run.interrupt();
      thread.join(50);
      assertThat(thread.isAlive()).isTrue();
      run.interruptEnd();
      thread.join(5_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  /** What it took before stays; what it didn't come to is counted. */
  @Test
  void interruptedRunTakesNoMoreEvents() throws Exception {
    ScriptRun run =
        start(
            "var n = 0 trace sched:* { n += 1 if (n == 2) { print(n) while (true) { } } } trace_end"
                + " { print(\"end\", n) }",
            ScriptSettings.of(TestHost.catalog(CLOSE, WAKE)).with(Limits.DEFAULT.withMaxLoops(0)));
    for (int i = 0; i < 5; i++) {
      wake(i, "sshd", 5);
    }
    EventBatch batch = builder.build();
    AtomicLong consumed = new AtomicLong();
    Thread thread = new Thread(() -> consumed.set(run.accept(batch)));
    thread.start();
    while (run.turns() != 5) { // main, the first handler, and the second one that runs
      Thread.sleep(1);
    }
    run.interrupt();
    thread.join(5_000);

    assertThat(consumed.get() * 5).isEqualTo(batch.length() * 2L);
    assertThat(run.left()).isEqualTo(3);
    assertThat(run.accept(batch)).isZero();
    assertThat(run.left()).isEqualTo(8);
    assertThat(run.isExited()).isFalse();
    run.runEnd();
    assertThat(host.text()).isEqualTo("2\nend\t2\n");
    assertThat(host.messages).isEmpty();
  }

  /** Half of what a handler does isn't to be kept. */
  @Test
  void aRunThatIsLeftEndsItsHandler() {
    ScriptRun run =
        start("var n = 0 trace sched:* { n += 1 print(n) for (i = 1, 3) { } print(\"out\") }");
    for (int i = 0; i < 5; i++) {
      wake(i, "sshd", 5);
    }
    EventBatch batch = builder.build();
    host.onText = run::leave;
    assertThat(run.accept(batch) * 5).isEqualTo(batch.length());
    assertThat(host.text()).isEqualTo("1\nout\n");
    assertThat(run.left()).isEqualTo(4);
    assertThat(run.isCut()).isFalse();
    assertThat(run.hasBegun()).isTrue();
  }

  @Test
  void aMainChunkThatIsInterruptedHasNotBegun() {
    Script script =
        Script.compile(
            SourceText.of("a.kp", "print(1) while (true) { }"),
            ScriptSettings.of(TestHost.catalog()));
    ScriptRun run = script.open(host, List.of("a.kp"));
    host.onText = run::interrupt;
    run.runMain();
    assertThat(run.hasBegun()).isFalse();
    assertThat(run.isCut()).isTrue();
  }

  /** Whoever wants to end a run that ends does it no harm. */
  @Test
  void interruptComesTooLateForTheEnd() {
    ScriptRun run = start("trace_end { print(\"in\") for (i = 1, 3) { } print(\"out\") }");
    host.onText = run::interrupt;
    run.runEnd();
    assertThat(host.text()).isEqualTo("in\nout\n");
  }

  @Test
  void warmHandlerAllocatesNothing() {
    ScriptRun run =
        start(
            "var s = {} var n = 0 trace sched:* { s[execname] += 1 s[args.comm] += arg1 n += 1 }");
    for (int i = 0; i < 1_000; i++) {
      wake(i, i % 2 == 0 ? "sshd" : "cron", 5);
    }
    EventBatch batch = builder.build();
    for (int i = 0; i < 30; i++) {
      run.accept(batch);
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run.accept(batch);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000);
  }
}
