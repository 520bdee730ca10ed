package ktap.sinks;

import java.util.Arrays;
import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.CommandNames;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Field;
import ktap.sources.flow.JsonString;
import org.jspecify.annotations.Nullable;

/**
 * An event as a JSON object. What is the same for all events of a type is made once.
 *
 * <pre>
 * {"ts":5,"event":"a:b","cpu":0,"pid":1,"tid":1,"comm":"x","args":{"fd":3}}
 * </pre>
 */
final class JsonEventFormat implements EventFormat {
  private EventTypes types = new EventTypes();
  private CommandNames names = new CommandNames();
  private @Nullable Layout[] layouts = new Layout[16]; // null: not seen yet

  /** The texts before the CPU and before each field. */
  @SuppressWarnings("ArrayRecordComponent") // hot path, private
  private record Layout(byte[] event, Field[] fields, byte[][] labels) {}

  @Override
  public void enter(EventTables stream) {
    types = stream.types();
    names = stream.names();
    layouts = new Layout[16];
  }

  @Override
  public void append(EventCursor event, ByteText out) {
    Layout layout = layout(event.typeNumber());
    byte[] name = names.bytes(event.command());
    out.append("{\"ts\":").appendDecimal(event.timeNanos());
    out.append(layout.event).appendDecimal(event.cpu());
    out.append(",\"pid\":").appendDecimal(event.pid());
    out.append(",\"tid\":").appendDecimal(event.tid());
    out.append(",\"comm\":");
    JsonString.append(name, 0, name.length, out);
    out.append(",\"args\":{");
    appendFields(layout, event.bytes(), event.payload(), out);
    out.append("}}\n");
  }

  private static void appendFields(Layout layout, byte[] bytes, int payload, ByteText out) {
    for (int i = 0; i < layout.fields.length; i++) {
      out.append(layout.labels[i]);
      JsonText.appendField(layout.fields[i], bytes, payload, out);
    }
  }

  /** The fields alone, as an object. */
  void appendArguments(EventCursor event, ByteText out) {
    out.appendByte('{');
    appendFields(layout(event.typeNumber()), event.bytes(), event.payload(), out);
    out.appendByte('}');
  }

  private Layout layout(int type) {
    Layout known = type < layouts.length ? layouts[type] : null;
    return known == null ? learn(type) : known;
  }

  private Layout learn(int number) {
    if (number >= layouts.length) {
      layouts = Arrays.copyOf(layouts, Math.max(number + 1, layouts.length * 2));
    }
    EventType type = types.get(number);
    List<Field> fields = type.fields();
    byte[][] labels = new byte[fields.size()][];
    for (int i = 0; i < labels.length; i++) {
      ByteText label = new ByteText().append(i == 0 ? "" : ",");
      JsonString.append(fields.get(i).name(), label);
      labels[i] = label.appendByte(':').toBytes();
    }
    ByteText event = new ByteText().append(",\"event\":");
    JsonString.append(type.name().toString(), event);
    Layout layout =
        new Layout(event.append(",\"cpu\":").toBytes(), fields.toArray(new Field[0]), labels);
    layouts[number] = layout;
    return layout;
  }
}
