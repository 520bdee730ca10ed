package ktap.sources.perfdata;

import ktap.sources.flow.Bytes;
import ktap.sources.flow.Mappings;
import ktap.sources.mappings.MappingRecords;
import ktap.sources.tasks.Tasks;

/**
 * Tells {@link Tasks} what a file's records say of threads, how they begin, are named and end, and
 * {@link Mappings} where the code of processes lies.
 */
final class TaskRecords {
  private static final int BODY = RecordType.HEADER;
  private static final int COMM_SIZE = 8;
  private static final int FORK_SIZE = 24;

  /** No kernel has more threads (PID_MAX_LIMIT in linux/threads.h). */
  private static final int MOST_THREADS = 1 << 22;

  private final Tasks tasks;
  private final MappingRecords mappings;

  TaskRecords(Tasks tasks, Mappings mappings) {
    this.tasks = tasks;
    this.mappings = new MappingRecords(mappings);
  }

  /** Takes in a record, if it is about tasks. */
  void accept(byte[] bytes, int start, int size, long timeNanos) {
    int at = start + BODY;
    switch (Bytes.getInt(bytes, start)) {
      case RecordType.COMM -> {
        if (size >= BODY + COMM_SIZE) {
          name(bytes, at, start + size);
        }
      }
      case RecordType.FORK -> {
        if (size >= BODY + FORK_SIZE) {
          begin(bytes, at);
        }
      }
      case RecordType.EXIT -> {
        if (size >= BODY + FORK_SIZE) {
          end(bytes, at, timeNanos);
        }
      }
      default -> {
        // not about tasks
      }
    }
    mappings.accept(bytes, start, size, timeNanos);
  }

  /** int pid, int tid, the name. */
  private void name(byte[] bytes, int at, int end) {
    int pid = Bytes.getInt(bytes, at);
    int tid = Bytes.getInt(bytes, at + 4);
    if (isThread(tid) && pid >= 0) {
      tasks.put(tid, pid, bytes, at + COMM_SIZE, end - at - COMM_SIZE);
    }
  }

  /** int pid, int pid of the parent, int tid, int tid of the parent. */
  private void begin(byte[] bytes, int at) {
    int pid = Bytes.getInt(bytes, at);
    int tid = Bytes.getInt(bytes, at + 8);
    int parent = Bytes.getInt(bytes, at + 12);
    if (isThread(tid) && isThread(parent) && pid >= 0) {
      tasks.fork(tid, pid, parent);
    }
  }

  private void end(byte[] bytes, int at, long timeNanos) {
    int tid = Bytes.getInt(bytes, at + 8);
    if (isThread(tid)) {
      tasks.end(tid, timeNanos);
    }
  }

  private static boolean isThread(int tid) {
    return tid > 0 && tid <= MOST_THREADS;
  }
}
