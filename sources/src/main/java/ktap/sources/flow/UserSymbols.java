package ktap.sources.flow;

/** Names of code addresses in processes, by their mappings; a recording brings its own along. */
@FunctionalInterface
public interface UserSymbols {
  /** Knows none. */
  UserSymbols NONE = (_, _, _) -> false;

  /**
   * Appends the place in a function that an address lies in, {@code main+0x1c/0x40}.
   *
   * @return false if it isn't known, and nothing was appended
   */
  boolean append(int pid, long address, ByteText out);
}
