package ktap.script.library;

import org.jspecify.annotations.Nullable;

/** Signal numbers of Linux on x86, arm and riscv. */
final class Signals {
  private static final String NAMES =
      """
      =1 SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV
      SIGUSR2 SIGPIPE SIGALRM SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN
      SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS
      """;

  private static final int FIRST_REAL_TIME = 34; // 32 and 33 are the C library's own
  private static final int LAST = 64;

  private Signals() {}

  /** The name of a number, {@code SIGKILL}; null if there is none. */
  static @Nullable String name(long number) {
    if (number >= FIRST_REAL_TIME && number <= LAST) {
      long above = number - FIRST_REAL_TIME;
      return above == 0 ? "SIGRTMIN" : "SIGRTMIN+" + above;
    }
    return NumberedNames.find(NAMES, number);
  }
}
