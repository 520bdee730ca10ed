package ktap.script.value;

import java.util.Arrays;

/** The value of {@code stack()} and {@code ustack()}: return addresses, innermost first. */
public final class StackValue {
  private final boolean user;
  private final long[] addresses;

  public StackValue(boolean user, long[] addresses) {
    this.user = user;
    this.addresses = addresses.clone();
  }

  /** Whether it is a stack of user space. */
  public boolean isUser() {
    return user;
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
