package ktap.script.aggregation;

import java.util.List;
import ktap.sources.flow.ByteText;

/** Counts by steps of one size, with one bucket below the first and one above the last. */
public final class LinearHistogram extends Summary {
  private final LinearShape shape;
  private final long[] buckets;
  private final Moments moments = new Moments();

  LinearHistogram(LinearShape shape) {
    this.shape = shape;
    this.buckets = new long[shape.steps() + 2];
  }

  private int bucket(long value) {
    if (value < shape.low()) {
      return 0;
    }
    return value >= shape.high()
        ? buckets.length - 1
        : 1 + (int) ((value - shape.low()) / shape.step());
  }

  @Override
  void addInteger(long value) {
    buckets[bucket(value)]++;
    moments.add(value);
  }

  @Override
  public void merge(Summary other) {
    if (!(other instanceof LinearHistogram from) || !from.shape.equals(shape)) {
      throw unlike(this, other);
    }
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += from.buckets[i];
    }
    moments.merge(from.moments);
  }

  @Override
  void remove(Summary twice) {
    if (!(twice instanceof LinearHistogram from) || !from.shape.equals(shape)) {
      throw unlike(this, twice);
    }
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] -= from.buckets[i];
    }
    moments.remove(from.moments);
  }

  @Override
  public Summary copy() {
    LinearHistogram copy = new LinearHistogram(shape);
    copy.merge(this);
    return copy;
  }

  @Override
  public Shape shape() {
    return shape;
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
    BucketRows.append(out, buckets, this::appendRange);
  }

  @Override
  public List<Bucket> buckets() {
    return BucketRows.filled(buckets, this::from);
  }

  private long from(int bucket) {
    return bucket == 0
        ? Long.MIN_VALUE
        : Math.min(shape.high(), shape.low() + (bucket - 1) * shape.step());
  }

  private void appendRange(ByteText out, int bucket) {
    if (bucket == 0) {
      out.append("(..., ");
      appendEdge(out, shape.low());
    } else {
      out.appendByte('[');
      appendEdge(out, from(bucket));
      out.append(", ");
      if (bucket == buckets.length - 1) {
        out.append("...");
      } else {
        appendEdge(out, from(bucket + 1));
      }
    }
    out.appendByte(')');
  }

  private void appendEdge(ByteText out, long edge) {
    if (shape.step() % 1024 == 0) {
      BucketRows.appendScaled(out, edge);
    } else {
      out.appendDecimal(edge);
    }
  }

  @Override
  void write(StateWriter out) {
    moments.write(out);
    BucketRows.write(out, buckets);
  }

  static LinearHistogram read(LinearShape shape, StateReader in) {
    LinearHistogram read = new LinearHistogram(shape);
    read.moments.read(in);
    BucketRows.read(in, read.buckets);
    return read;
  }
}
