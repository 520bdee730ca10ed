package ktap.pipelines.live;

/**
 * Has the heap cleaned before it is full. The JVM's serial collector cleans the old generation when
 * the heap can't grow any more: a gigabyte then takes a fifth of a second to walk through and give
 * back, however little of it is in use. Cleaned when it has grown to a multiple of what is in use,
 * it takes a tenth of that, and a script that leaves much behind takes less memory.
 *
 * <p>For one thread.
 */
public final class HeapPace {
  /** Bytes that may be left behind, however little is in use. */
  private static final long FREE_GROWTH = 32 << 20;

  private long most = FREE_GROWTH;

  /** Looks at the heap, and has it cleaned if it is time for it. */
  public void look() {
    if (used() > most) {
      System.gc();
      most = 2 * used() + FREE_GROWTH;
    }
  }

  private static long used() {
    Runtime memory = Runtime.getRuntime();
    return memory.totalMemory() - memory.freeMemory();
  }
}
