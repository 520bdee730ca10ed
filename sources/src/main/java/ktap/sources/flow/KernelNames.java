package ktap.sources.flow;

import java.util.OptionalLong;

/**
 * What the numbers in a stream's events mean to the kernel that they come from: addresses of its
 * functions and texts, and the values of its constants. A live source asks the kernel, a trace file
 * has its own.
 *
 * <p>Implementations are safe for several threads.
 */
public interface KernelNames {
  /** Of a stream from which nothing is known. */
  KernelNames NONE =
      new KernelNames() {
        @Override
        public boolean appendSymbol(long address, boolean withOffset, ByteText out) {
          return false;
        }

        @Override
        public boolean appendText(long address, ByteText out) {
          return false;
        }

        @Override
        public OptionalLong constant(String name) {
          return OptionalLong.empty();
        }
      };

  /**
   * Appends the function or object that an address lies in.
   *
   * @param withOffset {@code name+0x1c/0x40} and not {@code name}
   * @return false if it isn't known, and nothing was appended
   */
  boolean appendSymbol(long address, boolean withOffset, ByteText out);

  /** The address of a function or object by its name; none if it isn't known or is hidden. */
  default OptionalLong address(String symbol) {
    return OptionalLong.empty();
  }

  /**
   * Appends the constant text at an address of the kernel.
   *
   * @return false if it isn't known, and nothing was appended
   */
  boolean appendText(long address, ByteText out);

  /**
   * The value of a name that a print format uses: an enumerator, a variable that doesn't change, or
   * {@code sizeof(struct page)}.
   */
  OptionalLong constant(String name);

  /** What a recording keeps of them, for {@code KernelFiles.restored}; empty if nothing. */
  default byte[] stored() {
    return new byte[0];
  }
}
