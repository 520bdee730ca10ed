package ktap.script.value;

/** A built-in as a value: a function of the library, with the name that scripts know. */
public final class BuiltIn {
  private final String name;
  private final BuiltInFunction function;

  public BuiltIn(String name, BuiltInFunction function) {
    this.name = name;
    this.function = function;
  }

  public String name() {
    return name;
  }

  public BuiltInFunction function() {
    return function;
  }

  @Override
  public String toString() {
    return name;
  }
}
