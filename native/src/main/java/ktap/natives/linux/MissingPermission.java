package ktap.natives.linux;

/** What was asked for needs a right that the process lacks. The message is ready for the user. */
public final class MissingPermission extends LinuxException {
  private static final long serialVersionUID = 1;

  private final String capability;
  private final String path;

  /**
   * @param action what was tried, for example {@code tracing events}
   * @param capability the one that would do, for example {@code CAP_DAC_OVERRIDE}
   * @param path the file that was refused
   */
  public MissingPermission(String action, String capability, String path) {
    super(
        "open",
        Errno.EACCES,
        action
            + " needs root or "
            + capability
            + ": "
            + path
            + " can't be opened (permission denied); run it with sudo");
    this.capability = capability;
    this.path = path;
  }

  public String capability() {
    return capability;
  }

  public String path() {
    return path;
  }
}
