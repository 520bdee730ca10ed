package ktap.sinks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.Field;
import ktap.sources.flow.Row;
import ktap.sources.flow.Utf8;

/**
 * Values as fields of CSV (RFC 4180). A byte {@code NN} of a text that isn't UTF-8 becomes {@code
 * \xNN}, and a backslash two of them, so that the bytes can be restored.
 */
final class CsvText {
  private static final String HEX = "0123456789abcdef";

  private CsvText() {}

  /** The fields of the first record, which holds valid UTF-8. */
  static List<String> firstRecord(String csv) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    for (int at = 0; at < csv.length(); at++) {
      char c = csv.charAt(at);
      if (c == '"') {
        boolean isText = isQuoted && csv.startsWith("\"\"", at);
        isQuoted = isText == isQuoted;
        at += isText ? 1 : 0;
        field.append(isText ? "\"" : "");
      } else if (!isQuoted && (c == ',' || c == '\r')) {
        fields.add(field.toString());
        field.setLength(0);
        if (c == '\r') {
          break;
        }
      } else {
        at += c == '\\' ? 1 : 0; // two stand for one
        field.append(c);
      }
    }
    return fields;
  }

  static void append(Object value, ByteText out) {
    switch (value) {
      case Long number -> out.appendDecimal(number);
      case byte[] bytes -> appendText(bytes, 0, bytes.length, out);
      case List<?> list -> {
        ByteText json = new ByteText();
        JsonText.append(list, json);
        appendQuoted(json.bytes(), 0, json.length(), out);
      }
      default -> {
        if (!value.equals(Row.NIL)) {
          appendText(value.toString(), out);
        }
      }
    }
  }

  static void appendText(String text, ByteText out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    appendText(bytes, 0, bytes.length, out);
  }

  /** Appends a text, in quotes if it needs them. An empty text has them too: no value hasn't. */
  static void appendText(byte[] bytes, int from, int length, ByteText out) {
    boolean isQuoted = length == 0 || bytes[from] == ' ' || bytes[from + length - 1] == ' ';
    boolean isPlain = true;
    for (int i = from; i < from + length; i++) {
      byte b = bytes[i];
      isQuoted |= b == '"' || b == ',' || b >= 0 && b < ' ';
      isPlain &= b >= 0 && b != '\\' && b != '"';
    }
    out.append(isQuoted ? "\"" : "");
    if (isPlain) {
      out.append(bytes, from, length);
    } else {
      appendEscaped(bytes, from, from + length, out);
    }
    out.append(isQuoted ? "\"" : "");
  }

  private static void appendEscaped(byte[] bytes, int from, int end, ByteText out) {
    for (int at = from; at < end; ) {
      int b = bytes[at] & 0xff;
      int size = Utf8.sequence(bytes, at, end);
      if (size == 0) {
        out.append("\\x").appendByte(HEX.charAt(b >> 4)).appendByte(HEX.charAt(b & 15));
      } else if (b == '\\' || b == '"') {
        out.appendByte(b).appendByte(b);
      } else {
        out.append(bytes, at, size);
      }
      at += Math.max(1, size);
    }
  }

  /** Appends text that needs no escaping but has quotes, such as JSON. */
  static void appendQuoted(byte[] bytes, int from, int length, ByteText out) {
    out.appendByte('"');
    for (int i = from; i < from + length; i++) {
      out.append(bytes[i] == '"' ? "\"" : "").appendByte(bytes[i]);
    }
    out.appendByte('"');
  }

  /** Appends a field of an event; arrays as JSON. */
  static void appendField(Field field, byte[] bytes, int payload, ByteText scratch, ByteText out) {
    if (field.isText()) {
      appendText(bytes, field.dataStart(bytes, payload), field.dataLength(bytes, payload), out);
    } else if (field.isInteger()) {
      JsonText.appendField(field, bytes, payload, out);
    } else {
      JsonText.appendField(field, bytes, payload, scratch.clear());
      appendQuoted(scratch.bytes(), 0, scratch.length(), out);
    }
  }

  /** Appends what all events have: time, name, CPU, process, thread, command. */
  static void appendCommon(EventCursor event, byte[] name, byte[] command, ByteText out) {
    out.appendDecimal(event.timeNanos()).appendByte(',').append(name);
    out.appendByte(',').appendDecimal(event.cpu());
    out.appendByte(',').appendDecimal(event.pid());
    out.appendByte(',').appendDecimal(event.tid()).appendByte(',');
    appendText(command, 0, command.length, out);
  }
}
