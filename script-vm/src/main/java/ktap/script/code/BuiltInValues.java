package ktap.script.code;

import java.util.Optional;

/** The values behind the names of the library, as the compiler asks for them. */
public interface BuiltInValues {
  /** The function or the table of a global name. */
  Optional<Object> value(String name);

  /** A member of a library table. */
  Optional<Object> member(String table, String name);
}
