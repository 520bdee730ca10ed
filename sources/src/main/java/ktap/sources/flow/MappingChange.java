package ktap.sources.flow;

/**
 * What happened to the mappings of code of a process, at a time of the stream; 0 is its start. A
 * new program takes nothing away: while it is being loaded, the stack is still that of the old one.
 */
public sealed interface MappingChange {
  int pid();

  long timeNanos();

  /**
   * Part of a file was mapped.
   *
   * @param offset of the part in the file
   */
  record Mapped(int pid, long timeNanos, long start, long length, long offset, String file)
      implements MappingChange {
    /** Whether it has no file: perf calls it so then. */
    boolean isAnonymous() {
      return file.startsWith("//anon");
    }

    /** Whether an address lies in it. */
    boolean has(long address) {
      return address >= start && address - start < length;
    }
  }

  /** The process began as a copy of another. */
  record Forked(int pid, long timeNanos, int parent) implements MappingChange {}

  /** The process has ended; another one may get its number. */
  record Ended(int pid, long timeNanos) implements MappingChange {}
}
