package ktap.sources.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ktap.sources.flow.KernelNames;

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
    scan.tellKernel(of(scan.session().facts()));
  }

  /** The kernel of a run of the recorder. */
  RecordedKernel of(RecordingFacts facts) {
    return byBoot.computeIfAbsent(tellsApart ? boot(facts) : "", _ -> new RecordedKernel());
  }

  /** What tells one start of a machine from others; a foreign trace may not know it. */
  static String boot(RecordingFacts facts) {
    return facts.bootId().isEmpty()
        ? facts.host() + " " + facts.kernelRelease() + " " + facts.startNanos()
        : facts.bootId();
  }

  /** The only kernel there is; one that has no names if there are several. */
  KernelNames common() {
    return boots.size() == 1 ? byBoot.values().iterator().next() : KernelNames.NONE;
  }
}
