package ktap.sources.tracefs;

import ktap.natives.linux.UnsupportedByKernel;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.tasks.Tasks;

/**
 * Keeps {@link Tasks} up to date by the kernel's own events about tasks. They come from a second
 * instance, without the user's filters and targets: else names would go stale.
 */
final class TaskFeed {
  private static final EventName NEW = new EventName("task", "task_newtask");
  private static final EventName RENAME = new EventName("task", "task_rename");
  private static final EventName EXEC = new EventName("sched", "sched_process_exec");
  private static final EventName EXIT = new EventName("sched", "sched_process_exit");

  /** The events that it wants to see. */
  static final EventName[] EVENTS = {NEW, RENAME, EXEC, EXIT};

  /** {@code CLONE_THREAD} of linux/sched.h. */
  private static final long THREAD = 0x10000;

  /** Every event begins so: its kind, two bytes of flags, the thread. */
  static final int COMMON_TYPE = 0;

  static final int COMMON_PID = 4;

  private final Tasks tasks;
  private final TargetWatch watch;

  private final int newId;
  private final int newPid;
  private final int newCommand;
  private final int newFlags;
  private final int renameId;
  private final int renamePid;
  private final int renameCommand;
  private final int execId;
  private final int execOldPid;
  private final int exitId;

  TaskFeed(TracefsCatalog catalog, Tasks tasks, TargetWatch watch) {
    this.tasks = tasks;
    this.watch = watch;
    EventType newTask = type(catalog, NEW);
    newId = newTask.kernelId();
    newPid = offset(newTask, "pid");
    newCommand = offset(newTask, "comm");
    newFlags = offset(newTask, "clone_flags");
    EventType rename = type(catalog, RENAME);
    renameId = rename.kernelId();
    renamePid = offset(rename, "pid");
    renameCommand = offset(rename, "newcomm");
    EventType exec = type(catalog, EXEC);
    execId = exec.kernelId();
    execOldPid = offset(exec, "old_pid");
    exitId = type(catalog, EXIT).kernelId();
  }

  private static EventType type(TracefsCatalog catalog, EventName name) {
    return catalog
        .find(name)
        .orElseThrow(() -> new UnsupportedByKernel("event " + name, "Linux 3.4"));
  }

  private static int offset(EventType type, String field) {
    return type.field(field)
        .map(Field::offset)
        .orElseThrow(() -> new UnsupportedByKernel("field " + field + " of " + type, "Linux 3.4"));
  }

  /** Takes in the event on which a ring stands. */
  void accept(CpuRing ring) {
    byte[] bytes = ring.bytes();
    int at = ring.start();
    int id = Bytes.getShort(bytes, at + COMMON_TYPE) & 0xffff;
    int tid = Bytes.getInt(bytes, at + COMMON_PID);
    if (id == newId) {
      begin(tid, bytes, at, ring.cpu());
    } else if (id == renameId) {
      tasks.rename(Bytes.getInt(bytes, at + renamePid), bytes, at + renameCommand, 16);
    } else if (id == execId) {
      tasks.lead(tid);
      watch.executed(tid, Bytes.getInt(bytes, at + execOldPid), ring.timeNanos());
    } else if (id == exitId) {
      tasks.end(tid, ring.timeNanos());
      watch.ended(tid);
    }
  }

  private void begin(int parent, byte[] bytes, int at, int cpu) {
    int child = Bytes.getInt(bytes, at + newPid);
    boolean isThread = (Bytes.getLong(bytes, at + newFlags) & THREAD) != 0;
    int pid = isThread ? Tasks.pid(tasks.get(parent, cpu)) : child;
    tasks.put(child, pid, bytes, at + newCommand, 16);
    watch.begun(parent, child, isThread);
  }
}
