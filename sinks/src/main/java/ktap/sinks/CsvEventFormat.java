package ktap.sinks;

import java.util.Arrays;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import org.jspecify.annotations.Nullable;

/** Events of several types as CSV: what all have in columns, the fields as JSON in the last one. */
final class CsvEventFormat implements EventFormat {
  private final JsonEventFormat json = new JsonEventFormat();
  private final ByteText arguments = new ByteText();
  private EventTables stream = EventTables.create();
  private byte[] @Nullable [] labels = new byte[16][]; // null: not seen yet

  @Override
  public void begin(ByteText out) {
    out.append("ts,event,cpu,pid,tid,comm,args\r\n");
  }

  @Override
  public void enter(EventTables newStream) {
    stream = newStream;
    json.enter(newStream);
    labels = new byte[16][];
  }

  @Override
  public void append(EventCursor event, ByteText out) {
    byte[] command = stream.names().bytes(event.command());
    CsvText.appendCommon(event, label(event.typeNumber()), command, out);
    json.appendArguments(event, arguments.clear());
    out.appendByte(',');
    CsvText.appendQuoted(arguments.bytes(), 0, arguments.length(), out);
    out.append("\r\n");
  }

  private byte[] label(int number) {
    byte[] known = number < labels.length ? labels[number] : null;
    if (known != null) {
      return known;
    }
    if (number >= labels.length) {
      labels = Arrays.copyOf(labels, Math.max(number + 1, labels.length * 2));
    }
    ByteText label = new ByteText();
    CsvText.appendText(stream.types().get(number).name().toString(), label);
    return labels[number] = label.toBytes();
  }
}
