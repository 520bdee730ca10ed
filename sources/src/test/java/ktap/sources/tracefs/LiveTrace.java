package ktap.sources.tracefs;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import ktap.natives.linux.MissingPermission;
import ktap.natives.linux.UnsupportedByKernel;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Subscription;

/** A started source on the running kernel, and all that came out of it. */
final class LiveTrace implements AutoCloseable {
  /** An event as the tests look at it. */
  record Seen(String event, long time, int cpu, int tid, int pid, String command, boolean isLate) {}

  private final TraceFileSystem files;
  private final TracefsCatalog catalog;
  private final TracefsSource source;
  private final List<Seen> seen = new ArrayList<>();
  private final List<String> own = new ArrayList<>();
  private long events;
  private long lost;
  private boolean keeps = true;

  private LiveTrace(
      TraceFileSystem files, UnaryOperator<TraceRequest> request, List<Subscription> wanted) {
    this.files = files;
    this.catalog = new TracefsCatalog(files);
    this.source =
        new TracefsSource(files, catalog, request.apply(TraceRequest.of(wanted)), KernelNames.NONE);
  }

  /** Starts a source; where that isn't permitted, the test is skipped. */
  static LiveTrace start(UnaryOperator<TraceRequest> request, String... patterns) {
    return start(open(), request, patterns);
  }

  static TraceFileSystem open() {
    try {
      return TraceFileSystem.open();
    } catch (MissingPermission | UnsupportedByKernel e) {
      System.out.println("skipped: " + e.getMessage());
      return abort(String.valueOf(e.getMessage()));
    }
  }

  /** Names of the tracing instances that stand in the kernel. */
  static String[] instances() {
    try (TraceFileSystem files = open()) {
      return files.list("instances");
    }
  }

  /**
   * @param patterns {@code system:name}, or {@code system:name /filter/}
   */
  static LiveTrace start(
      TraceFileSystem files, UnaryOperator<TraceRequest> request, String... patterns) {
    LiveTrace live = new LiveTrace(files, request, subscriptions(patterns));
    try {
      live.source.start();
    } catch (MissingPermission | UnsupportedByKernel e) {
      System.out.println("skipped: " + e.getMessage());
      return abort(String.valueOf(e.getMessage()));
    }
    return live;
  }

  static List<Subscription> subscriptions(String... patterns) {
    List<Subscription> subscriptions = new ArrayList<>();
    for (String pattern : patterns) {
      String[] parts = pattern.split("/", -1);
      Optional<String> filter = parts.length == 1 ? Optional.empty() : Optional.of(parts[1]);
      subscriptions.add(new Subscription(EventPattern.parse(parts[0].strip()), filter));
    }
    return subscriptions;
  }

  /** Only counts from now on. */
  LiveTrace counting() {
    keeps = false;
    return this;
  }

  void poll() {
    if (source.poll(this::take, 16) == 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  void pollFor(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      poll();
    }
  }

  void pollToEnd() {
    while (!source.isEnded()) {
      poll();
    }
  }

  /** Stops it, and takes what is left. */
  void stop() {
    source.stop();
    pollToEnd();
  }

  private void take(EventBatch batch) {
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.typeNumber() == EventTypes.LOST) {
        lost += Bytes.getLong(event.bytes(), event.payload() + 8);
      } else if (!event.isOwn()) {
        events++;
      }
      if (event.isOwn()) {
        own.add(event.type().name().name());
      } else if (keeps) {
        seen.add(seen(batch, event));
      }
    }
  }

  private static Seen seen(EventBatch batch, EventCursor event) {
    return new Seen(
        event.type().name().name(),
        event.timeNanos(),
        event.cpu(),
        event.tid(),
        event.pid(),
        batch.tables().names().text(event.command()),
        event.isLate());
  }

  TracefsSource source() {
    return source;
  }

  List<Seen> seen() {
    return seen;
  }

  /** Names of the stream's own events. */
  List<String> own() {
    return own;
  }

  long events() {
    return events;
  }

  long lost() {
    return lost;
  }

  @Override
  public void close() {
    source.close();
    files.close();
  }
}
