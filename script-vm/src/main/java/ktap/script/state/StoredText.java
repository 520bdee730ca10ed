package ktap.script.state;

import java.nio.charset.StandardCharsets;
import ktap.script.aggregation.Percentiles;
import ktap.script.aggregation.Summary;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.Closure;
import ktap.script.value.Key;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/** A value that was kept, as JSON. */
final class StoredText {
  private static final String HEX = "0123456789abcdef";

  /** Tables may hold each other in a circle. */
  private static final int DEEPEST = 8;

  private final ByteText out;

  StoredText(ByteText out) {
    this.out = out;
  }

  void append(long number, @Nullable Object ref) {
    json(number, ref, 0);
  }

  /** Names what would be long, and nil as scripts do. */
  void appendShort(long number, @Nullable Object ref) {
    switch (ref) {
      case null -> out.append("nil");
      case Table table -> out.append("a table");
      case Summary summary -> out.append("an aggregation of " + summary.shape());
      case Closure function -> out.append("a function");
      case BuiltIn function -> out.append("a function");
      case StoredName function -> out.append("a function");
      default -> json(number, ref, 0);
    }
  }

  private void json(long number, @Nullable Object ref, int depth) {
    switch (ref) {
      case null -> out.append("null");
      case Tag tag -> number(number, tag);
      case Boolean truth -> out.append(truth ? "true" : "false");
      case ByteString text -> quote(text.bytes());
      case Key key -> {
        for (int i = 0; i < key.size(); i++) {
          out.appendByte(i == 0 ? '[' : ',');
          json(key.number(i), key.ref(i), depth);
        }
        out.appendByte(']');
      }
      case Summary summary -> readings(summary);
      case Table table when depth < DEEPEST -> entries(table, depth + 1);
      case StoredName function -> text("function " + function);
      default -> quote(ref.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
    }
  }

  @SuppressWarnings("ReferenceEquality") // tags are unique
  private void number(long number, Tag tag) {
    if (tag == Tag.INT) {
      out.appendDecimal(number);
      return;
    }
    double value = Double.longBitsToDouble(number);
    boolean isFinite = !Double.isNaN(value) && !Double.isInfinite(value);
    out.append(isFinite ? Double.toString(value) : '"' + Double.toString(value) + '"');
  }

  private void readings(Summary summary) {
    out.append("{\"kind\":");
    quote(summary.shape().toString().getBytes(StandardCharsets.UTF_8));
    out.append(",\"count\":").appendDecimal(summary.count());
    out.append(",\"sum\":").appendDecimal(summary.sum());
    out.append(",\"min\":").appendDecimal(summary.min());
    out.append(",\"max\":").appendDecimal(summary.max());
    if (summary instanceof Percentiles percentiles) {
      out.append(",\"p50\":").appendDecimal(percentiles.at(50));
      out.append(",\"p99\":").appendDecimal(percentiles.at(99));
    }
    out.appendByte('}');
  }

  private void entries(Table table, int depth) {
    out.append("{\"entries\":[");
    boolean isFirst = true;
    for (Table.Iteration each = table.iterate(); each.next(); isFirst = false) {
      out.append(isFirst ? "[" : ",[");
      json(each.keyNumber(), each.keyRef(), depth);
      out.appendByte(',');
      json(each.valueNumber(), each.valueRef(), depth);
      out.appendByte(']');
    }
    out.append("]}");
  }

  private void text(String text) {
    quote(text.getBytes(StandardCharsets.UTF_8));
  }

  void quote(byte[] bytes) {
    out.appendByte('"');
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append("\\").append(String.valueOf(c));
      } else if (c < ' ') {
        out.append("\\u00").appendByte(HEX.charAt(c >> 4)).appendByte(HEX.charAt(c & 15));
      } else {
        out.append(text.substring(i, i + (Character.isHighSurrogate(c) ? 2 : 1)));
        i += Character.isHighSurrogate(c) ? 1 : 0;
      }
    }
    out.appendByte('"');
  }
}
