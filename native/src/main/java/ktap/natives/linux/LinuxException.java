package ktap.natives.linux;

/** A system call that failed: which, why, and with what arguments. */
public sealed class LinuxException extends RuntimeException
    permits MissingPermission, UnsupportedByKernel {
  private static final long serialVersionUID = 1;

  private final String call;
  private final Errno errno;

  LinuxException(String call, int number, String arguments) {
    this(
        call,
        Errno.of(number),
        call + "(" + arguments + ") failed: " + text(Errno.of(number), number));
  }

  LinuxException(String call, Errno errno, String message) {
    super(message);
    this.call = call;
    this.errno = errno;
  }

  private static String text(Errno errno, int number) {
    return errno == Errno.OTHER
        ? "error number " + number
        : errno.words() + " (" + errno.name() + ")";
  }

  /** The system call, for example {@code open}. */
  public String call() {
    return call;
  }

  public Errno errno() {
    return errno;
  }

  /** Whether the kernel refused for want of a right. */
  public boolean isRefused() {
    return errno == Errno.EACCES || errno == Errno.EPERM;
  }
}
