package ktap.script.host;

import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import ktap.sources.flow.UserSymbols;

/** All that a running script reaches outside of itself. Called on the script's own thread. */
public interface ScriptHost {
  /** Takes script output: one call for each whole record, a {@code print} or a {@code printf}. */
  void text(byte[] bytes, int from, int length);

  /** Called now and then while a loop of the script runs: what it printed may be shown. */
  default void goesOn() {}

  /** Takes a structured row that the script gave out with {@code emit}. */
  void emit(Row row);

  /** Takes what the user must be told: run-time errors, warnings. */
  void message(Message message);

  /** The machine that the events come from: in a replay that of the recording. */
  HostFacts facts();

  /** The wall clock, in ns since 1970, at a CLOCK_MONOTONIC time of the stream. */
  long realtimeNanos(long monotonicNanos);

  /** CLOCK_MONOTONIC now, for what runs outside of the stream: the main chunk, the end. */
  long monotonicNanos();

  /** Whether a {@code print} of an event's text begins with its time. */
  default boolean showsEventTimes() {
    return false;
  }

  /**
   * Names of a kernel, for what runs before the first event; none unless the host knows them.
   *
   * @param id what {@link ktap.sources.flow.EventTables#kernelId(int)} tells
   */
  default KernelNames kernelNames(String id) {
    return KernelNames.NONE;
  }

  /** Names of code addresses in processes; none unless the host knows them. */
  default UserSymbols userSymbols() {
    return UserSymbols.NONE;
  }
}
