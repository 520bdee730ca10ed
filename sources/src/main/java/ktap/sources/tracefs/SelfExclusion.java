package ktap.sources.tracefs;

import ktap.natives.linux.UnsupportedByKernel;

/**
 * Leaves all threads of this process out of an instance, as those who act; threads that they start
 * later are left out by the kernel.
 */
final class SelfExclusion {
  private static final String FILE = "set_event_notrace_pid";

  private SelfExclusion() {}

  /**
   * Tells the kernel our threads until there is none that it wasn't told of.
   *
   * @param guard the process number of the guard
   */
  static void apply(TraceInstance instance, long guard) {
    if (!instance.has(FILE)) {
      throw new UnsupportedByKernel(FILE + " to leave the tool out of its own trace", "Linux 5.7");
    }
    instance.write("options/event-fork", "1");
    ThreadList threads = ThreadList.of("self");
    // Each write but the first waits until no CPU looks at the list before it: some milliseconds.
    String fresh = guard + " " + threads.fresh();
    while (!fresh.isEmpty()) {
      instance.write(FILE, fresh);
      fresh = threads.fresh();
    }
  }
}
