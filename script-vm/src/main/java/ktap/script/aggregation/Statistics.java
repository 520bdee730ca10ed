package ktap.script.aggregation;

import ktap.sources.flow.ByteText;

/**
 * How many, their sum, the smallest and the largest: what {@code <<<} makes of plain numbers. It
 * counts in integers, whose sum wraps, until the first float comes.
 */
public final class Statistics extends Summary {
  private long count;
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;
  private boolean floating;
  private double floatSum;
  private double floatMin;
  private double floatMax;

  @Override
  void addInteger(long value) {
    if (floating) {
      addFloat((double) value);
      return;
    }
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  @Override
  void addFloat(double value) {
    becomeFloating();
    floatMin = count == 0 ? value : Math.min(floatMin, value);
    floatMax = count == 0 ? value : Math.max(floatMax, value);
    floatSum += value;
    count++;
  }

  private void becomeFloating() {
    if (!floating) {
      floating = true;
      floatSum = sum;
      floatMin = min;
      floatMax = max;
    }
  }

  @Override
  public void merge(Summary other) {
    Statistics from = same(this, other);
    if (from.count == 0) {
      return;
    }
    if (!floating && !from.floating) {
      count += from.count;
      sum += from.sum;
      min = Math.min(min, from.min);
      max = Math.max(max, from.max);
      return;
    }
    Statistics right = (Statistics) from.copy();
    right.becomeFloating();
    becomeFloating();
    floatMin = count == 0 ? right.floatMin : Math.min(floatMin, right.floatMin);
    floatMax = count == 0 ? right.floatMax : Math.max(floatMax, right.floatMax);
    floatSum += right.floatSum;
    count += right.count;
  }

  @Override
  void remove(Summary twice) {
    count -= same(this, twice).count;
    sum -= twice.sum();
    floatSum -= twice.floatSum();
  }

  @Override
  public Summary copy() {
    Statistics copy = new Statistics();
    copy.count = count;
    copy.sum = sum;
    copy.min = min;
    copy.max = max;
    copy.floating = floating;
    copy.floatSum = floatSum;
    copy.floatMin = floatMin;
    copy.floatMax = floatMax;
    return copy;
  }

  @Override
  public Shape shape() {
    return PlainShape.STATISTICS;
  }

  /** Whether a float was among the numbers, so that its readings are floats. */
  @Override
  public boolean isFloating() {
    return floating;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long sum() {
    return floating ? (long) floatSum : sum;
  }

  @Override
  public long min() {
    return count == 0 ? 0 : floating ? (long) floatMin : min;
  }

  @Override
  public long max() {
    return count == 0 ? 0 : floating ? (long) floatMax : max;
  }

  @Override
  public double floatSum() {
    return floating ? floatSum : sum;
  }

  @Override
  public double floatMin() {
    return floating ? floatMin : min();
  }

  @Override
  public double floatMax() {
    return floating ? floatMax : max();
  }

  @Override
  void write(StateWriter out) {
    out.number(count).number(floating ? 1 : 0);
    if (floating) {
      out.real(floatSum).real(floatMin).real(floatMax);
    } else {
      out.number(sum).number(min).number(max);
    }
  }

  static Statistics read(StateReader in) {
    Statistics read = new Statistics();
    read.count = in.number();
    read.floating = in.number() != 0;
    if (read.floating) {
      read.floatSum = in.real();
      read.floatMin = in.real();
      read.floatMax = in.real();
    } else {
      read.sum = in.number();
      read.min = in.number();
      read.max = in.number();
    }
    return read;
  }

  @Override
  public void appendTo(ByteText out) {
    out.append("[count: ").appendDecimal(count, 6).append(" sum: ");
    appendReading(out, sum(), floatSum());
    out.append(" max: ");
    appendReading(out, max(), floatMax());
    out.append(" min: ");
    appendReading(out, min(), floatMin());
    out.append(" avg: ");
    appendReading(out, average(), floatAverage());
    out.appendByte(']');
  }

  private void appendReading(ByteText out, long integer, double real) {
    int start = out.length();
    if (floating) {
      out.append(Double.toString(real));
    } else {
      out.appendDecimal(integer);
    }
    out.padLeft(start, 6, ' ');
  }

  private static Statistics same(Summary self, Summary other) {
    if (other instanceof Statistics statistics) {
      return statistics;
    }
    throw unlike(self, other);
  }
}
