package ktap.pipelines.live;

/**
 * Has the heap cleaned before it is full. The JVM's serial collector cleans the old generation when
 * the heap can't grow any more: a gigabyte then takes a fifth of a second to walk through and give
 * back, however little of it is in use. Cleaned when it has grown to a multiple of what is in use,
 * it takes a tenth of that, and a script that leaves much behind takes less memory.
 *
 * <p>One thread of its own, which ends with the process.
 */
public final class HeapPace {
  private static final long PAUSE_MILLIS = 10;

  /** Bytes that may be left behind, however little is in use. */
  private static final long FREE_GROWTH = 32 << 20;

  private HeapPace() {}

  /** Begins to look after the heap. */
  public static void keep() {
    Thread keeper = new Thread(HeapPace::look, "ktap-heap");
    keeper.setDaemon(true);
    keeper.start();
  }

  private static void look() {
    Runtime memory = Runtime.getRuntime();
    long most = FREE_GROWTH;
    while (true) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      if (memory.totalMemory() - memory.freeMemory() > most) {
        System.gc();
        most = 2 * (memory.totalMemory() - memory.freeMemory()) + FREE_GROWTH;
      }
    }
  }
}
