package ktap.sinks;

import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Field;
import ktap.sources.flow.JsonString;
import org.jspecify.annotations.Nullable;

/** The usual JSON object of an event, without what wasn't chosen. Losses are whole. */
final class JsonColumnsFormat implements EventFormat {
  private final EventColumns columns;
  private final List<String> names;
  private final FieldsOfTypes fields;
  private final JsonEventFormat whole = new JsonEventFormat();
  private EventTables stream = EventTables.create();

  JsonColumnsFormat(EventColumns columns) {
    this.columns = columns;
    this.names = columns.fields();
    this.fields = new FieldsOfTypes(names);
  }

  @Override
  public void enter(EventTables newStream) {
    stream = newStream;
    fields.enter(newStream);
    whole.enter(newStream);
  }

  @Override
  public void append(EventCursor event, ByteText out) {
    if (event.typeNumber() == EventTypes.LOST) {
      whole.append(event, out);
      return;
    }
    int start = out.length();
    number("ts", event.timeNanos(), start, out);
    if (columns.has("event")) {
      label("event", start, out);
      JsonString.append(event.type().name().toString(), out);
    }
    number("cpu", event.cpu(), start, out);
    number("pid", event.pid(), start, out);
    number("tid", event.tid(), start, out);
    if (columns.has("comm")) {
      label("comm", start, out);
      byte[] name = stream.names().bytes(event.command());
      JsonString.append(name, 0, name.length, out);
    }
    if (!names.isEmpty()) {
      label("args", start, out);
      appendFields(event, out);
    }
    out.append("}\n");
  }

  private void number(String column, long value, int start, ByteText out) {
    if (columns.has(column)) {
      label(column, start, out);
      out.appendDecimal(value);
    }
  }

  private static void label(String column, int start, ByteText out) {
    out.append(out.length() == start ? "{\"" : ",\"").append(column).append("\":");
  }

  private void appendFields(EventCursor event, ByteText out) {
    @Nullable Field[] of = fields.of(event.typeNumber());
    String separator = "{";
    for (int i = 0; i < of.length; i++) {
      Field field = of[i];
      if (field != null) {
        out.append(separator);
        JsonString.append(names.get(i), out);
        out.appendByte(':');
        JsonText.appendField(field, event.bytes(), event.payload(), out);
        separator = ",";
      }
    }
    out.append(separator.equals("{") ? "{}" : "}");
  }
}
