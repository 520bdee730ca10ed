package ktap.sources.filter;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.format.FormatFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The kernel takes all texts that are meant for it. */
final class EventFilterKernelTest {
  private static final Path TRACEFS = Path.of("/sys/kernel/tracing");
  private static final List<String> FILTERS =
      List.of(
          "syscalls:sys_enter_openat dfd == -100",
          "syscalls:sys_enter_openat dfd < 0 || dfd > 3 && flags & 0x40",
          "syscalls:sys_enter_openat filename ~ \"*passwd*\" && execname == cat",
          "syscalls:sys_enter_openat !(dfd == 3) && tid != 1 && cpu < 2",
          "syscalls:sys_enter_lseek offset < -1 || offset == -1 || offset >= 0",
          "syscalls:sys_enter_kill pid == -1",
          "syscalls:sys_exit_openat ret < 0 && ret != -2",
          "syscalls:sys_exit_openat CPU & CPUS{0-1}",
          "sched:sched_switch prev_comm ~ \"*sh\" && prev_pid > 0 && prev_state & 1",
          "sched:sched_process_exec filename == \"/bin/ls\" && pid == 3",
          "sched:sched_switch nofield == 1",
          "sched:sched_switch common_type == 3 && common_preempt_count == 0");

  @Test
  void theKernelTakesTheTexts() throws IOException {
    Assumptions.assumeTrue(Files.isWritable(TRACEFS.resolve("instances")), "skipped: no tracefs");
    Path instance = TRACEFS.resolve("instances/ktap-filter-" + ProcessHandle.current().pid());
    Files.createDirectory(instance);
    try {
      for (String line : FILTERS) {
        int blank = line.indexOf(' ');
        EventName name = EventName.parse(line.substring(0, blank));
        Path event = instance.resolve("events/" + name.system() + "/" + name.name());
        EventType type = FormatFile.parse(name, Files.readString(event.resolve("format")));
        String text = EventFilter.parse(line.substring(blank + 1)).kernelText(type).orElseThrow();
        assertThatCode(() -> Files.writeString(event.resolve("filter"), text))
            .as("%s -> %s", line, text)
            .doesNotThrowAnyException();
      }
    } finally {
      Files.delete(instance);
    }
  }
}
