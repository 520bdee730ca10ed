package ktap.sources.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import ktap.natives.linux.LinuxException;
import ktap.sources.flow.MappingChange;
import ktap.sources.flow.MappingChange.Ended;
import ktap.sources.flow.MappingChange.Forked;
import ktap.sources.flow.MappingChange.Mapped;
import ktap.sources.flow.Mappings;
import org.junit.jupiter.api.Test;

/** What processes of the running kernel map. */
final class LiveMappingsKernelTest {
  private static final int PAGE = 4096;
  private static final int OWN = Math.toIntExact(ProcessHandle.current().pid());

  private final Mappings mappings = new Mappings();

  private LiveMappings open(int ringBytes) {
    List<Integer> cpus =
        IntStream.range(0, Runtime.getRuntime().availableProcessors()).boxed().toList();
    try {
      return LiveMappings.open(cpus, mappings, ringBytes);
    } catch (LinuxException e) {
      if (e.isRefused()) {
        System.out.println("skipped: " + e.getMessage());
        return abort(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private static int run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).start();
    process.waitFor();
    return Math.toIntExact(process.pid());
  }

  private List<MappingChange> of(int pid) {
    return mappings.since(0).stream().filter(change -> change.pid() == pid).toList();
  }

  @Test
  void tellsWhatAProgramIsMadeOfAndLoadsLater() throws Exception {
    try (LiveMappings live = open(64 << 10)) {
      long before = System.nanoTime();
      int pid = run("perl", "-MPOSIX", "-e", "exit 0");
      long after = System.nanoTime();
      live.takeUntil(before);
      assertThat(of(pid)).isEmpty();
      live.takeUntil(after);
      assertThat(of(pid))
          .anyMatch(it -> it instanceof Forked forked && forked.parent() == OWN)
          .anyMatch(it -> it instanceof Mapped mapped && mapped.file().endsWith("/perl"))
          .anyMatch(it -> it instanceof Mapped mapped && mapped.file().endsWith("/POSIX.so"))
          .allMatch(it -> it.timeNanos() > before && it.timeNanos() <= after);
      assertThat(of(pid).getLast()).isInstanceOf(Ended.class);
      assertThat(live.takeLost()).isZero();
    }
  }

  @Test
  void tellsWhatRunsAtTheStart() {
    try (LiveMappings live = open(64 << 10)) {
      live.begin();
      assertThat(of(OWN))
          .anyMatch(it -> it instanceof Mapped mapped && mapped.file().endsWith("/libjvm.so"));
    }
  }

  @Test
  void leavesOutAProcess() throws Exception {
    try (LiveMappings live = open(64 << 10)) {
      live.leaveOut(OWN);
      live.begin();
      assertThat(of(OWN)).isEmpty();
    }
  }

  @Test
  void followsAProcessAndItsChildrenOnly() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "read go; /bin/true; exit 0").start();
    int pid = Math.toIntExact(shell.pid());
    try (LiveMappings live = open(64 << 10)) {
      live.followOnly(true);
      live.follow(pid);
      live.begin();
      int other = run("/bin/true");
      shell.getOutputStream().close();
      shell.waitFor();
      live.takeUntil(System.nanoTime());
      assertThat(of(OWN)).isEmpty();
      assertThat(of(other)).isEmpty();
      assertThat(of(pid)).anyMatch(it -> it instanceof Mapped);
      assertThat(mappings.since(0))
          .anyMatch(it -> it instanceof Mapped mapped && mapped.file().endsWith("/true"));
    }
  }

  @Test
  void countsWhatFoundNoRoom() throws Exception {
    try (LiveMappings live = open(PAGE)) {
      run("sh", "-c", "for i in $(seq 100); do /bin/true; done");
      live.takeUntil(Long.MAX_VALUE);
      assertThat(live.takeLost()).isPositive(); // no record after the lost ones tells of them yet
      assertThat(of(OWN)).isNotEmpty(); // what is mapped was told again
      assertThat(live.takeLost()).isZero();
    }
  }
}
