package ktap.sources.tasks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ktap.sources.flow.CommandNames;

/**
 * Process and command name by thread id, as they are at one time of the stream. A task is one
 * {@code long}: the process in the upper half, the number of the command name in the lower.
 *
 * <p>Threads that have ended are forgotten a little later, since they have events until the
 * scheduler leaves them for good. So memory is bounded by the threads that are alive at a time.
 *
 * <p>The idle tasks all have the thread id 0: they are process 0, and their names are {@code
 * swapper/CPU}, as the tasks call themselves (the kernel's trace file prints {@code <idle>}).
 */
public final class Tasks {
  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int COMMAND_BYTES = 15;
  private static final long HAS_ENDED = 1L << 63;

  /** How long an ended thread is remembered, in the stream's time. */
  private static final long REMEMBERED = 2_000_000_000L;

  private final CommandNames names;
  private long[][] pages = new long[64][];
  private int[] alive = new int[64];
  private int[] idle = {};

  private long[] endTimes = new long[64];
  private int[] ended = new int[64];
  private int firstEnded;
  private int lastEnded;

  public Tasks(CommandNames names) {
    this.names = names;
  }

  public static int pid(long task) {
    return (int) (task >>> 32) & 0x7fffffff;
  }

  public static int command(long task) {
    return (int) task;
  }

  private static long task(int pid, int command) {
    return (long) pid << 32 | command;
  }

  /** The task of a thread; one that nothing is known of is its own process and has no name. */
  public long get(int tid, int cpu) {
    if (tid == 0) {
      return idle(cpu);
    }
    long task = stored(tid);
    return task == 0 ? task(tid, CommandNames.UNKNOWN) : task;
  }

  private long stored(int tid) {
    int page = tid >>> PAGE_BITS;
    if (page >= pages.length || pages[page] == null) {
      return 0;
    }
    return pages[page][tid & PAGE - 1];
  }

  private long idle(int cpu) {
    while (cpu >= idle.length) {
      int next = idle.length;
      idle = Arrays.copyOf(idle, next + 1);
      idle[next] = names.number(("swapper/" + next).getBytes(StandardCharsets.US_ASCII));
    }
    return task(0, idle[cpu]);
  }

  /** A thread is there, of a process, with a command name. */
  public void put(int tid, int pid, byte[] bytes, int from, int length) {
    store(tid, task(pid, names.number(name(bytes, from, length))));
  }

  /** A thread has a new name. */
  public void rename(int tid, byte[] bytes, int from, int length) {
    put(tid, pid(get(tid, 0)), bytes, from, length);
  }

  /** A thread was begun by another, whose name it has, in a process. */
  public void fork(int tid, int pid, int parent) {
    store(tid, task(pid, command(get(parent, 0))));
  }

  /** A thread has become the only one of its process, which it is named after. */
  public void lead(int tid) {
    store(tid, task(tid, command(get(tid, 0))));
  }

  private static byte[] name(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + Math.min(length, COMMAND_BYTES) && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(bytes, from, end);
  }

  private void store(int tid, long task) {
    int page = tid >>> PAGE_BITS;
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, page * 2);
      alive = Arrays.copyOf(alive, page * 2);
    }
    if (pages[page] == null) {
      pages[page] = new long[PAGE];
    }
    int slot = tid & PAGE - 1;
    alive[page] += (task == 0 ? 0 : 1) - (pages[page][slot] == 0 ? 0 : 1);
    pages[page][slot] = task;
    if (alive[page] == 0) {
      pages[page] = null;
    }
  }

  /** A thread has ended at a time. */
  public void end(int tid, long timeNanos) {
    long task = stored(tid);
    if (task == 0) {
      return;
    }
    store(tid, task | HAS_ENDED);
    if (lastEnded == ended.length) {
      makeRoom();
    }
    ended[lastEnded] = tid;
    endTimes[lastEnded++] = timeNanos;
  }

  private void makeRoom() {
    int kept = lastEnded - firstEnded;
    int room = kept * 2 > ended.length ? ended.length * 2 : ended.length;
    int[] tids = new int[room];
    long[] times = new long[room];
    System.arraycopy(ended, firstEnded, tids, 0, kept);
    System.arraycopy(endTimes, firstEnded, times, 0, kept);
    ended = tids;
    endTimes = times;
    firstEnded = 0;
    lastEnded = kept;
  }

  /** Forgets those that ended long before a time. */
  public void forget(long timeNanos) {
    while (firstEnded < lastEnded && endTimes[firstEnded] < timeNanos - REMEMBERED) {
      int tid = ended[firstEnded++];
      if (stored(tid) < 0) { // it could be another one by now
        store(tid, 0);
      }
    }
  }
}
