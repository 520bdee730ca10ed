package ktap.natives.linux;

/** An open file that closes with this object. Its number is never used after that. */
public final class Descriptor implements AutoCloseable {
  private final String path;
  private int number;

  Descriptor(int number, String path) {
    this.number = number;
    this.path = path;
  }

  /** The number in this process, for a path such as {@code /proc/self/fd/7}. */
  public int number() {
    if (number < 0) {
      throw new IllegalStateException(path + " is closed");
    }
    return number;
  }

  public String path() {
    return path;
  }

  @Override
  public void close() {
    if (number >= 0) {
      int closing = number;
      number = -1;
      Linux.close(closing, path);
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
