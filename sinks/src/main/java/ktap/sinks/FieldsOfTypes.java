package ktap.sinks;

import java.util.Arrays;
import java.util.List;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import org.jspecify.annotations.Nullable;

/** Some fields by name, looked up once for each type of events. */
final class FieldsOfTypes {
  private final List<String> names;
  private EventTables stream = EventTables.create();
  private @Nullable Field[] @Nullable [] known = new Field[16][]; // null: not seen yet

  FieldsOfTypes(List<String> names) {
    this.names = names;
  }

  void enter(EventTables newStream) {
    stream = newStream;
    known = new Field[16][];
  }

  /** The fields of a type, null where it has none of the name. */
  @Nullable Field[] of(int type) {
    @Nullable Field[] fields = type < known.length ? known[type] : null;
    return fields == null ? learn(type) : fields;
  }

  private @Nullable Field[] learn(int number) {
    if (number >= known.length) {
      known = Arrays.copyOf(known, Math.max(number + 1, known.length * 2));
    }
    EventType type = stream.types().get(number);
    @Nullable Field[] fields = new Field[names.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = type.field(names.get(i)).orElse(null);
    }
    known[number] = fields;
    return fields;
  }
}
