package ktap.sources.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import ktap.sources.filter.EventFilter;
import ktap.sources.filter.FilterTest;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventCursor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter lets the same events through in the kernel and in user space. */
final class FiltersAgreeKernelTest {
  private static final String SEEK = "syscalls:sys_enter_lseek";
  private static final int SEEKS = 100;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "offset == 7",
        "offset & 4",
        "offset > 3 && offset <= 90 && whence == 0",
        "!(offset < 50) || offset == 0x10",
        "fd >= 0 && (offset == 1 || offset == 99)",
        "common_pid != 0 && offset >= 98"
      })
  void kernelAndUserSpaceAgree(String words) throws IOException {
    try (LiveTrace all = LiveTrace.start(request -> request.includeSelf(true), SEEK);
        LiveTrace some =
            LiveTrace.start(request -> request.includeSelf(true), SEEK + " /" + words + "/");
        RandomAccessFile file = new RandomAccessFile(directory.resolve("file").toFile(), "rw")) {
      for (int i = 0; i < SEEKS; i++) {
        file.seek(i);
      }
      FilterTest[] test = new FilterTest[1];
      List<Long> expected = offsets(all, event -> matches(test, words, event));
      assertThat(expected).isNotEmpty().hasSizeLessThan(SEEKS);
      assertThat(offsets(some, event -> true)).isEqualTo(expected);
    }
  }

  private static boolean matches(FilterTest[] test, String words, EventCursor event) {
    if (test[0] == null) {
      test[0] = EventFilter.parse(words).bind(event.type());
    }
    return test[0].matches(event);
  }

  private static List<Long> offsets(LiveTrace trace, FilterTest test) throws IOException {
    int self = Integer.parseInt(new File("/proc/thread-self").getCanonicalFile().getName());
    trace.source().stop();
    List<Long> offsets = new ArrayList<>();
    while (!trace.source().isEnded()) {
      int given =
          trace
              .source()
              .poll(
                  batch -> {
                    for (EventCursor event = batch.cursor(); event.next(); ) {
                      if (!event.isOwn() && event.tid() == self && test.matches(event)) {
                        int at = event.type().field("offset").orElseThrow().offset();
                        offsets.add(Bytes.getLong(event.bytes(), event.payload() + at));
                      }
                    }
                  },
                  16);
      if (given == 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    return offsets;
  }
}
