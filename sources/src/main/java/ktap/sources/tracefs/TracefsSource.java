package ktap.sources.tracefs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.tasks.Tasks;
import org.jspecify.annotations.Nullable;

/**
 * The running kernel's events, live, in the order of time.
 *
 * <pre>{@code
 * TraceFileSystem files = TraceFileSystem.open();
 * TracefsCatalog catalog = new TracefsCatalog(files);
 * TraceRequest request = TraceRequest.of(subscriptions);
 * try (TracefsSource source = new TracefsSource(files, catalog, request, translation)) {
 *   source.start();
 *   while (!source.isEnded()) {
 *     if (source.poll(consumer, 16) == 0) {
 *       LockSupport.parkNanos(2_000_000);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Times are CLOCK_MONOTONIC, which is what {@link System#nanoTime()} reads on Linux ({@code
 * os::javaTimeNanos} in HotSpot's os_posix.cpp), so that both can be compared.
 *
 * <p>It ends when it is stopped, or when the command or process that it follows has ended with all
 * its children. {@link #stop()} may be called by any thread, all else by one.
 */
public final class TracefsSource implements EventSource {
  /** Rings are read at most this often: a page that is half full costs as much as a full one. */
  private static final long ROUND = 4_000_000;

  /** A round ends a little in the past, so that what is being written then is there. */
  private static final long LAG = 50_000;

  /** How often the kernel is asked for losses. */
  private static final long LOSS_CHECK = 100_000_000;

  private static final int BATCH = 128 << 10;

  /** How many rounds the end may take; each reads all that is there. */
  private static final int LAST_ROUNDS = 100;

  private final TracefsCatalog catalog;
  private final TraceRequest request;
  private final EventTables tables;
  private final TargetWatch watch = new TargetWatch();
  private final Tasks tasks;
  private final EventSelection selection;
  private final TraceSession session;

  private @Nullable EventStream stream;
  private @Nullable LossCounter losses;
  private long lastRound;
  private int lastRounds;
  private boolean isLast;
  private boolean isEnded;
  private volatile boolean isStopped;

  /**
   * @param kernel names of the running kernel, for the texts of its events
   */
  public TracefsSource(
      TraceFileSystem files, TracefsCatalog catalog, TraceRequest request, KernelNames kernel) {
    this.tables = EventTables.create(kernel);
    this.tasks = new Tasks(tables.names());
    this.catalog = catalog;
    this.request = request;
    this.selection = new EventSelection(catalog);
    this.session = new TraceSession(files, request, tasks, watch, tables.mappings());
  }

  @Override
  public EventTables tables() {
    return tables;
  }

  /** What the user should know after the start: filters that ktap applies itself, what it lacks. */
  public List<Message> messages() {
    List<Message> all = new ArrayList<>(selection.messages());
    all.addAll(session.messages());
    return all;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ktap.natives.linux.MissingPermission if the user may not trace
   * @throws ktap.natives.linux.UnsupportedByKernel if the kernel is too old
   * @throws TargetException if the process or command to follow isn't there
   */
  @Override
  public void start() {
    try {
      session.open(selection);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    long now = System.nanoTime();
    TaskFeed feed = session.followsTasks() ? new TaskFeed(catalog, tasks, watch) : null;
    stream = new EventStream(catalog, tables, tasks, feed, watch, session.rings(), BATCH);
    losses = new LossCounter(session.rings(), request.bufferKilobytes(), now);
  }

  @Override
  public int poll(Consumer<? super EventBatch> consumer, int limit) {
    EventStream events = stream;
    LossCounter lost = losses;
    if (events == null || lost == null || isEnded || !hasRound(events)) {
      return 0;
    }
    int given = 0;
    while (given < limit && events.isInRound()) {
      events.fill(BATCH);
      if (!events.isInRound()) {
        endRound(events, lost);
      }
      if (events.hasBatch()) {
        consumer.accept(events.build());
        given++;
      }
    }
    return given;
  }

  /** Whether a round goes on, or it is time for the next one. */
  private boolean hasRound(EventStream events) {
    if (events.isInRound()) {
      return true;
    }
    long now = System.nanoTime();
    if (!isLast && (isStopped || watch.hasEnded())) {
      session.switchOff();
      isLast = true;
    } else if (!isLast && now - lastRound < ROUND) {
      return false;
    }
    lastRound = now;
    long until = isLast ? Long.MAX_VALUE : now - LAG;
    session.takeMappings(until);
    events.begin(until);
    return true;
  }

  private void endRound(EventStream events, LossCounter lost) {
    long end = isLast ? System.nanoTime() : lastRound - LAG;
    if (isLast || end - lost.lastNanos() >= LOSS_CHECK) {
      long from = lost.lastNanos();
      lost.tell(events, end);
      events.addLostMappings(session.takeLostMappings(), from, end);
      if (lost.takeHasLostTasks()) {
        session.takeSnapshot();
      }
    }
    if (isLast) {
      isEnded = lost.unread() == 0 || ++lastRounds == LAST_ROUNDS;
    }
    if (!isLast || isEnded) {
      events.mark(end);
    }
    if (isEnded && isStopped) {
      events.addStop();
    }
  }

  /** Events that came after the mark of a later time. */
  public long lateEvents() {
    return stream == null ? 0 : stream.lateEvents();
  }

  @Override
  public long waiting() {
    LossCounter lost = losses;
    if (lost == null || isEnded) {
      return 0;
    }
    lost.refresh();
    return lost.unread();
  }

  @Override
  public void stop() {
    isStopped = true;
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public void close() {
    isEnded = true;
    session.close();
  }
}
