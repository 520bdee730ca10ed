package ktap.script.value;

/** What a register's reference is when its value is in the number beside it. */
public final class Tag {
  /** A 64-bit integer. */
  public static final Tag INT = new Tag("integer");

  /** A double; its bits are in the number. */
  public static final Tag FLOAT = new Tag("float");

  private final String name;

  private Tag(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
