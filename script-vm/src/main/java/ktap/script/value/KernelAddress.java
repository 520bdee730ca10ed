package ktap.script.value;

/**
 * The value of {@code ipof(n)}: an address that is shown as a symbol.
 *
 * @param kernelId in which of several kernels; empty for the stream's only one
 */
public record KernelAddress(long address, String kernelId) {
  public KernelAddress(long address) {
    this(address, "");
  }
}
