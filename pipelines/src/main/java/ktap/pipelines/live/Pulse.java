package ktap.pipelines.live;

/**
 * What is to be looked at a hundred times a second, as long as the process lives, whatever the
 * other threads do.
 */
public final class Pulse {
  private static final long PAUSE_MILLIS = 10;

  private Pulse() {}

  /** Begins to look, on a thread of its own. */
  public static void begin(Runnable... looks) {
    Thread thread = new Thread(() -> beat(looks), "ktap-pulse");
    thread.setDaemon(true);
    thread.start();
  }

  private static void beat(Runnable... looks) {
    while (true) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      for (Runnable look : looks) {
        look.run();
      }
    }
  }
}
