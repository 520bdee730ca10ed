package ktap.sinks;

import java.nio.charset.StandardCharsets;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.CommandNames;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Field;
import ktap.sources.flow.Loss;

/**
 * Events of one type as CSV: a column for each field, {@code args.NAME}. The last column is empty
 * but for losses, where it holds how many events were lost.
 */
final class CsvFieldsFormat implements EventFormat {
  private static final byte[] LOST = "ktap:lost".getBytes(StandardCharsets.US_ASCII);

  private final EventType type;
  private final byte[] label;
  private final ByteText scratch = new ByteText();
  private CommandNames names = new CommandNames();

  CsvFieldsFormat(EventType type) {
    this.type = type;
    ByteText text = new ByteText();
    CsvText.appendText(type.name().toString(), text);
    this.label = text.toBytes();
  }

  @Override
  public void begin(ByteText out) {
    out.append("ts,event,cpu,pid,tid,comm");
    for (Field field : type.fields()) {
      out.appendByte(',');
      CsvText.appendText("args." + field.name(), out);
    }
    out.append(",lost\r\n");
  }

  @Override
  public void enter(EventTables stream) {
    names = stream.names();
  }

  @Override
  public void append(EventCursor event, ByteText out) {
    byte[] command = names.bytes(event.command());
    if (event.typeNumber() == EventTypes.LOST) {
      CsvText.appendCommon(event, LOST, command, out);
      out.appendFill(',', type.fields().size() + 1).appendDecimal(Loss.of(event).count());
    } else {
      CsvText.appendCommon(event, label, command, out);
      for (Field field : type.fields()) {
        out.appendByte(',');
        CsvText.appendField(field, event.bytes(), event.payload(), scratch, out);
      }
      out.appendByte(',');
    }
    out.append("\r\n");
  }
}
