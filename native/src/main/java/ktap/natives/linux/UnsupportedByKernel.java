package ktap.natives.linux;

/** The running kernel lacks something. The message is ready for the user. */
public final class UnsupportedByKernel extends LinuxException {
  private static final long serialVersionUID = 1;

  private final String feature;

  /**
   * @param feature what is missing, for example {@code tracefs}
   * @param since the kernel version or build option that has it, for example {@code Linux 5.7}
   */
  public UnsupportedByKernel(String feature, String since) {
    super("open", Errno.ENOSYS, "this kernel has no " + feature + ", which needs " + since);
    this.feature = feature;
  }

  public String feature() {
    return feature;
  }
}
