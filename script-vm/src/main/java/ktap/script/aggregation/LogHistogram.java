package ktap.script.aggregation;

import java.util.List;
import ktap.sources.flow.ByteText;

/**
 * Counts by powers of two: a bucket for negative numbers, one for 0, and one for each range from a
 * power of two up to, not including, the next.
 */
public final class LogHistogram extends Summary {
  /** Bucket 0: below 0; 1: 0; then the numbers with one bit, two bits, … 63 bits. */
  private static final int BUCKETS = 65;

  private final long[] buckets = new long[BUCKETS];
  private final Moments moments = new Moments();

  private static int bucket(long value) {
    return value < 0 ? 0 : 65 - Long.numberOfLeadingZeros(value);
  }

  @Override
  void addInteger(long value) {
    buckets[bucket(value)]++;
    moments.add(value);
  }

  @Override
  public void merge(Summary other) {
    if (!(other instanceof LogHistogram from)) {
      throw unlike(this, other);
    }
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] += from.buckets[i];
    }
    moments.merge(from.moments);
  }

  @Override
  void remove(Summary twice) {
    if (!(twice instanceof LogHistogram from)) {
      throw unlike(this, twice);
    }
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] -= from.buckets[i];
    }
    moments.remove(from.moments);
  }

  @Override
  public Summary copy() {
    LogHistogram copy = new LogHistogram();
    copy.merge(this);
    return copy;
  }

  @Override
  public Shape shape() {
    return PlainShape.LOG;
  }

  @Override
  public long count() {
    return moments.count;
  }

  @Override
  public long sum() {
    return moments.sum;
  }

  @Override
  public long min() {
    return moments.min();
  }

  @Override
  public long max() {
    return moments.max();
  }

  @Override
  public void appendTo(ByteText out) {
    BucketRows.append(out, buckets, LogHistogram::appendRange);
  }

  @Override
  public List<Bucket> buckets() {
    return BucketRows.filled(buckets, LogHistogram::from);
  }

  private static long from(int bucket) {
    return switch (bucket) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> 0;
      default -> 1L << bucket - 2;
    };
  }

  private static void appendRange(ByteText out, int bucket) {
    if (bucket == 0) {
      out.append("(..., 0)");
    } else if (bucket <= 2) {
      out.appendByte('[').appendDecimal(bucket - 1).appendByte(']');
    } else {
      out.appendByte('[');
      BucketRows.appendScaled(out, 1L << bucket - 2);
      out.append(", ");
      if (bucket == BUCKETS - 1) {
        out.append("...)");
        return;
      }
      BucketRows.appendScaled(out, 1L << bucket - 1);
      out.appendByte(')');
    }
  }

  @Override
  void write(StateWriter out) {
    moments.write(out);
    BucketRows.write(out, buckets);
  }

  static LogHistogram read(StateReader in) {
    LogHistogram read = new LogHistogram();
    read.moments.read(in);
    BucketRows.read(in, read.buckets);
    return read;
  }
}
