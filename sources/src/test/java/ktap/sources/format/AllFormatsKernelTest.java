package ktap.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.EventType;
import ktap.sources.flow.KernelNames;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every format file of the running kernel can be read, and nearly every print format. */
final class AllFormatsKernelTest {
  private static final Path TRACEFS = Path.of("/sys/kernel/tracing");

  @Test
  void allPrintFormatsButThoseThatCallTheKernelCanBeWorkedOut() throws IOException {
    Assumptions.assumeTrue(
        Files.isReadable(TRACEFS.resolve("available_events")), "skipped: no readable tracefs");
    KernelNames names = KernelFiles.running(TRACEFS);
    List<String> reasons = new ArrayList<>();
    int count = 0;
    for (EventType type : TracefsFormats.all(TRACEFS)) {
      EventText.of(type, names).reason().ifPresent(reasons::add);
      count++;
    }
    System.out.println(count + " formats, printed as name=value:\n" + String.join("\n", reasons));
    assertThat(count).isGreaterThan(500);
    assertThat(reasons)
        .hasSizeLessThan(count / 50)
        .noneMatch(reason -> reason.contains("can't be read at"));
  }
}
