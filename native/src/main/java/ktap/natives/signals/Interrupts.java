package ktap.natives.signals;

import sun.misc.Signal;

/**
 * Ctrl-C, and what else asks a program politely to end: SIGINT, SIGTERM, SIGHUP.
 *
 * <p>A shutdown hook is no way to take them: it runs beside those of the libraries, which take away
 * what an orderly end still needs, and it never hears of the second Ctrl-C.
 */
public final class Interrupts {
  private static final String[] NAMES = {"INT", "TERM", "HUP"};

  private Interrupts() {}

  /** Hears of each of these signals, on a thread of its own. */
  public interface Listener {
    /**
     * @param number that of the signal, for an exit status of 128 and it
     */
    void onSignal(int number);
  }

  /** From now on the listener gets them, and the process no longer ends by itself. */
  public static void listen(Listener listener) {
    for (String name : NAMES) {
      Signal.handle(new Signal(name), signal -> listener.onSignal(signal.getNumber()));
    }
  }
}
