package ktap.sources.synthetic;

import java.nio.charset.StandardCharsets;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;

/**
 * Makes payloads of one event type with values that fit the names of its fields: a {@code pid} is a
 * task of the stream, a {@code comm} its name, a {@code ret} a byte count or an error.
 */
final class PayloadMaker {
  private static final byte[][] TEXTS = {
    text("/etc/passwd"), text("/usr/lib/libc.so.6"), text("/tmp/x"), text("WS"), text("")
  };

  private final EventType type;
  private final Field[] fields;
  private final Shape[] shapes;
  private final int fixedSize;
  private final int dynamicFields;

  /** What values a field takes. */
  private enum Shape {
    CALL_NUMBER,
    RESULT,
    TASK,
    COMMAND,
    SMALL,
    ADDRESS,
    TEXT
  }

  PayloadMaker(EventType type) {
    this.type = type;
    this.fields = type.fields().toArray(new Field[0]);
    this.shapes = new Shape[fields.length];
    int size = 8;
    int dynamic = 0;
    for (int i = 0; i < fields.length; i++) {
      shapes[i] = shape(fields[i]);
      size = Math.max(size, fields[i].offset() + fields[i].size());
      dynamic += isDynamic(fields[i]) ? 1 : 0;
    }
    this.fixedSize = size;
    this.dynamicFields = dynamic;
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static Shape shape(Field field) {
    String name = field.name();
    if (field.isText()) {
      return name.endsWith("comm") ? Shape.COMMAND : Shape.TEXT;
    }
    if (name.equals("__syscall_nr")) {
      return Shape.CALL_NUMBER;
    }
    if (name.equals("ret")) {
      return Shape.RESULT;
    }
    if (name.equals("pid") || name.endsWith("_pid")) {
      return Shape.TASK;
    }
    return field.cType().endsWith("*") ? Shape.ADDRESS : Shape.SMALL;
  }

  private static boolean isDynamic(Field field) {
    return switch (field.kind()) {
      case DYNAMIC_TEXT, DYNAMIC_ARRAY, RELATIVE_TEXT, RELATIVE_ARRAY -> true;
      case INTEGER, BIT_FIELD, TEXT, ARRAY, OPAQUE -> false;
    };
  }

  /** Bytes that the next payload takes; {@code draw} chooses its texts and must be given again. */
  int size(long draw) {
    return fixedSize + dynamicFields * dynamicText(draw).length;
  }

  private static byte[] dynamicText(long draw) {
    return TEXTS[(int) ((draw >>> 8 & 0xffff) % TEXTS.length)];
  }

  void write(byte[] bytes, int at, long draw, Dice dice, Task task, Task other) {
    Bytes.putShort(bytes, at, type.kernelId());
    Bytes.putInt(bytes, at + 4, task.tid);
    int end = fixedSize;
    for (int i = 0; i < fields.length; i++) {
      Field field = fields[i];
      if (isDynamic(field)) {
        end = writeDynamic(bytes, at, field, end, dynamicText(draw));
      } else if (field.isText()) {
        byte[] text =
            shapes[i] == Shape.COMMAND
                ? field.name().startsWith("next_") ? other.name : task.name
                : dynamicText(draw);
        int length = Math.min(text.length, field.size() - 1);
        System.arraycopy(text, 0, bytes, at + field.offset(), length);
      } else {
        writeNumber(bytes, at, field, value(i, draw, dice, task, other));
      }
    }
  }

  private static int writeDynamic(byte[] bytes, int at, Field field, int end, byte[] text) {
    boolean relative =
        field.kind() == Field.Kind.RELATIVE_TEXT || field.kind() == Field.Kind.RELATIVE_ARRAY;
    int origin = relative ? field.offset() + field.size() : 0;
    Bytes.putInt(bytes, at + field.offset(), text.length << 16 | end - origin);
    System.arraycopy(text, 0, bytes, at + end, text.length);
    return end + text.length;
  }

  private static void writeNumber(byte[] bytes, int at, Field field, long value) {
    int start = at + field.offset();
    switch (field.size()) {
      case 1 -> bytes[start] = (byte) value;
      case 2 -> Bytes.putShort(bytes, start, (int) value);
      case 4 -> Bytes.putInt(bytes, start, (int) value);
      case 8 -> Bytes.putLong(bytes, start, value);
      default -> bytes[start] = (byte) value;
    }
  }

  private long value(int i, long draw, Dice dice, Task task, Task other) {
    return switch (shapes[i]) {
      case CALL_NUMBER -> (type.kernelId() - 400) / 2 & 0x1ff;
      case RESULT -> (draw & 0x1f) == 0 ? -(draw >>> 8 & 0x1f) - 1 : draw >>> 16 & 0xfff;
      case TASK -> fields[i].name().startsWith("next_") ? other.tid : task.tid;
      case ADDRESS -> 0x7f0000000000L | dice.next() >>> 24 & ~7L;
      case SMALL, TEXT, COMMAND -> draw >>> 40 + i & 0xff;
    };
  }
}
