package ktap.script.vm;

import java.util.List;
import ktap.script.code.Op;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.EventCursor;
import org.jspecify.annotations.Nullable;

/**
 * What {@code e.NAME} gives where the compiler doesn't know that {@code e} is an event, because a
 * handler handed it on: all of it, as a table. Where it knows, nothing but the member is read.
 */
final class EventMembers {
  private final Machine machine;
  private final BuiltIn line;
  private final BuiltIn field;

  EventMembers(Machine machine) {
    this.machine = machine;
    this.line =
        new BuiltIn(
            "tostring", (context, numbers, refs, base, count) -> refs[base] = machine.eventLine());
    this.field =
        new BuiltIn(
            "field",
            (context, numbers, refs, base, count) -> {
              refs[base] = machine.computedArgument(numbers[base], count == 0 ? null : refs[base]);
              numbers[base] = machine.number;
            });
  }

  Table of(EventCursor event, List<String> names) {
    Table members = machine.newTable();
    for (int i = 0; i < names.size(); i++) {
      Object value = machine.argumentOrNil(i);
      put(members, names.get(i), value);
      put(members, "field" + (i + 1), value);
      put(members, i == 0 ? "sc_nr" : "sc_arg" + i, value);
      if (i == 1) {
        put(members, "retval", value);
      }
    }
    put(members, "name", machine.eventName());
    put(members, "allfield", machine.eventLine());
    put(members, "print_fmt", machine.eventVariable(Op.EVENT_FORMAT, 0));
    put(members, "sc_is_enter", machine.eventVariable(Op.IS_SYSTEM_CALL_ENTRY, 0));
    put(members, "tostring", line);
    put(members, "field", field);
    machine.number = names.size();
    put(members, "fieldnum", Tag.INT);
    return members;
  }

  private void put(Table members, String name, @Nullable Object value) {
    members.putString(ByteString.of(name), machine.number, value);
  }
}
