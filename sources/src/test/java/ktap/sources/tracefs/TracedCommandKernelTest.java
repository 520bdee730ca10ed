package ktap.sources.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import ktap.sources.tracefs.LiveTrace.Seen;
import org.junit.jupiter.api.Test;

/** Commands that are traced from their first instruction, on the running kernel. */
final class TracedCommandKernelTest {
  private static final String[] EVENTS = {"syscalls:*", "sched:sched_process_exec"};

  private static TraceTarget.Command command(boolean follow, String... words) {
    return new TraceTarget.Command(TracedCommand.of(List.of(words)), follow);
  }

  private static LiveTrace run(TraceTarget.Command target) {
    LiveTrace trace = LiveTrace.start(request -> request.target(target), EVENTS);
    try (trace) {
      trace.pollToEnd();
    }
    return trace;
  }

  @Test
  void theStreamBeginsWithTheCommandAndEndsWithItsLastChild() throws Exception {
    TraceTarget.Command target = command(true, "sh", "-c", "true; /bin/true; exit 3");
    List<Seen> seen = run(target).seen();
    assertThat(seen.getFirst().event()).isEqualTo("sched_process_exec");
    assertThat(seen.get(1).event()).isEqualTo("sys_exit_execve");
    assertThat(seen.getFirst().command()).isEqualTo("sh");
    assertThat(seen.getFirst().pid()).isEqualTo(seen.getFirst().tid());
    assertThat(seen.getLast().event()).isEqualTo("sys_enter_exit_group");
    assertThat(seen.stream().filter(e -> e.event().equals("sched_process_exec")))
        .extracting(Seen::command)
        .containsExactly("sh", "true");
    assertThat(seen.stream().map(Seen::pid).distinct()).hasSize(2);
    assertThat(target.command().waitForExit()).isEqualTo(3);
  }

  @Test
  void childrenAreLeftOutIfTheyAreNotFollowed() throws Exception {
    TraceTarget.Command target = command(false, "sh", "-c", "/bin/true; exit 0");
    List<Seen> seen = run(target).seen();
    assertThat(seen.stream().map(Seen::command).distinct()).containsExactly("sh");
    assertThat(target.command().waitForExit()).isZero();
  }

  @Test
  void threadsAndChildrenOfAllGenerationsBelongToIt() throws Exception {
    String program = Workload.program().toString();
    TraceTarget.Command target = command(true, "sh", "-c", "echo | " + program + " family 4");
    LiveTrace trace =
        LiveTrace.start(request -> request.target(target), "syscalls:sys_enter_getppid");
    try (trace) {
      trace.pollToEnd();
    }
    assertThat(trace.seen().stream().filter(e -> e.command().equals("workload"))).hasSize(8);
  }

  @Test
  void aSignalIsTold() throws Exception {
    TraceTarget.Command target = command(true, "sh", "-c", "kill -TERM $$");
    run(target);
    assertThat(target.command().waitForExit()).isEqualTo(128 + 15);
  }

  @Test
  void aCommandThatWasHeldBackNeverRunsIfTheTraceDoesNotStart() throws Exception {
    File witness = File.createTempFile("ktap", ".witness");
    assertThat(witness.delete()).isTrue();
    TracedCommand command = TracedCommand.of(List.of("touch", witness.getPath()));
    command.hold();
    command.close();
    assertThat(command.waitForExit()).isZero();
    assertThat(witness).doesNotExist();
  }

  @Test
  void whereItsCodeIsMappedIsToldWhenItIsWanted() {
    TraceTarget.Command target = command(true, "/bin/true");
    LiveTrace trace =
        LiveTrace.start(request -> request.target(target).wantsMappings(true), "sched:*");
    try (trace) {
      trace.pollToEnd();
    }
    assertThat(trace.source().messages()).isEmpty();
    assertThat(trace.source().tables().mappings().count()).isPositive();
    LiveTrace usual = LiveTrace.start(request -> request.target(target), "sched:*");
    try (usual) {
      usual.pollToEnd();
    }
    assertThat(usual.source().tables().mappings().count()).isZero();
  }
}
