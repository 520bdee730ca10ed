package ktap.sources.tracefs;

import java.util.BitSet;

/**
 * Knows of a command or process that is followed: whether its events count yet, which threads
 * belong to it, and whether the last of them has ended. Fed by the events about tasks, in order.
 *
 * <p>If the whole machine is traced, it counts always and never ends.
 */
final class TargetWatch {
  private final BitSet threads = new BitSet();
  private boolean isTargeted;
  private boolean hasBegun = true;
  private boolean follows = true;
  private int process;
  private int leftOut = -1;
  private long releasedNanos;

  /**
   * Leaves out what a process does. The kernel does so too, but for switches from its threads to
   * others and for their wake-ups of others.
   */
  void leaveOut(int pid) {
    leftOut = pid;
  }

  /** Follows a command that is held back, and its children too, or not. */
  void command(int pid, boolean follows) {
    isTargeted = true;
    hasBegun = false;
    process = pid;
    this.follows = follows;
    threads.set(pid);
  }

  /** The command was let go: its events count from its next {@code execve}. */
  void released(long timeNanos) {
    releasedNanos = timeNanos;
  }

  /** Follows a process whose threads it is told of, and its children too, or not. */
  void process(int pid, boolean follows) {
    process = pid;
    this.follows = follows;
  }

  /** Follows a thread that runs already. */
  void thread(int tid) {
    isTargeted = true;
    threads.set(tid);
  }

  /** A thread has become the only one of its process, and has that one's number now. */
  void executed(int tid, int oldTid, long timeNanos) {
    if (tid == process && timeNanos >= releasedNanos) {
      hasBegun = true;
    }
    if (threads.get(oldTid)) {
      threads.set(tid);
    }
  }

  void begun(int parent, int child, boolean isThread) {
    if ((isThread || follows) && threads.get(parent)) {
      threads.set(child);
    }
  }

  void ended(int tid) {
    threads.clear(tid);
  }

  /** Whether an event of a process is given out. */
  boolean wants(int pid) {
    return hasBegun && pid != leftOut && (follows || pid == process);
  }

  /** Whether nobody is left to have events. */
  boolean hasEnded() {
    return isTargeted && threads.isEmpty();
  }
}
