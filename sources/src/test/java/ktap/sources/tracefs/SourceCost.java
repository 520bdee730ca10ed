package ktap.sources.tracefs;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Subscription;

/**
 * Prints what the source costs: the time to attach and detach, and the consumer's CPU time for each
 * event while a program makes them as fast as it can.
 *
 * <pre>java -cp … ktap.sources.tracefs.SourceCost 'syscalls:sys_enter_getppid' 5 COMMAND…</pre>
 */
final class SourceCost {
  private static final long PAUSE = 5_000_000;

  private long events;
  private long lost;
  private long bytes;
  private long batches;

  public static void main(String[] arguments) throws Exception {
    List<Subscription> subscriptions = new ArrayList<>();
    for (String pattern : arguments[0].split(",", -1)) {
      subscriptions.add(new Subscription(EventPattern.parse(pattern), Optional.empty()));
    }
    new SourceCost()
        .run(
            subscriptions,
            Integer.parseInt(arguments[1]),
            List.of(arguments).subList(2, arguments.length));
  }

  private void run(List<Subscription> subscriptions, int seconds, List<String> command)
      throws Exception {
    // Before the source: what is started later is left out of the trace with its parent.
    Process process = command.isEmpty() ? null : new ProcessBuilder(command).inheritIO().start();
    long begin = System.nanoTime();
    TraceFileSystem files = TraceFileSystem.open();
    TracefsCatalog catalog = new TracefsCatalog(files);
    TracefsSource source =
        new TracefsSource(files, catalog, TraceRequest.of(subscriptions), KernelNames.NONE);
    source.start();
    System.out.printf("attached in %.1f ms%n", (System.nanoTime() - begin) / 1e6);
    for (int second = 0; second < seconds; second++) {
      second(source);
    }
    if (process != null) {
      process.destroy();
    }
    begin = System.nanoTime();
    source.stop();
    while (!source.isEnded()) {
      source.poll(this::take, 16);
    }
    source.close();
    files.close();
    System.out.printf(
        "detached in %.1f ms; %d events came late%n",
        (System.nanoTime() - begin) / 1e6, source.lateEvents());
  }

  private void second(TracefsSource source) {
    long end = System.nanoTime() + 1_000_000_000;
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    events = lost = bytes = batches = 0;
    while (System.nanoTime() < end) {
      if (source.poll(this::take, 16) == 0) {
        LockSupport.parkNanos(PAUSE);
      }
    }
    cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    System.out.printf(
        "%,d events, %,d lost, %,d KB, %d batches, %.1f ns of CPU for each event, %.1f %% of a"
            + " core%n",
        events, lost, bytes >> 10, batches, (double) cpu / Math.max(1, events), cpu / 1e7);
  }

  private void take(EventBatch batch) {
    events += batch.count();
    bytes += batch.length();
    batches++;
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.typeNumber() == EventTypes.LOST) {
        lost += Bytes.getLong(event.bytes(), event.payload() + 8);
      }
    }
  }
}
