package ktap.sources.recording;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ktap.sources.flow.EventType;
import ktap.sources.flow.KernelNames;
import ktap.sources.format.KernelConstants;

/** What a recording has of the names of a kernel. Not for several threads. */
final class WrittenKernel {
  private final KernelNames names;
  private final byte[] stored;
  private final Map<String, Long> constants = new TreeMap<>();

  WrittenKernel(KernelNames names) {
    this.names = names;
    this.stored = names.stored();
  }

  /** Names of its addresses; empty if none is known. */
  byte[] stored() {
    return stored;
  }

  /** The constants that were asked for so far. */
  Map<String, Long> constants() {
    return constants;
  }

  /** Takes in the constants that the texts of types take; gives those that are new. */
  Map<String, Long> add(List<EventType> types) {
    Map<String, Long> fresh = new TreeMap<>();
    if (stored.length > 0) { // else nothing is known of it
      types.forEach(type -> fresh.putAll(KernelConstants.of(type, names)));
    }
    fresh.keySet().removeAll(constants.keySet());
    constants.putAll(fresh);
    return fresh;
  }
}
