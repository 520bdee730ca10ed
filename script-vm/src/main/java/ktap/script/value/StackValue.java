package ktap.script.value;

import java.util.Arrays;
import ktap.sources.flow.EventCursor;

/**
 * The value of {@code stack()} and {@code ustack()}: return addresses, innermost first. Equal ones
 * have the same addresses, those of the kernel in the same one; whose process's they are and of
 * when only tells how they are shown.
 */
public final class StackValue {
  private final boolean user;
  private final long[] addresses;
  private final int pid;
  private final long timeNanos;
  private final String kernelId;

  /** A stack of the stream's only kernel, or one of user space of which no more is known. */
  public StackValue(boolean user, long[] addresses) {
    this(user, addresses, 0, 0, "");
  }

  private StackValue(boolean user, long[] addresses, int pid, long timeNanos, String kernelId) {
    this.user = user;
    this.addresses = addresses.clone();
    this.pid = pid;
    this.timeNanos = timeNanos;
    this.kernelId = kernelId;
  }

  /** A stack that was captured at an event. */
  public static StackValue of(EventCursor event, boolean user, long[] addresses) {
    return user
        ? ofUser(addresses, event.pid(), event.timeNanos())
        : ofKernel(addresses, event.batch().tables().kernelId(event.typeNumber()));
  }

  /**
   * A stack of user space.
   *
   * @param pid process that it is of
   * @param timeNanos event time at which it was captured
   */
  public static StackValue ofUser(long[] addresses, int pid, long timeNanos) {
    return new StackValue(true, addresses, pid, timeNanos, "");
  }

  /**
   * A stack of a kernel.
   *
   * @param kernelId which of several; empty for the stream's only one
   */
  public static StackValue ofKernel(long[] addresses, String kernelId) {
    return new StackValue(false, addresses, 0, 0, kernelId);
  }

  /** Whether it is a stack of user space. */
  public boolean isUser() {
    return user;
  }

  /** The process that it is of; 0 if that isn't known. */
  public int pid() {
    return pid;
  }

  /** The event time at which it was captured. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Which of several kernels it is of; empty for the stream's only one. */
  public String kernelId() {
    return kernelId;
  }

  public int depth() {
    return addresses.length;
  }

  public long address(int at) {
    return addresses[at];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StackValue stack
        && stack.user == user
        && Arrays.equals(stack.addresses, addresses)
        && stack.kernelId.equals(kernelId);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(addresses);
  }
}
