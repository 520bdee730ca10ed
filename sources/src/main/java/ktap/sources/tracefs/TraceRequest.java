package ktap.sources.tracefs;

import java.util.List;
import java.util.OptionalInt;
import ktap.sources.flow.Subscription;

/**
 * What a live source is asked for.
 *
 * @param subscriptions events and filters; an event that several of them name comes once
 * @param target whose events
 * @param cpu only those of one CPU
 * @param bufferKilobytes the kernel's buffer for each CPU; 0 takes {@link #USUAL_BUFFER}
 * @param includeSelf whether the tool's own threads are part of the trace
 * @param wantsTasks whether anyone looks at process numbers and command names; without, the events
 *     carry the thread id alone, and a second capture is saved
 * @param wantsMappings whether anyone looks at where code is mapped in the traced processes
 */
public record TraceRequest(
    List<Subscription> subscriptions,
    TraceTarget target,
    OptionalInt cpu,
    int bufferKilobytes,
    boolean includeSelf,
    boolean wantsTasks,
    boolean wantsMappings) {
  /** Kilobytes for each CPU: a tenth of a second of a million events. */
  public static final int USUAL_BUFFER = 8192;

  public TraceRequest {
    subscriptions = List.copyOf(subscriptions);
    bufferKilobytes = bufferKilobytes == 0 ? USUAL_BUFFER : bufferKilobytes;
    if (bufferKilobytes < 0) {
      throw new IllegalArgumentException("a buffer of " + bufferKilobytes + " KB");
    }
  }

  /** Events of the whole machine. */
  public static TraceRequest of(List<Subscription> subscriptions) {
    return new TraceRequest(
        subscriptions, new TraceTarget.Everything(), OptionalInt.empty(), 0, false, true, false);
  }

  public TraceRequest target(TraceTarget target) {
    return new TraceRequest(
        subscriptions, target, cpu, bufferKilobytes, includeSelf, wantsTasks, wantsMappings);
  }

  public TraceRequest cpu(int one) {
    return new TraceRequest(
        subscriptions,
        target,
        OptionalInt.of(one),
        bufferKilobytes,
        includeSelf,
        wantsTasks,
        wantsMappings);
  }

  public TraceRequest bufferKilobytes(int kilobytes) {
    return new TraceRequest(
        subscriptions, target, cpu, kilobytes, includeSelf, wantsTasks, wantsMappings);
  }

  public TraceRequest includeSelf(boolean include) {
    return new TraceRequest(
        subscriptions, target, cpu, bufferKilobytes, include, wantsTasks, wantsMappings);
  }

  public TraceRequest wantsTasks(boolean wants) {
    return new TraceRequest(
        subscriptions, target, cpu, bufferKilobytes, includeSelf, wants, wantsMappings);
  }

  public TraceRequest wantsMappings(boolean wants) {
    return new TraceRequest(
        subscriptions, target, cpu, bufferKilobytes, includeSelf, wantsTasks, wants);
  }
}
