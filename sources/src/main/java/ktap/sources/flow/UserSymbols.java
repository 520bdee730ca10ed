package ktap.sources.flow;

import java.util.Optional;

/** Names of code addresses in processes, by their mappings; a recording brings its own along. */
@FunctionalInterface
public interface UserSymbols {
  /** Knows none. */
  UserSymbols NONE = (_, _, _, _) -> false;

  /**
   * As far as mappings tell: a place in a file, {@code /usr/bin/perf+0x146f7c}. Code that a program
   * made itself lies in none.
   */
  static UserSymbols of(Mappings mappings) {
    return (pid, timeNanos, address, out) -> {
      Optional<MappingChange.Mapped> found =
          mappings.find(pid, address, timeNanos).filter(it -> !it.isAnonymous());
      found.ifPresent(
          it -> out.append(it.file()).append("+0x").appendHex(address - it.start() + it.offset()));
      return found.isPresent();
    };
  }

  /**
   * Appends the place that an address lay in at a time, {@code main+0x1c/0x40}.
   *
   * @return false if it isn't known, and nothing was appended
   */
  boolean append(int pid, long timeNanos, long address, ByteText out);
}
