package ktap.sources.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import ktap.sources.flow.CommandNames;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;

/**
 * Makes events out of random numbers, the same for the same {@link SyntheticSettings}.
 *
 * <p>It ends after the last event, with a last mark, or when it is stopped, with a stop event.
 * {@link #stop()} may be called by any thread, all else by one.
 */
public final class SyntheticSource implements EventSource {
  private static final int BATCH = 128 << 10;
  private static final int PAYLOAD_ROOM = 1024;

  private final SyntheticSettings settings;
  private final EventTables tables = EventTables.create();
  private final EventBatchBuilder builder = new EventBatchBuilder(tables, BATCH + PAYLOAD_ROOM);
  private final Dice dice;
  private final Task[] tasks;
  private final PayloadMaker[] makers;
  private final int[] numbers;

  /** For the entry of a system call the index of its return, else -1. */
  private final int[] exits;

  /** Indices of the types that may come at any time: all but the returns that have an entry. */
  private final int[] free;

  private final int spread;
  private long made;
  private long time;
  private long nextMark;
  private long clockStart;
  private boolean isEnded;
  private volatile boolean isStopped;

  public SyntheticSource(SyntheticSettings settings) {
    this.settings = settings;
    this.dice = new Dice(settings.seed());
    List<EventType> types = settings.types();
    this.makers = new PayloadMaker[types.size()];
    this.numbers = new int[types.size()];
    for (int i = 0; i < makers.length; i++) {
      makers[i] = new PayloadMaker(types.get(i));
      numbers[i] = tables.add(types.get(i));
    }
    this.exits = exits(types);
    this.free = free(exits);
    this.tasks = tasks(settings.commands());
    this.spread = (int) Math.max(1, 2_000_000_000L / settings.eventsPerSecond() - 1);
    this.time = settings.startNanos();
    this.nextMark = settings.markNanos() == 0 ? Long.MAX_VALUE : time + settings.markNanos();
  }

  private static int[] exits(List<EventType> types) {
    Map<EventName, Integer> indices = new HashMap<>();
    for (int i = 0; i < types.size(); i++) {
      indices.put(types.get(i).name(), i);
    }
    int[] exits = new int[types.size()];
    Arrays.fill(exits, -1);
    for (int i = 0; i < exits.length; i++) {
      EventType type = types.get(i);
      if (type.isSystemCallEntry()) {
        String exit = type.name().name().replace("sys_enter_", "sys_exit_");
        exits[i] = indices.getOrDefault(new EventName("syscalls", exit), -1);
      }
    }
    return exits;
  }

  private static int[] free(int[] exits) {
    boolean[] isExit = new boolean[exits.length];
    for (int exit : exits) {
      if (exit >= 0) {
        isExit[exit] = true;
      }
    }
    int[] free = new int[exits.length];
    int count = 0;
    for (int i = 0; i < exits.length; i++) {
      if (!isExit[i]) {
        free[count++] = i;
      }
    }
    return Arrays.copyOf(free, count);
  }

  private Task[] tasks(List<String> commands) {
    Task[] made = new Task[commands.size() * 2];
    for (int i = 0; i < made.length; i++) {
      byte[] name = commands.get(i / 2).getBytes(StandardCharsets.UTF_8);
      int pid = 1000 + i / 2 * 10;
      made[i] = new Task(pid + i % 2, pid, tables.names().number(name), name);
    }
    return made;
  }

  @Override
  public EventTables tables() {
    return tables;
  }

  @Override
  public void start() {
    clockStart = System.nanoTime();
  }

  @Override
  public int poll(Consumer<? super EventBatch> consumer, int limit) {
    int given = 0;
    while (given < limit && !isEnded) {
      long until =
          settings.isPaced()
              ? settings.startNanos() + System.nanoTime() - clockStart
              : Long.MAX_VALUE;
      boolean stops = isStopped;
      fill(until);
      if (stops && builder.isEmpty()) {
        stopHere();
      } else if (made == settings.count() && !stops) {
        end();
      }
      if (builder.isEmpty()) {
        break;
      }
      consumer.accept(builder.build());
      given++;
    }
    return given;
  }

  private void fill(long until) {
    while (builder.length() < BATCH && made < settings.count() && time <= until && !isStopped) {
      if (time >= nextMark) {
        builder.addMark(nextMark);
        nextMark += settings.markNanos();
      } else {
        addEvent();
      }
    }
  }

  private void end() {
    builder.addMark(time);
    isEnded = true;
  }

  /**
   * In a batch of its own: it is no event of the source, and who goes on later doesn't count it.
   */
  private void stopHere() {
    builder.add(EventTypes.STOP, time, 0, 0, 0, CommandNames.UNKNOWN, 0, 0);
    isEnded = true;
  }

  private void addEvent() {
    long draw = dice.next();
    Task task = tasks[dice.below(tasks.length)];
    int index = task.pending >= 0 ? task.pending : free[dice.below(free.length)];
    task.pending = task.pending >= 0 ? -1 : exits[index];
    PayloadMaker maker = makers[index];
    int at =
        builder.add(
            numbers[index],
            time,
            dice.below(settings.cpus()),
            task.tid,
            task.pid,
            task.command,
            0,
            maker.size(draw));
    Task other = tasks[(int) ((draw >>> 32) % tasks.length)];
    maker.write(builder.bytes(), at, draw, dice, task, other);
    made++;
    if (settings.lossEvery() > 0 && made % settings.lossEvery() == 0) {
      long lost = 1L + dice.below(1000);
      builder.addLost(time, 0, lost, time, time + 1, "synthetic", "asked for by the settings");
    }
    time += 1L + dice.below(spread);
  }

  /** How far it has come, in event time. */
  public long timeNanos() {
    return time;
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
  }
}
