package ktap.script.value;

import ktap.script.host.ScriptHost;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.KernelNames;
import org.jspecify.annotations.Nullable;

/** What a built-in finds around itself when it is called. Valid during the call only. */
public interface CallContext {
  ScriptHost host();

  Limits limits();

  /** What the library made for this run. */
  LibraryState library();

  /** Whether a handler of an event runs. */
  boolean hasEvent();

  /**
   * The current event.
   *
   * @throws ScriptRuntimeException {@code error: invalid event context} if there is none
   */
  EventCursor event();

  /**
   * The text of the current event without a final line break: what {@code argstr} prints.
   *
   * @throws ScriptRuntimeException if there is no event
   */
  ByteString eventText();

  /**
   * Names of the kernel that the current event comes from; outside of a handler of the one that all
   * do, none if there are several.
   */
  default KernelNames kernelNames() {
    return kernelNames("");
  }

  /** The same, or those of the kernel that a value tells. */
  KernelNames kernelNames(String id);

  /** The name of the current event, {@code probename}. */
  ByteString eventName();

  /**
   * Time as the script sees it, CLOCK_MONOTONIC: that of the event in a handler, the due time in a
   * tick, else now.
   */
  long timeNanos();

  /** Whether the script is of the older family, where {@code argN} counts from 1 and so on. */
  boolean isOlderDialect();

  /** Whether the script is of the first family, that of the summer of 2013. */
  boolean isFirstDialect();

  /** Whether the main chunk runs: where handlers and timers may be registered. */
  boolean inMainChunk();

  /** Registers what {@code timer.s(N, fn)} and its like do. */
  void addTimer(long periodNanos, boolean everyCpu, Object function);

  /** Registers what is called at the end; replaces what was. */
  void setEnd(Object function);

  /**
   * Calls a function of the script or a built-in, by the convention of {@link BuiltInFunction}; for
   * {@code sort_pairs(t, cmp)} and its like. The registers must be ones that the caller made.
   *
   * @throws ScriptRuntimeException if it isn't a function, or went wrong
   */
  void call(
      @Nullable Object function, long[] numbers, @Nullable Object[] refs, int base, int count);

  /**
   * Ends the invocation if the user wishes to stop. Looked at before each call of a built-in; one
   * that works longer than some ten milliseconds asks now and then.
   *
   * @throws ScriptRuntimeException if so
   */
  void checkStop();

  /** Tells the user something without ending anything; the position is added. */
  void warn(String text);
}
