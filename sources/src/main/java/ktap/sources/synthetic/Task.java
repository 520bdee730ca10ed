package ktap.sources.synthetic;

/**
 * A thread that makes events. Not for several threads.
 *
 * <p>While it is in a system call, {@link #pending} is the index of the return that must come next;
 * else it is -1.
 */
final class Task {
  final int tid;
  final int pid;
  final int command;
  final byte[] name;
  int pending = -1;

  Task(int tid, int pid, int command, byte[] name) {
    this.tid = tid;
    this.pid = pid;
    this.command = command;
    this.name = name;
  }
}
