package ktap.script.aggregation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import ktap.sources.flow.ByteText;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Counts with three significant digits, of any whole number from 0 up, for percentiles; an
 * HdrHistogram. Negative numbers count as 0.
 */
public final class Percentiles extends Summary {
  private static final int DIGITS = 3;
  private static final double[] SHOWN = {50, 90, 99, 99.9};

  private final Histogram histogram;
  private final Moments moments = new Moments();

  Percentiles() {
    this(new Histogram(DIGITS));
  }

  private Percentiles(Histogram histogram) {
    this.histogram = histogram;
    histogram.setAutoResize(true);
  }

  @Override
  void addInteger(long value) {
    // The top bit's range is one that HdrHistogram can't resize to.
    histogram.recordValue(Math.min(Math.max(value, 0), Long.MAX_VALUE / 2));
    moments.add(value);
  }

  /** The value below or at which so many percent of all numbers lie; 0 if none went in. */
  public long at(double percent) {
    if (moments.count == 0) {
      return 0;
    }
    return Math.min(histogram.getValueAtPercentile(percent), moments.max());
  }

  @Override
  public void merge(Summary other) {
    if (!(other instanceof Percentiles from)) {
      throw unlike(this, other);
    }
    histogram.add(from.histogram);
    moments.merge(from.moments);
  }

  @Override
  void remove(Summary twice) {
    if (!(twice instanceof Percentiles from)) {
      throw unlike(this, twice);
    }
    histogram.subtract(from.histogram);
    moments.remove(from.moments);
  }

  @Override
  public Summary copy() {
    Percentiles copy = new Percentiles();
    copy.merge(this);
    return copy;
  }

  @Override
  public Shape shape() {
    return PlainShape.PERCENTILES;
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
  public List<Bucket> buckets() {
    List<Bucket> filled = new ArrayList<>();
    for (HistogramIterationValue each : histogram.recordedValues()) {
      long value = each.getValueIteratedTo();
      filled.add(
          new Bucket(
              histogram.lowestEquivalentValue(value),
              histogram.highestEquivalentValue(value),
              each.getCountAtValueIteratedTo()));
    }
    return filled;
  }

  @Override
  public void appendTo(ByteText out) {
    out.append("[count: ").appendDecimal(count());
    for (double percent : SHOWN) {
      out.append(" p");
      if (percent == (long) percent) {
        out.appendDecimal((long) percent);
      } else {
        out.append(Double.toString(percent));
      }
      out.append(": ").appendDecimal(at(percent));
    }
    out.append(" max: ").appendDecimal(max()).appendByte(']');
  }

  @Override
  void write(StateWriter out) {
    moments.write(out);
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    out.bytes(buffer.array(), length);
  }

  static Percentiles read(StateReader in) {
    Moments moments = new Moments();
    moments.read(in);
    byte[] encoded = in.bytes();
    try {
      Percentiles read =
          new Percentiles(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0));
      read.moments.merge(moments);
      return read;
    } catch (DataFormatException | RuntimeException e) {
      throw in.wrong("a histogram that can't be decoded (" + e.getMessage() + ")");
    }
  }
}
