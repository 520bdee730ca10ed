package ktap.sources.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import ktap.natives.linux.Linux;
import ktap.sources.tracefs.LiveTrace.Seen;
import org.junit.jupiter.api.Test;

/** On the running kernel. */
final class TracefsSourceKernelTest {
  private static final String CALL = "syscalls:sys_enter_getppid";
  private static final long MILLION = 1_000_000;

  @Test
  void countsAMillionCallsToTheCall() throws Exception {
    try (Workload program = Workload.start("calls", "1000000", "0");
        LiveTrace trace =
            LiveTrace.start(
                    UnaryOperator.identity(), CALL + " /common_pid == " + program.pid() + "/")
                .counting()) {
      program.go();
      while (program.isAlive()) {
        trace.poll();
      }
      trace.stop();
      assertThat(trace.lost()).isZero();
      assertThat(trace.events()).isEqualTo(MILLION);
      assertThat(trace.own()).endsWith("mark", "stop");
      System.out.println(trace.source().lateEvents() + " of a million events came late");
    }
  }

  @Test
  void whatIsNotCountedIsReportedLost() throws Exception {
    try (Workload program = Workload.start("calls", "1000000", "1");
        LiveTrace trace =
            LiveTrace.start(
                    request -> request.bufferKilobytes(256),
                    CALL + " /common_pid == " + program.pid() + "/")
                .counting()) {
      program.go();
      program.await();
      trace.pollFor(300);
      assertThat(trace.own()).as("told while it runs").contains("lost");
      trace.stop();
      assertThat(trace.lost()).isPositive();
      assertThat(trace.events() + trace.lost()).isEqualTo(MILLION);
    }
  }

  @Test
  void ownThreadsAreLeftOutWheneverTheyWereBorn() throws Exception {
    try (LiveTrace trace = LiveTrace.start(UnaryOperator.identity(), "*:*")) {
      for (int i = 0; i < 50; i++) {
        Thread busy = new Thread(TracefsSourceKernelTest::callAndSpawn);
        busy.start();
        trace.poll();
        busy.join();
      }
      trace.pollFor(500);
      trace.stop();
      assertThat(ownIn(trace.seen())).isEmpty();
      assertThat(trace.seen()).isNotEmpty();
      assertOrdered(trace.seen());
    }
  }

  @Test
  void schedulerEventsOfOthersThatNameUsAreKept() throws Exception {
    try (LiveTrace trace = LiveTrace.start(UnaryOperator.identity(), "sched:*")) {
      trace.pollFor(300);
      trace.stop();
      assertThat(ownIn(trace.seen())).isEmpty();
      assertThat(trace.seen()).extracting(Seen::event).contains("sched_switch");
    }
  }

  @Test
  void ownThreadsArePartOfItIfTheyAreWanted() {
    try (LiveTrace trace = LiveTrace.start(request -> request.includeSelf(true), CALL)) {
      Linux.parentProcess();
      trace.stop();
      assertThat(ownIn(trace.seen())).hasSize(1);
    }
  }

  private static void callAndSpawn() {
    for (int i = 0; i < 100; i++) {
      Linux.parentProcess();
    }
    Thread child = new Thread(Linux::parentProcess);
    child.start();
  }

  private static List<Seen> ownIn(List<Seen> seen) {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    return seen.stream().filter(event -> event.pid() == self).toList();
  }

  private static void assertOrdered(List<Seen> seen) {
    for (int i = 1; i < seen.size(); i++) {
      if (!seen.get(i).isLate()) {
        assertThat(seen.get(i).time()).isGreaterThanOrEqualTo(seen.get(i - 1).time());
      }
    }
  }

  @Test
  void processAndNameAreThoseOfTheEvent() throws Exception {
    try (Workload program = Workload.start("names");
        LiveTrace trace = LiveTrace.start(UnaryOperator.identity(), CALL)) {
      program.go();
      program.await();
      trace.stop();
      List<Seen> calls =
          trace.seen().stream()
              .filter(event -> event.pid() == program.pid() || event.command().equals("fourth"))
              .toList();
      assertThat(calls)
          .extracting(Seen::command)
          .containsExactly("workload", "second", "second", "third", "fourth", "second");
      assertThat(calls.get(3).tid()).isNotEqualTo(program.pid());
      assertThat(calls.get(4).pid()).isEqualTo(calls.get(4).tid());
    }
  }

  @Test
  void aProcessIsFollowedWithItsThreadsAndChildrenUntilTheyEnd() throws Exception {
    try (Workload program = Workload.start("family", "4");
        LiveTrace trace =
            LiveTrace.start(
                request -> request.target(new TraceTarget.RunningProcess(program.pid(), true)),
                CALL)) {
      program.go();
      trace.pollToEnd();
      assertThat(trace.seen()).hasSize(8).extracting(Seen::command).containsOnly("workload");
      assertThat(trace.seen().stream().map(Seen::tid).distinct()).hasSize(8);
      assertThat(trace.seen().stream().map(Seen::pid).distinct()).hasSize(4);
      assertThat(trace.own()).endsWith("mark").doesNotContain("stop", "lost");
    }
  }

  @Test
  void childrenOfAProcessAreLeftOutIfTheyAreNotFollowed() throws Exception {
    try (Workload program = Workload.start("family", "4");
        LiveTrace trace =
            LiveTrace.start(
                request -> request.target(new TraceTarget.RunningProcess(program.pid(), false)),
                CALL)) {
      program.go();
      trace.pollToEnd();
      assertThat(trace.seen()).extracting(Seen::pid).containsOnly(program.pid());
      assertThat(trace.seen().stream().map(Seen::tid).distinct()).hasSize(2);
    }
  }

  @Test
  void aBufferThatIsTooLargeForTheMachineIsTold() {
    assertThatThrownBy(
            () -> LiveTrace.start(request -> request.bufferKilobytes(Integer.MAX_VALUE), CALL))
        .isInstanceOf(TargetException.class)
        .hasMessageMatching(
            "the kernel has not enough memory for a buffer of 2147483647 KB for each of \\d+ CPUs?;"
                + " take a smaller --buffer");
  }

  @Test
  void oneCpuAlone() throws Exception {
    try (Workload here = Workload.start("calls", "1000", "0");
        Workload there = Workload.start("calls", "1000", "1");
        LiveTrace trace = LiveTrace.start(request -> request.cpu(1), CALL)) {
      here.go();
      there.go();
      here.await();
      there.await();
      trace.stop();
      assertThat(trace.seen()).hasSizeGreaterThanOrEqualTo(1000);
      assertThat(trace.seen()).extracting(Seen::cpu).containsOnly(1);
      assertThat(trace.seen()).extracting(Seen::pid).doesNotContain(here.pid());
    }
  }

  @Test
  void itWorksWithoutAMount() throws Exception {
    LiveTrace.open().close();
    try (Workload program = Workload.start("calls", "1000", "0");
        LiveTrace trace =
            LiveTrace.start(TraceFileSystem.openDetached(), UnaryOperator.identity(), CALL)) {
      program.go();
      program.await();
      trace.stop();
      assertThat(trace.seen().stream().filter(e -> e.pid() == program.pid())).hasSize(1000);
    }
  }

  @Test
  void nothingIsLeftBehind() {
    String[] before = LiveTrace.instances();
    try (LiveTrace trace = LiveTrace.start(UnaryOperator.identity(), CALL, "sched:*")) {
      assertThat(LiveTrace.instances()).hasSize(before.length + 2);
      trace.poll();
    }
    assertThat(LiveTrace.instances()).containsExactlyInAnyOrder(before);
  }

  @Test
  void widePatternsAttachAndDetachQuickly() {
    for (String pattern : List.of("syscalls:*", "syscalls:sys_enter_*", "*:*")) {
      long begin = System.nanoTime();
      LiveTrace trace = LiveTrace.start(UnaryOperator.identity(), pattern).counting();
      long attached = System.nanoTime();
      trace.stop();
      trace.close();
      System.out.printf(
          "%s: attached in %d ms, detached in %d ms%n",
          pattern, (attached - begin) / 1_000_000, (System.nanoTime() - attached) / 1_000_000);
    }
  }
}
