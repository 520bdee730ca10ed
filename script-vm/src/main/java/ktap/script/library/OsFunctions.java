package ktap.script.library;

import ktap.script.host.HostFacts;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import org.jspecify.annotations.Nullable;

/** {@code os} of the first dialects. */
final class OsFunctions {
  private OsFunctions() {}

  static void info(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    HostFacts facts = context.host().facts();
    refs[base] =
        ByteString.of(
            "Linux " + facts.hostName() + " " + facts.kernelRelease() + " " + facts.architecture());
  }

  /** A script with events or timers waits by itself. */
  static void waitForEnd(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = null;
  }
}
