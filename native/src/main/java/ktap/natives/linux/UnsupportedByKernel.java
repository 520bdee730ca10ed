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
    this("this kernel has no " + feature + ", which needs " + since, feature, Errno.ENOSYS);
  }

  private UnsupportedByKernel(String message, String feature, Errno errno) {
    super("open", errno, message);
    this.feature = feature;
  }

  /**
   * This isn't Linux at all.
   *
   * @param system what it is, as the JVM names it
   */
  public static UnsupportedByKernel other(String system) {
    return new UnsupportedByKernel(
        "ktap traces the Linux kernel, and this is "
            + system
            + ": trace on a Linux machine; checking, replaying and exporting work here too",
        "Linux",
        Errno.ENOSYS);
  }

  public String feature() {
    return feature;
  }
}
