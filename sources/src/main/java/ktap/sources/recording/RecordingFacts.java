package ktap.sources.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a replay must know of the machine and the run that were recorded.
 *
 * @param host name of the machine
 * @param bootId tells two runs of its kernel apart, whose monotonic clocks have nothing in common
 * @param kernelRelease as {@code uname -r} tells it
 * @param architecture as {@code uname -m} tells it
 * @param cpus how many were online
 * @param pid process of the tool
 * @param tid thread of the tool
 * @param uid user of the tool
 * @param command command name of the tool
 * @param startNanos when the trace began, CLOCK_MONOTONIC
 */
public record RecordingFacts(
    String host,
    String bootId,
    String kernelRelease,
    String architecture,
    int cpus,
    int pid,
    int tid,
    int uid,
    String command,
    long startNanos) {

  /**
   * Those of this machine and this process, now.
   *
   * @param architecture as {@code uname -m} tells it
   */
  public static RecordingFacts ofThisMachine(String architecture) {
    int pid = (int) ProcessHandle.current().pid();
    return new RecordingFacts(
        line("/proc/sys/kernel/hostname"),
        line("/proc/sys/kernel/random/boot_id"),
        line("/proc/sys/kernel/osrelease"),
        architecture,
        Runtime.getRuntime().availableProcessors(),
        pid,
        pid,
        userId(),
        line("/proc/self/comm"),
        System.nanoTime());
  }

  /** The same of a run that began at another time. */
  public RecordingFacts startedAt(long nanos) {
    return new RecordingFacts(
        host, bootId, kernelRelease, architecture, cpus, pid, tid, uid, command, nanos);
  }

  /** What tells one start of a machine from others; a foreign trace may not know it. */
  public String boot() {
    return bootId.isEmpty() ? host + " " + kernelRelease + " " + startNanos : bootId;
  }

  private static int userId() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      return -1;
    }
  }

  private static String line(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
