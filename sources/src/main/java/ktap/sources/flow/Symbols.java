package ktap.sources.flow;

import java.util.Optional;

/**
 * Names of code addresses: those of the running kernel, or those that a recording brought along.
 */
public interface Symbols {
  /** Knows none. */
  Symbols NONE =
      new Symbols() {
        @Override
        public Optional<Place> kernel(long address) {
          return Optional.empty();
        }

        @Override
        public Optional<Place> user(int pid, long address) {
          return Optional.empty();
        }
      };

  /**
   * An address as a place in a function.
   *
   * @param symbol the function's name
   * @param offset bytes from its start
   * @param size bytes of the function; 0 if unknown
   */
  record Place(String symbol, long offset, long size) {}

  /** Where an address lies in the kernel. */
  Optional<Place> kernel(long address);

  /** Where an address lies in a process. */
  Optional<Place> user(int pid, long address);
}
