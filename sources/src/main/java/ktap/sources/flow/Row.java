package ktap.sources.flow;

import java.util.List;

/**
 * A structured row that a script gave out with {@code emit}.
 *
 * @param timeNanos event time, CLOCK_MONOTONIC
 * @param columns names, in order
 * @param values one for each column: {@link Long}, {@link Double}, {@link Boolean}, {@link String}
 *     (bytes that aren't UTF-8 as a {@code byte[]}), or {@link #NIL}
 */
public record Row(long timeNanos, List<String> columns, List<Object> values) implements Item {
  /** The script's nil. */
  public static final Object NIL =
      new Object() {
        @Override
        public String toString() {
          return "nil";
        }
      };

  public Row {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
    if (columns.size() != values.size()) {
      throw new IllegalArgumentException(
          columns.size() + " columns, but " + values.size() + " values");
    }
  }
}
