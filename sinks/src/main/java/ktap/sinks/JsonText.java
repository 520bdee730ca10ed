package ktap.sinks;

import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Field;
import ktap.sources.flow.JsonString;
import ktap.sources.flow.Row;

/**
 * Values as JSON (RFC 8259). Integers are plain numbers of any size, texts as {@link JsonString}
 * has them.
 */
final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  static void append(Object value, ByteText out) {
    switch (value) {
      case Long number -> out.appendDecimal(number);
      case Double number -> appendDouble(number, out);
      case Boolean truth -> out.append(truth ? "true" : "false");
      case byte[] bytes -> JsonString.append(bytes, 0, bytes.length, out);
      case List<?> list -> appendList(list, out);
      default -> {
        if (value.equals(Row.NIL)) {
          out.append("null");
        } else {
          JsonString.append(value.toString(), out);
        }
      }
    }
  }

  /** JSON has no words for what isn't a number: they become texts. */
  private static void appendDouble(double value, ByteText out) {
    String text = Double.toString(value);
    boolean isNumber = !Double.isNaN(value) && !Double.isInfinite(value);
    out.append(isNumber ? text : '"' + text + '"');
  }

  private static void appendList(List<?> list, ByteText out) {
    out.appendByte('[');
    for (int i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : ",");
      append(list.get(i), out);
    }
    out.appendByte(']');
  }

  /** The value of an event's field: a number, a text, a list of numbers, or bytes in hex. */
  static void appendField(Field field, byte[] bytes, int payload, ByteText out) {
    switch (field.kind()) {
      case INTEGER, BIT_FIELD -> appendInteger(field, field.readLong(bytes, payload), out);
      case TEXT, DYNAMIC_TEXT, RELATIVE_TEXT ->
          JsonString.append(
              bytes, field.dataStart(bytes, payload), field.dataLength(bytes, payload), out);
      case ARRAY, DYNAMIC_ARRAY, RELATIVE_ARRAY -> appendArray(field, bytes, payload, out);
      case OPAQUE -> {
        out.appendByte('"');
        int start = field.dataStart(bytes, payload);
        for (int i = 0; i < field.dataLength(bytes, payload); i++) {
          int b = bytes[start + i] & 0xff;
          out.appendByte(HEX.charAt(b >> 4)).appendByte(HEX.charAt(b & 15));
        }
        out.appendByte('"');
      }
    }
  }

  private static void appendInteger(Field field, long value, ByteText out) {
    if (field.signed()) {
      out.appendDecimal(value);
    } else {
      out.appendUnsigned(value);
    }
  }

  private static void appendArray(Field field, byte[] bytes, int payload, ByteText out) {
    int size = Math.max(1, field.valueSize());
    int start = field.dataStart(bytes, payload);
    int count = field.dataLength(bytes, payload) / size;
    out.appendByte('[');
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ",");
      appendInteger(field, Field.integerAt(bytes, start + i * size, size, field.signed()), out);
    }
    out.appendByte(']');
  }
}
