package ktap.sources.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ktap.sources.flow.EventTables;

/**
 * The kernels that recordings are of. Each start of a machine is one of its own: the addresses are
 * others every time.
 */
final class RecordedKernels {
  private final Map<String, RecordedKernel> byBoot = new HashMap<>();
  private final Set<String> boots = new TreeSet<>();
  private final boolean tellsApart;

  private RecordedKernels(boolean tellsApart) {
    this.tellsApart = tellsApart;
  }

  /** Knows none yet. */
  static RecordedKernels create() {
    return new RecordedKernels(true);
  }

  /** For who doesn't look at names: all count as one. */
  static RecordedKernels asOne() {
    return new RecordedKernels(false);
  }

  /** Gets to know the kernels of a recording, and what its end tells of the last one. */
  void add(RecordingScan scan) {
    boots.addAll(scan.boots());
    scan.tellKernel(of(scan.session().facts().boot()));
  }

  /** The kernel of a start of a machine. */
  RecordedKernel of(String boot) {
    return byBoot.computeIfAbsent(id(boot), _ -> new RecordedKernel());
  }

  /** What tells a kernel from others. */
  String id(String boot) {
    return tellsApart ? boot : "";
  }

  /** Whether these texts of one were taken in last, by the checksum of their document. */
  boolean has(int sum) {
    return byBoot.values().stream().anyMatch(kernel -> kernel.has(sum));
  }

  /** Tables of the only kernel there is; of one that has no names if there are several. */
  EventTables tables() {
    if (boots.size() > 1) {
      return EventTables.create();
    }
    String boot = boots.iterator().next();
    return EventTables.create(id(boot), of(boot));
  }
}
