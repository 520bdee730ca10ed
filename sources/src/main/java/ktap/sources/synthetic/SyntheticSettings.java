package ktap.sources.synthetic;

import java.util.List;
import ktap.sources.flow.EventType;

/**
 * What a {@link SyntheticSource} makes. The same settings give the same events, byte for byte.
 *
 * <pre>{@code
 * SyntheticSettings settings = SyntheticSettings.of(BuiltInEvents.all(), 1_000_000).withSeed(7);
 * }</pre>
 *
 * @param types what kinds of events, drawn evenly; a return of a system call only follows its entry
 * @param count how many events, marks and losses not counted
 * @param seed of the random numbers
 * @param eventsPerSecond how dense they lie in event time
 * @param startNanos event time at the start
 * @param cpus how many CPUs they come from
 * @param commands command names, one process each, with two threads
 * @param lossEvery after how many events one loss is told; 0 for never
 * @param markNanos how often a mark of time comes; 0 for never
 * @param isPaced whether events come as the clock goes, and not as fast as they can be made
 */
public record SyntheticSettings(
    List<EventType> types,
    long count,
    long seed,
    long eventsPerSecond,
    long startNanos,
    int cpus,
    List<String> commands,
    long lossEvery,
    long markNanos,
    boolean isPaced) {
  private static final List<String> COMMANDS =
      List.of("bash", "java", "nginx", "postgres", "kworker/0:1", "sshd", "cron", "systemd");

  public SyntheticSettings {
    types = List.copyOf(types);
    commands = List.copyOf(commands);
    check(!types.isEmpty(), "expected at least one event type");
    check(!commands.isEmpty(), "expected at least one command name");
    check(count >= 0, "expected a count of 0 or more, found " + count);
    check(
        eventsPerSecond > 0 && eventsPerSecond <= 1_000_000_000,
        "expected 1 to 1000000000 events per second, found " + eventsPerSecond);
    check(cpus > 0 && cpus <= 1 << 16, "expected 1 to 65536 CPUs, found " + cpus);
  }

  private static void check(boolean isTrue, String message) {
    if (!isTrue) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A million events per event second on four CPUs, marks every 10 ms, no loss, not paced. */
  public static SyntheticSettings of(List<EventType> types, long count) {
    return new SyntheticSettings(
        types, count, 1, 1_000_000, 1_000_000_000_000L, 4, COMMANDS, 0, 10_000_000, false);
  }

  public SyntheticSettings withSeed(long newSeed) {
    return new SyntheticSettings(
        types,
        count,
        newSeed,
        eventsPerSecond,
        startNanos,
        cpus,
        commands,
        lossEvery,
        markNanos,
        isPaced);
  }

  public SyntheticSettings withRate(long newEventsPerSecond) {
    return new SyntheticSettings(
        types,
        count,
        seed,
        newEventsPerSecond,
        startNanos,
        cpus,
        commands,
        lossEvery,
        markNanos,
        isPaced);
  }

  public SyntheticSettings withStart(long newStartNanos) {
    return new SyntheticSettings(
        types,
        count,
        seed,
        eventsPerSecond,
        newStartNanos,
        cpus,
        commands,
        lossEvery,
        markNanos,
        isPaced);
  }

  public SyntheticSettings withCpus(int newCpus) {
    return new SyntheticSettings(
        types,
        count,
        seed,
        eventsPerSecond,
        startNanos,
        newCpus,
        commands,
        lossEvery,
        markNanos,
        isPaced);
  }

  public SyntheticSettings withCommands(List<String> newCommands) {
    return new SyntheticSettings(
        types,
        count,
        seed,
        eventsPerSecond,
        startNanos,
        cpus,
        newCommands,
        lossEvery,
        markNanos,
        isPaced);
  }

  public SyntheticSettings withLossEvery(long events) {
    return new SyntheticSettings(
        types,
        count,
        seed,
        eventsPerSecond,
        startNanos,
        cpus,
        commands,
        events,
        markNanos,
        isPaced);
  }

  public SyntheticSettings withMarkEvery(long nanos) {
    return new SyntheticSettings(
        types, count, seed, eventsPerSecond, startNanos, cpus, commands, lossEvery, nanos, isPaced);
  }

  public SyntheticSettings paced() {
    return new SyntheticSettings(
        types,
        count,
        seed,
        eventsPerSecond,
        startNanos,
        cpus,
        commands,
        lossEvery,
        markNanos,
        true);
  }
}
