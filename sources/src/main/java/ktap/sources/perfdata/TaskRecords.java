package ktap.sources.perfdata;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.MappingChange;
import ktap.sources.flow.Mappings;
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

  private static final int ADDRESS = 8;
  private static final int LENGTH = 16;
  private static final int OFFSET = 24;
  private static final int FILE = 32;
  private static final int PROTECTION_2 = 56;
  private static final int FILE_2 = 64;
  private static final int EXECUTABLE = 4;

  /** The files of so many mappings are kept only once. */
  private static final int MOST_FILES = 1 << 12;

  private final Tasks tasks;
  private final Mappings mappings;
  private final Map<String, String> files = new HashMap<>();

  TaskRecords(Tasks tasks, Mappings mappings) {
    this.tasks = tasks;
    this.mappings = mappings;
  }

  /** Takes in a record, if it is about tasks. */
  void accept(byte[] bytes, int start, int size, long timeNanos) {
    int at = start + BODY;
    int flags = Bytes.getShort(bytes, start + 4);
    switch (Bytes.getInt(bytes, start)) {
      case RecordType.COMM -> {
        if (size >= BODY + COMM_SIZE) {
          name(bytes, at, start + size);
        }
      }
      case RecordType.FORK -> {
        if (size >= BODY + FORK_SIZE) {
          begin(bytes, at, (flags & RecordType.WAS_THERE) != 0, timeNanos);
        }
      }
      case RecordType.EXIT -> {
        if (size >= BODY + FORK_SIZE) {
          end(bytes, at, timeNanos);
        }
      }
      case RecordType.MMAP -> {
        if (size > BODY + FILE && (flags & RecordType.MAPS_DATA) == 0) {
          map(bytes, at, at + FILE, start + size, timeNanos);
        }
      }
      case RecordType.MMAP_2 -> {
        if (size > BODY + FILE_2 && (Bytes.getInt(bytes, at + PROTECTION_2) & EXECUTABLE) != 0) {
          map(bytes, at, at + FILE_2, start + size, timeNanos);
        }
      }
      default -> {
        // not about tasks
      }
    }
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
  private void begin(byte[] bytes, int at, boolean wasThere, long timeNanos) {
    int pid = Bytes.getInt(bytes, at);
    int tid = Bytes.getInt(bytes, at + 8);
    int parent = Bytes.getInt(bytes, at + 12);
    if (isThread(tid) && isThread(parent) && pid >= 0) {
      tasks.fork(tid, pid, parent);
      int parentPid = Bytes.getInt(bytes, at + 4);
      if (pid != parentPid && !wasThere) {
        mappings.add(new MappingChange.Forked(pid, timeNanos, parentPid));
      }
    }
  }

  private void end(byte[] bytes, int at, long timeNanos) {
    int pid = Bytes.getInt(bytes, at);
    int tid = Bytes.getInt(bytes, at + 8);
    if (isThread(tid)) {
      tasks.end(tid, timeNanos);
      if (pid == tid) {
        mappings.add(new MappingChange.Ended(pid, timeNanos));
      }
    }
  }

  /**
   * int pid, int tid, long address, long length, long offset; what tells the file from others, and
   * int protection, int flags in the newer kind; the file's name. Those of the kernel are of pid
   * -1.
   */
  private void map(byte[] bytes, int at, int file, int end, long timeNanos) {
    int pid = Bytes.getInt(bytes, at);
    if (pid < 0) {
      return;
    }
    int nul = file;
    while (nul < end && bytes[nul] != 0) {
      nul++;
    }
    String name = new String(bytes, file, nul - file, StandardCharsets.UTF_8);
    if (files.size() < MOST_FILES) {
      files.putIfAbsent(name, name);
    }
    mappings.add(
        new MappingChange.Mapped(
            pid,
            timeNanos,
            Bytes.getLong(bytes, at + ADDRESS),
            Bytes.getLong(bytes, at + LENGTH),
            Bytes.getLong(bytes, at + OFFSET),
            files.getOrDefault(name, name)));
  }

  private static boolean isThread(int tid) {
    return tid > 0 && tid <= MOST_THREADS;
  }
}
