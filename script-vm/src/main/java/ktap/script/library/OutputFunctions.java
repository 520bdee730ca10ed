package ktap.script.library;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ktap.script.aggregation.Percentiles;
import ktap.script.aggregation.Summary;
import ktap.script.text.HistogramStyle;
import ktap.script.text.HistogramText;
import ktap.script.text.QuantileText;
import ktap.script.text.TopText;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.EventTextValue;
import ktap.script.value.Kinds;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Row;
import org.jspecify.annotations.Nullable;

/** What writes: each call is one record. */
final class OutputFunctions {
  private static final int LEAST_ROWS = 20;
  private static final int MOST_ROWS = 1000;
  private static final int TOP_ROWS = 20;

  private OutputFunctions() {}

  static void print(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    RunState state = RunState.of(context);
    ByteText text = state.text();
    if (context.host().showsEventTimes() && printsEvent(refs, base, count)) {
      appendClock(context, text);
      text.append(": ");
    }
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        text.appendByte('\t');
      }
      state.values().append(text, context, numbers[base + i], refs[base + i]);
    }
    text.appendByte('\n');
    refs[base] = null;
    RunState.print(context, text);
  }

  static void printf(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    RunState state = RunState.of(context);
    ByteText text = state.text();
    state.printf().append(text, context, numbers, refs, base, count);
    refs[base] = null;
    RunState.print(context, text);
  }

  /** Prints {@code n - 1} rows, as the original did. */
  static void printHist(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long rows = Arguments.integerOr(numbers, refs, base, count, 1, LEAST_ROWS);
    int shown = (int) Math.min(Math.max(rows, LEAST_ROWS), MOST_ROWS) - 1;
    histogram(context, refs, base, HistogramStyle.PRINT_HIST.withRows(shown));
  }

  static void histogram(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    HistogramStyle style =
        context.isFirstDialect() ? HistogramStyle.FIRST : HistogramStyle.HISTOGRAM;
    long rows = Arguments.integerOr(numbers, refs, base, count, 1, style.rows());
    histogram(context, refs, base, style.withRows((int) Math.min(rows, Integer.MAX_VALUE)));
  }

  private static void histogram(
      CallContext context, @Nullable Object[] refs, int base, HistogramStyle style) {
    RunState state = RunState.of(context);
    ByteText text = state.text();
    Object value = refs[base];
    refs[base] = null;
    if (value instanceof Summary summary) {
      summary.appendTo(text);
      if (!HistogramText.isHistogram(summary)) {
        text.appendByte('\n');
      }
      RunState.print(context, text);
      return;
    }
    if (!(value instanceof Table table)) {
      throw ScriptRuntimeException.error(
          "error: wrong type of argument 1: expected a table or an aggregation, found "
              + Kinds.sentence(value));
    }
    try {
      new HistogramText(text, context, state.values(), style).append(table);
    } finally {
      RunState.print(context, text);
    }
  }

  static void printTraceClock(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteText text = RunState.of(context).text();
    appendClock(context, text);
    text.appendByte('\n');
    refs[base] = null;
    RunState.print(context, text);
  }

  /** Seconds and microseconds of the script's time, as the kernel's trace file writes them. */
  private static void appendClock(CallContext context, ByteText text) {
    long micros = context.timeNanos() / 1000;
    text.appendDecimal(micros / 1_000_000, 5).appendByte('.');
    int start = text.length();
    text.appendDecimal(micros % 1_000_000).padLeft(start, 6, '0');
  }

  private static boolean printsEvent(@Nullable Object[] refs, int base, int count) {
    for (int i = 0; i < count; i++) {
      if (refs[base + i] == EventTextValue.INSTANCE) {
        return true;
      }
    }
    return false;
  }

  /** {@code top(t [, n [, column]])}. */
  static void top(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    RunState state = RunState.of(context);
    ByteText text = state.text();
    long rows = Arguments.integerOr(numbers, refs, base, count, 1, TOP_ROWS);
    ByteString column =
        Arguments.ref(refs, base, count, 2) instanceof ByteString name ? name : ByteString.EMPTY;
    new TopText(text, context, state.values())
        .append(Arguments.table(refs, base), (int) Math.max(0, Math.min(rows, 1 << 20)), column);
    refs[base] = null;
    RunState.print(context, text);
  }

  /** {@code quantiles(x, 50, 99, 99.9)}. */
  static void quantiles(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    double[] percents = new double[Math.max(0, count - 1)];
    for (int i = 0; i < percents.length; i++) {
      percents[i] = AggregationFunctions.percent(numbers, refs, base + 1 + i);
    }
    if (percents.length == 0) {
      percents = new double[] {50, 90, 99, 99.9};
    }
    RunState state = RunState.of(context);
    ByteText text = state.text();
    QuantileText quantiles = new QuantileText(text, context, state.values(), percents);
    Object value = refs[base];
    refs[base] = null;
    if (value instanceof Table table) {
      quantiles.append(table);
    } else if (value instanceof Percentiles one) {
      quantiles.append(one);
    } else {
      throw ScriptRuntimeException.error(
          "error: wrong type of argument 1: quantiles takes what 't[k] <<< hdr(v)' made, or a"
              + " table of that, found "
              + Kinds.sentence(value));
    }
    RunState.print(context, text);
  }

  /** {@code emit{a = 1, b = "x"}}: a row with named columns, in the order of the constructor. */
  static void emit(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Table table = Arguments.table(refs, base);
    List<String> columns = new ArrayList<>(table.size());
    List<Object> values = new ArrayList<>(table.size());
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      columns.add(columnName(context, entry));
      values.add(value(context, entry.valueNumber(), entry.valueRef()));
    }
    refs[base] = null;
    context.host().emit(new Row(context.timeNanos(), columns, values));
  }

  private static String columnName(CallContext context, Table.Iteration entry) {
    if (entry.keyRef() instanceof ByteString name) {
      return name.toString();
    }
    ByteText text = new ByteText(32);
    RunState.of(context).values().appendKey(text, context, entry.keyNumber(), entry.keyRef());
    return text.toString();
  }

  /** A value as rows and snapshots hold it. */
  static Object value(CallContext context, long number, @Nullable Object ref) {
    return switch (ref) {
      case null -> Row.NIL;
      case Tag tag -> {
        if (tag == Tag.INT) {
          yield number;
        }
        yield Double.longBitsToDouble(number);
      }
      case Boolean truth -> truth;
      case ByteString string -> text(string.bytes());
      default -> {
        ByteText text = new ByteText(64);
        RunState.of(context).values().appendKey(text, context, number, ref);
        yield text(text.toBytes());
      }
    };
  }

  private static Object text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return bytes.clone();
    }
  }
}
