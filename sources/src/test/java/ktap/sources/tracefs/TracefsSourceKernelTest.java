package ktap.sources.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.natives.linux.Linux;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.Subscription;
import org.junit.jupiter.api.Test;

/** On the running kernel. */
final class TracefsSourceKernelTest {
  private static final int CALLS = 100_000;

  @Test
  void countsEveryCall() {
    TraceRequest request = TraceRequest.of(subscriptions("syscalls:sys_enter_getppid"));
    Tally tally = new Tally();
    try (TraceFileSystem files = TraceFileSystem.open();
        TracefsSource source =
            new TracefsSource(
                files,
                new TracefsCatalog(files),
                request.includeSelf(true),
                (type, filter) -> Optional.empty())) {
      source.start();
      for (int i = 0; i < CALLS; i++) {
        Linux.parentProcess();
      }
      source.stop();
      tally.drain(source);
    }
    assertThat(tally.events).isEqualTo(CALLS);
  }

  private static List<Subscription> subscriptions(String... patterns) {
    List<Subscription> subscriptions = new ArrayList<>();
    for (String pattern : patterns) {
      subscriptions.add(new Subscription(EventPattern.parse(pattern), Optional.empty()));
    }
    return subscriptions;
  }

  private static final class Tally {
    private int events;

    void drain(TracefsSource source) {
      while (!source.isEnded()) {
        source.poll(
            batch -> {
              for (EventCursor event = batch.cursor(); event.next(); ) {
                events += event.isOwn() ? 0 : 1;
              }
            },
            16);
      }
    }
  }
}
