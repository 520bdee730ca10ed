package ktap.operators;

import ktap.script.host.HostFacts;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.UserSymbols;

/** What scripts may know of the machine that the events come from; in a replay, of that one. */
public interface Surroundings {
  HostFacts facts();

  /** The wall clock, in ns since 1970, at a CLOCK_MONOTONIC time of the stream. */
  long realtimeNanos(long monotonicNanos);

  /** CLOCK_MONOTONIC now, for what runs outside of the stream. */
  long monotonicNanos();

  /**
   * Names of a kernel, before its first event tells them; none unless they are known.
   *
   * @param id what {@link ktap.sources.flow.EventTables#kernelId(int)} tells
   */
  default KernelNames kernelNames(String id) {
    return KernelNames.NONE;
  }

  /** Names of code addresses in processes; none unless they are known. */
  default UserSymbols userSymbols() {
    return UserSymbols.NONE;
  }
}
