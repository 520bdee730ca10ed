package ktap.natives.linux;

/** The error numbers that the house tells apart (asm-generic/errno-base.h, errno.h). */
public enum Errno {
  EPERM(1, "operation not permitted"),
  ENOENT(2, "no such file or directory"),
  ESRCH(3, "no such process"),
  EINTR(4, "interrupted"),
  EIO(5, "input/output error"),
  E2BIG(7, "too long"),
  EBADF(9, "bad file descriptor"),
  EAGAIN(11, "nothing there yet"),
  ENOMEM(12, "out of memory"),
  EACCES(13, "permission denied"),
  EBUSY(16, "busy"),
  EEXIST(17, "exists already"),
  ENODEV(19, "no such device"),
  ENOTDIR(20, "not a directory"),
  EINVAL(22, "invalid argument"),
  ENFILE(23, "too many open files in the system"),
  EMFILE(24, "too many open files"),
  ENOSPC(28, "no space left"),
  EPIPE(32, "broken pipe"),
  ENOSYS(38, "no such system call"),
  EOPNOTSUPP(95, "not supported"),
  /** Any other number. */
  OTHER(0, "unexpected error");

  private final int number;
  private final String words;

  Errno(int number, String words) {
    this.number = number;
    this.words = words;
  }

  static Errno of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number && errno != OTHER) {
        return errno;
      }
    }
    return OTHER;
  }

  /** What it means, for a sentence. */
  public String words() {
    return words;
  }
}
