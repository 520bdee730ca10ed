package ktap.script.host;

/**
 * The machine and the process that a script speaks of when no event is there.
 *
 * @param pid process of the tool
 * @param tid thread of the tool
 * @param uid real user id of the tool
 * @param command command name of the tool
 * @param cpus CPUs that are online
 * @param architecture as {@code uname -m} tells it
 * @param kernelRelease as {@code uname -r} tells it
 * @param hostName as {@code uname -n} tells it
 */
public record HostFacts(
    int pid,
    int tid,
    int uid,
    String command,
    int cpus,
    String architecture,
    String kernelRelease,
    String hostName) {}
