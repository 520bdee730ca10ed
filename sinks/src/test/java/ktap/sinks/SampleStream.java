package ktap.sinks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;

/** A stream with one event type that has a field of every kind. */
final class SampleStream {
  static final EventType OPENED =
      new EventType(
          new EventName("files", "opened"),
          7,
          List.of(
              Field.integer("fd", "int", 8, 4, true),
              Field.integer("flags", "u64", 16, 8, false),
              new Field("mode", "unsigned int", Field.Kind.BIT_FIELD, 24, 4, 4, false, 3, 2),
              new Field("tag", "char[8]", Field.Kind.TEXT, 28, 8, 1, true, 0, 0),
              Field.dynamicText("name", 36),
              new Field("pair", "s16[2]", Field.Kind.ARRAY, 40, 4, 2, true, 0, 0),
              new Field("raw", "struct x", Field.Kind.OPAQUE, 44, 2, 2, false, 0, 0)),
          "\"fd=%d name=%s\", REC->fd, __get_str(name)");

  final EventTables tables = EventTables.create();
  final int opened = tables.add(OPENED);
  final EventBatchBuilder builder = new EventBatchBuilder(tables, 1024);

  SampleStream opened(long time, String command, byte[] name) {
    byte[] payload = new byte[48 + name.length + 1];
    Bytes.putInt(payload, 8, -100);
    Bytes.putLong(payload, 16, -1);
    Bytes.putInt(payload, 24, 0b10 << 3 | 7);
    payload[28] = 'a';
    payload[29] = '"';
    Bytes.putInt(payload, 36, name.length + 1 << 16 | 48);
    Bytes.putShort(payload, 40, -1);
    Bytes.putShort(payload, 42, 2);
    payload[44] = 0x0a;
    payload[45] = (byte) 0xfe;
    System.arraycopy(name, 0, payload, 48, name.length);
    int number = tables.names().number(command.getBytes(StandardCharsets.UTF_8));
    builder.add(opened, time, 3, 1234, 1200, number, 0, payload, 0, payload.length);
    return this;
  }

  SampleStream opened(long time, String command, String name) {
    return opened(time, command, name.getBytes(StandardCharsets.UTF_8));
  }

  SampleStream lost(long time, long count) {
    builder.addLost(time, 1, count, time - 10, time, "cpu 1 ring", "its buffer was full");
    return this;
  }

  SampleStream mark(long time) {
    builder.addMark(time);
    return this;
  }

  EventBatch batch() {
    return builder.build();
  }
}
