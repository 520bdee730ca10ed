package ktap.sinks;

import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Field;
import ktap.sources.flow.Loss;
import org.jspecify.annotations.Nullable;

/**
 * Chosen columns of events as CSV, in the order in which they were chosen. Empty where an event has
 * no such field. The last column is empty but for losses.
 */
final class CsvColumnsFormat implements EventFormat {
  private final List<String> columns;
  private final FieldsOfTypes fields;
  private final ByteText scratch = new ByteText();
  private EventTables stream = EventTables.create();

  CsvColumnsFormat(EventColumns columns) {
    this.columns = columns.names();
    this.fields = new FieldsOfTypes(columns.fields());
  }

  @Override
  public void begin(ByteText out) {
    for (String column : columns) {
      CsvText.appendText(column, out);
      out.appendByte(',');
    }
    out.append("lost\r\n");
  }

  @Override
  public void enter(EventTables newStream) {
    stream = newStream;
    fields.enter(newStream);
  }

  @Override
  public void append(EventCursor event, ByteText out) {
    boolean isLoss = event.typeNumber() == EventTypes.LOST;
    int field = 0;
    for (String column : columns) {
      if (!column.startsWith(EventColumns.FIELD)) {
        appendCommon(column, event, out);
      } else if (!isLoss) {
        appendField(fields.of(event.typeNumber())[field++], event, out);
      }
      out.appendByte(',');
    }
    if (isLoss) {
      out.appendDecimal(Loss.of(event).count());
    }
    out.append("\r\n");
  }

  private void appendCommon(String column, EventCursor event, ByteText out) {
    switch (column) {
      case "ts" -> out.appendDecimal(event.timeNanos());
      case "event" -> CsvText.appendText(event.type().name().toString(), out);
      case "cpu" -> out.appendDecimal(event.cpu());
      case "pid" -> out.appendDecimal(event.pid());
      case "tid" -> out.appendDecimal(event.tid());
      case "comm" -> {
        byte[] name = stream.names().bytes(event.command());
        CsvText.appendText(name, 0, name.length, out);
      }
      default -> throw new IllegalStateException(column);
    }
  }

  private void appendField(@Nullable Field field, EventCursor event, ByteText out) {
    if (field != null) {
      CsvText.appendField(field, event.bytes(), event.payload(), scratch, out);
    }
  }
}
