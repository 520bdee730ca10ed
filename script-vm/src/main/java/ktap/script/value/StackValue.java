package ktap.script.value;

import java.util.Arrays;

/**
 * The value of {@code stack()} and {@code ustack()}: return addresses, innermost first. Equal ones
 * have the same addresses; whose process's they are and of when only tells how they are shown.
 */
public final class StackValue {
  private final boolean user;
  private final long[] addresses;
  private final int pid;
  private final long timeNanos;

  /** A stack of the kernel's, or one of user space of which no more is known. */
  public StackValue(boolean user, long[] addresses) {
    this(user, addresses, 0, 0);
  }

  /**
   * @param pid process that it is of
   * @param timeNanos event time at which it was captured
   */
  public StackValue(boolean user, long[] addresses, int pid, long timeNanos) {
    this.user = user;
    this.addresses = addresses.clone();
    this.pid = pid;
    this.timeNanos = timeNanos;
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
        && Arrays.equals(stack.addresses, addresses);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(addresses);
  }
}
