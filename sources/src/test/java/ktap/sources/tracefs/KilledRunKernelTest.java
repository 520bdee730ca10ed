package ktap.sources.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ktap.natives.linux.Linux;
import org.junit.jupiter.api.Test;

/** What is left of a run that is stopped or killed, on the running kernel. */
final class KilledRunKernelTest {
  private static final int SIGNAL_CONTINUE = 18;
  private static final int SIGNAL_STOP = 19;

  /** A run of its own: counts until its standard input ends, then prints counted and lost. */
  public static void main(String[] arguments) throws IOException {
    try (LiveTrace trace = LiveTrace.start(request -> request, arguments).counting()) {
      System.out.println("started");
      while (System.in.available() == 0) {
        trace.poll();
      }
      trace.stop();
      System.out.println(trace.events() + " " + trace.lost());
    }
  }

  private static Process startRun(String pattern) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KilledRunKernelTest.class.getName(), pattern));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static BufferedReader outputOf(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void aKilledRunLeavesNothingInTheKernel() throws Exception {
    LiveTrace.open().close();
    Process run = startRun("syscalls:*");
    BufferedReader output = outputOf(run);
    assertThat(output.readLine()).isEqualTo("started");
    String mark = "-" + run.pid() + "-";
    assertThat(instances(mark)).isEqualTo(2);
    Linux.kill(Math.toIntExact(run.pid()), Linux.SIGNAL_KILL);
    run.waitFor();
    long dead = System.nanoTime();
    while (instances(mark) > 0 && System.nanoTime() - dead < 10_000_000_000L) {
      Thread.sleep(5);
    }
    System.out.printf("gone %d ms after kill -9%n", (System.nanoTime() - dead) / 1_000_000);
    assertThat(instances(mark)).isZero();
  }

  private static int instances(String mark) {
    int count = 0;
    for (String name : LiveTrace.instances()) {
      count += name.contains(mark) ? 1 : 0;
    }
    return count;
  }

  @Test
  void aStoppedRunAccountsForEveryEvent() throws Exception {
    LiveTrace.open().close();
    try (Workload program = Workload.start("calls", "1000000", "1")) {
      Process run = startRun("syscalls:sys_enter_getppid /common_pid == " + program.pid() + "/");
      BufferedReader output = outputOf(run);
      assertThat(output.readLine()).isEqualTo("started");
      Linux.kill(Math.toIntExact(run.pid()), SIGNAL_STOP);
      program.go();
      program.await();
      Linux.kill(Math.toIntExact(run.pid()), SIGNAL_CONTINUE);
      run.getOutputStream().write('\n');
      run.getOutputStream().flush();
      String[] numbers = output.readLine().split(" ", -1);
      System.out.println("stopped: " + numbers[0] + " counted, " + numbers[1] + " lost");
      assertThat(Long.parseLong(numbers[1])).isPositive();
      assertThat(Long.parseLong(numbers[0]) + Long.parseLong(numbers[1])).isEqualTo(1_000_000);
    }
  }

  @Test
  void theInstancesOfDeadRunsAreClearedUpAndNoOthers() throws Exception {
    String living = InstanceName.next();
    String dead = living.replaceFirst("-[0-9]+-([0-9]+)$", "-1-$1");
    String foreign = dead.replaceFirst("ktap-[0-9]+-", "ktap-1-");
    try (TraceFileSystem files = LiveTrace.open();
        TraceInstance a = TraceInstance.create(files, living);
        TraceInstance b = TraceInstance.create(files, foreign)) {
      files.makeDirectory("instances/" + dead);
      assertThat(InstanceName.removeDead(files)).containsExactly(dead);
      assertThat(a.has("tracing_on")).isTrue();
      assertThat(b.has("tracing_on")).isTrue();
    }
  }
}
