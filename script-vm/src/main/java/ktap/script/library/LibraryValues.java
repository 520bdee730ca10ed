package ktap.script.library;

import java.util.Optional;
import ktap.script.code.BuiltInValues;

/** The library as the compiler sees it. */
public final class LibraryValues implements BuiltInValues {
  @Override
  public Optional<Object> value(String name) {
    return Library.value(name);
  }

  @Override
  public Optional<Object> member(String table, String name) {
    return Library.member(table, name);
  }
}
