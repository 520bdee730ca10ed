package ktap.sources.format;

import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;

/** The fields of an event as {@code name=value} pairs. */
final class FieldsText {
  private final List<Field> fields = new ArrayList<>();

  FieldsText(EventType type) {
    for (Field field : type.fields()) {
      if (!isCaptured(field.name())) {
        fields.add(field);
      }
    }
  }

  void append(Payload event, ByteText out) {
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      out.append(i == 0 ? "" : " ").append(field.name()).appendByte('=');
      append(field, event, out);
    }
  }

  private static void append(Field field, Payload event, ByteText out) {
    int start = field.dataStart(event.bytes, event.start);
    int length = event.available(start, field.dataLength(event.bytes, event.start));
    switch (field.kind()) {
      case INTEGER, BIT_FIELD -> appendNumber(field, event, out);
      case TEXT, DYNAMIC_TEXT, RELATIVE_TEXT -> event.appendText(start, length, out);
      case ARRAY, DYNAMIC_ARRAY, RELATIVE_ARRAY ->
          appendElements(field, event.bytes, start, length, out);
      case OPAQUE -> appendBytes(event, start, length, out);
    }
  }

  private static void appendNumber(Field field, Payload event, ByteText out) {
    long value = field.readLong(event.bytes, event.start);
    if (field.cType().endsWith("*")) {
      out.append("0x").appendHex(value);
    } else if (field.signed()) {
      out.appendDecimal(value);
    } else {
      out.appendUnsigned(value);
    }
  }

  private static void appendElements(
      Field field, byte[] bytes, int start, int length, ByteText out) {
    int size = field.valueSize();
    out.appendByte('{');
    for (int at = 0; at + size <= length; at += size) {
      out.append(at == 0 ? "0x" : ",0x");
      out.appendHex(Field.integerAt(bytes, start + at, size, false));
    }
    out.appendByte('}');
  }

  private static void appendBytes(Payload event, int start, int length, ByteText out) {
    for (int i = 0; i < length; i++) {
      out.append(i == 0 ? "" : " ").appendHex(event.unsignedByte(start + i), 2);
    }
  }

  private static boolean isCaptured(String name) {
    for (Capture capture : Capture.values()) {
      String captured = capture.fieldName();
      if (name.equals(captured) || name.startsWith(captured + "(")) {
        return true;
      }
    }
    return false;
  }
}
