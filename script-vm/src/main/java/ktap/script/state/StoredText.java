package ktap.script.state;

import java.util.List;
import ktap.script.aggregation.Bucket;
import ktap.script.aggregation.Percentiles;
import ktap.script.aggregation.Summary;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.Closure;
import ktap.script.value.Key;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.JsonString;
import org.jspecify.annotations.Nullable;

/** A value that was kept, as JSON. */
final class StoredText {
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
      case ByteString text -> JsonString.append(text.bytes(), out);
      case Key key -> {
        for (int i = 0; i < key.size(); i++) {
          out.appendByte(i == 0 ? '[' : ',');
          json(key.number(i), key.ref(i), depth);
        }
        out.appendByte(']');
      }
      case Summary summary -> readings(summary);
      case Table table when depth < DEEPEST -> entries(table, depth + 1);
      case StoredName function -> JsonString.append("function " + function, out);
      default -> JsonString.append(ref.getClass().getSimpleName(), out);
    }
  }

  @SuppressWarnings("ReferenceEquality") // tags are unique
  private void number(long number, Tag tag) {
    if (tag == Tag.INT) {
      out.appendDecimal(number);
    } else {
      number(Double.longBitsToDouble(number));
    }
  }

  private void number(double value) {
    boolean isFinite = !Double.isNaN(value) && !Double.isInfinite(value);
    out.append(isFinite ? Double.toString(value) : '"' + Double.toString(value) + '"');
  }

  private void readings(Summary summary) {
    out.append("{\"kind\":");
    JsonString.append(summary.shape().toString(), out);
    out.append(",\"count\":").appendDecimal(summary.count());
    if (summary.isFloating()) {
      reading("sum", summary.floatSum());
      reading("min", summary.floatMin());
      reading("max", summary.floatMax());
    } else {
      reading("sum", summary.sum());
      reading("min", summary.min());
      reading("max", summary.max());
    }
    if (summary instanceof Percentiles percentiles) {
      reading("p50", percentiles.at(50));
      reading("p99", percentiles.at(99));
    }
    buckets(summary.buckets());
    out.appendByte('}');
  }

  private void reading(String name, long value) {
    out.append(",\"" + name + "\":").appendDecimal(value);
  }

  private void reading(String name, double value) {
    out.append(",\"" + name + "\":");
    number(value);
  }

  private void buckets(List<Bucket> buckets) {
    String before = ",\"buckets\":[";
    for (Bucket bucket : buckets) {
      out.append(before).append("[");
      end(bucket.from(), Long.MIN_VALUE);
      out.append(",");
      end(bucket.to(), Long.MAX_VALUE);
      out.append(",").appendDecimal(bucket.count()).append("]");
      before = ",";
    }
    out.append(buckets.isEmpty() ? "" : "]");
  }

  private void end(long value, long open) {
    if (value == open) {
      out.append("null");
    } else {
      out.appendDecimal(value);
    }
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
}
