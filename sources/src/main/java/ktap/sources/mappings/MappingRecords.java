package ktap.sources.mappings;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.MappingChange;
import ktap.sources.flow.Mappings;

/**
 * Tells {@link Mappings} what the kernel's records (linux/perf_event.h) say of the code of
 * processes, and how they begin and end. Not for several threads.
 */
public final class MappingRecords {
  static final int MMAP = 1;
  static final int LOST = 2;
  static final int EXIT = 4;
  static final int FORK = 7;
  static final int MMAP_2 = 10;

  /** Type, flags, size. */
  static final int HEADER = 8;

  /** In the flags of {@link #MMAP}: no code. */
  private static final int MAPS_DATA = 1 << 13;

  /** In the flags of {@link #FORK}: perf made it up for a process that was there before. */
  private static final int WAS_THERE = 1 << 13;

  private static final int FORK_SIZE = 24;
  private static final int ADDRESS = 8;
  private static final int LENGTH = 16;
  private static final int OFFSET = 24;
  private static final int FILE = 32;
  private static final int PROTECTION_2 = 56;
  private static final int FILE_2 = 64;
  private static final int EXECUTABLE = 4;

  /** The files of so many mappings are kept only once. */
  private static final int MOST_FILES = 1 << 12;

  private final Mappings mappings;
  private final Map<String, String> files = new HashMap<>();

  public MappingRecords(Mappings mappings) {
    this.mappings = mappings;
  }

  /** Takes in a record, if it is about mappings or processes. */
  public void accept(byte[] bytes, int start, int size, long timeNanos) {
    int at = start + HEADER;
    int flags = Bytes.getShort(bytes, start + 4);
    switch (Bytes.getInt(bytes, start)) {
      case FORK -> {
        if (size >= HEADER + FORK_SIZE && (flags & WAS_THERE) == 0) {
          begin(bytes, at, timeNanos);
        }
      }
      case EXIT -> {
        if (size >= HEADER + FORK_SIZE) {
          end(bytes, at, timeNanos);
        }
      }
      case MMAP -> {
        if (size > HEADER + FILE && (flags & MAPS_DATA) == 0) {
          map(bytes, at, at + FILE, start + size, timeNanos);
        }
      }
      case MMAP_2 -> {
        if (size > HEADER + FILE_2 && (Bytes.getInt(bytes, at + PROTECTION_2) & EXECUTABLE) != 0) {
          map(bytes, at, at + FILE_2, start + size, timeNanos);
        }
      }
      default -> {
        // not about mappings
      }
    }
  }

  /** int pid, int pid of the parent; threads have the same. */
  private void begin(byte[] bytes, int at, long timeNanos) {
    int pid = Bytes.getInt(bytes, at);
    int parent = Bytes.getInt(bytes, at + 4);
    if (pid != parent && pid >= 0 && parent > 0) {
      mappings.add(new MappingChange.Forked(pid, timeNanos, parent));
    }
  }

  /** int pid, int pid of the parent, int tid, int tid of the parent. */
  private void end(byte[] bytes, int at, long timeNanos) {
    int pid = Bytes.getInt(bytes, at);
    if (pid > 0 && pid == Bytes.getInt(bytes, at + 8)) {
      mappings.add(new MappingChange.Ended(pid, timeNanos));
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
    mappings.add(
        new MappingChange.Mapped(
            pid,
            timeNanos,
            Bytes.getLong(bytes, at + ADDRESS),
            Bytes.getLong(bytes, at + LENGTH),
            Bytes.getLong(bytes, at + OFFSET),
            once(new String(bytes, file, nul - file, StandardCharsets.UTF_8))));
  }

  /** The same name, kept only once. */
  String once(String name) {
    if (files.size() < MOST_FILES) {
      files.putIfAbsent(name, name);
    }
    return files.getOrDefault(name, name);
  }
}
