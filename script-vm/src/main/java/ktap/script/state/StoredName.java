package ktap.script.state;

/** A function where there is no script that could make it: its name, told apart by identity. */
final class StoredName {
  private final String name;

  StoredName(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
