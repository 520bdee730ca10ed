package ktap.sources.tracefs;

/** Whose events are wanted. */
public sealed interface TraceTarget {
  /** The whole machine's. */
  record Everything() implements TraceTarget {}

  /**
   * Those of a running process, all its threads, and of the threads it starts.
   *
   * @param follow whether its children are followed too
   */
  record RunningProcess(int pid, boolean follow) implements TraceTarget {}

  /**
   * Those of a command that the source starts.
   *
   * @param follow whether its children are followed too
   */
  record Command(TracedCommand command, boolean follow) implements TraceTarget {}
}
