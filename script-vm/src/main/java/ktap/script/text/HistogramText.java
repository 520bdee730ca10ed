package ktap.script.text;

import ktap.script.aggregation.LinearHistogram;
import ktap.script.aggregation.LogHistogram;
import ktap.script.aggregation.Summary;
import ktap.script.value.CallContext;
import ktap.script.value.KernelAddress;
import ktap.script.value.Kinds;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * A table as a histogram: a row for each key, the largest value first, each bar as long as the
 * value's part of the sum.
 */
public final class HistogramText {
  private static final int LONGEST_KEY = 32;
  private static final int CUT_SYMBOL = 28;

  private final ByteText out;
  private final CallContext context;
  private final ValueText values;
  private final HistogramStyle style;
  private final ByteText key = new ByteText(64);

  public HistogramText(ByteText out, CallContext context, ValueText values, HistogramStyle style) {
    this.out = out;
    this.context = context;
    this.values = values;
    this.style = style;
  }

  /** One that shows another number of rows. */
  public HistogramText withRows(int rows) {
    return new HistogramText(out, context, values, style.withRows(rows));
  }

  /**
   * Appends a table; one of histograms as one histogram after the other.
   *
   * @throws ScriptRuntimeException if a value is neither a number nor an aggregation; the heading
   *     was appended then
   */
  public void append(Table table) {
    if (holdsHistograms(table)) {
      appendEach(table);
      return;
    }
    appendHeading();
    TopEntries top = new TopEntries(Math.min(style.rows(), table.size()), table);
    double sum = 0;
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      long weight = weight(entry.valueNumber(), entry.valueRef());
      top.offer(weight, entry);
      sum += Math.max(weight, 0);
    }
    top.sort();
    appendRows(top, sum);
    if (top.seen() > top.count()) {
      out.appendFill(' ', style.keyWidth() - 3).append("... |\n");
    }
  }

  private static boolean holdsHistograms(Table table) {
    Table.Iteration first = table.iterate();
    return first.next() && isHistogram(first.valueRef());
  }

  /** Whether an aggregation is shown in rows of its own. */
  public static boolean isHistogram(@Nullable Object value) {
    return value instanceof LogHistogram || value instanceof LinearHistogram;
  }

  private void appendEach(Table table) {
    TopEntries all = new TopEntries(table.size(), table);
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      if (!(entry.valueRef() instanceof Summary summary)) {
        throw notNumber(entry.valueRef());
      }
      all.offer(-summary.count(), entry);
    }
    all.sort();
    for (int i = 0; i < all.count(); i++) {
      values.appendKey(out, context, all.keyNumber(i), all.keyRef(i));
      out.append(":\n");
      if (all.valueRef(i) instanceof Summary summary) {
        summary.appendTo(out);
      }
      out.appendByte('\n');
    }
  }

  private long weight(long number, Object ref) {
    if (ref == Tag.INT) {
      return number;
    }
    if (ref == Tag.FLOAT) {
      return (long) Double.longBitsToDouble(number);
    }
    if (ref instanceof Summary summary) {
      return summary.count();
    }
    throw notNumber(ref);
  }

  private ScriptRuntimeException notNumber(@Nullable Object ref) {
    String words =
        style.symbols()
            ? "error: table histogram only handle (key: string/number val: number)"
            : "error: print_hist only can print number";
    return ScriptRuntimeException.error(words + ": a value of the table is " + Kinds.sentence(ref));
  }

  private void appendHeading() {
    int start = out.length();
    out.append("value ").padLeft(start, style.keyWidth(), ' ');
    out.append("------------- Distribution ------------- count\n");
  }

  private void appendRows(TopEntries top, double sum) {
    boolean symbols =
        style.symbols() && top.count() > 0 && isSymbol(top.keyNumber(0), top.keyRef(0));
    for (int i = 0; i < top.count(); i++) {
      boolean number = top.keyRef(i) == Tag.INT;
      key.clear();
      if (number && symbols) {
        StackText.appendSymbol(key, context.kernelNames(), top.keyNumber(i));
      } else {
        values.appendKey(key, context, top.keyNumber(i), top.keyRef(i));
      }
      boolean symbol = number && symbols || top.keyRef(i) instanceof KernelAddress;
      if (symbol && key.length() > LONGEST_KEY) {
        key.cut(CUT_SYMBOL).append("...");
      }
      appendRow(top.weight(i), sum, number && style.blankAfterBar());
    }
  }

  private boolean isSymbol(long number, @Nullable Object ref) {
    return ref == Tag.INT && context.kernelNames().appendSymbol(number, false, key.clear());
  }

  private void appendRow(long weight, double sum, boolean blank) {
    boolean lines = !key.isEmpty() && key.bytes()[key.length() - 1] == '\n'; // a stack
    if (key.length() > LONGEST_KEY || lines) {
      out.append(key);
      appendBar(weight, sum);
      out.appendByte('\n').appendDecimal(weight).append("\n\n");
      return;
    }
    out.appendFill(' ', style.keyWidth() - key.length()).append(key).append(" |");
    if (blank) {
      out.appendByte(' ');
    }
    appendBar(weight, sum);
    int start = out.length();
    out.appendDecimal(weight).padRight(start, style.countWidth(), ' ').appendByte('\n');
  }

  private void appendBar(long weight, double sum) {
    int bar = sum <= 0 || weight <= 0 ? 0 : (int) (weight * (double) style.barWidth() / sum);
    out.appendFill('@', bar).appendFill(' ', style.barWidth() - bar);
  }
}
