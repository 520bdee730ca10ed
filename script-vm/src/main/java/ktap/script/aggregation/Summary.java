package ktap.script.aggregation;

import java.util.List;
import ktap.script.value.Aggregation;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * A value that many numbers went into. {@link #merge} is associative and commutative, and an empty
 * one changes nothing.
 */
public abstract sealed class Summary extends Aggregation
    permits Statistics, LogHistogram, LinearHistogram, Percentiles {

  @Override
  public final void add(long number, @Nullable Object ref) {
    if (ref == Tag.INT) {
      addInteger(number);
    } else if (ref == Tag.FLOAT) {
      addFloat(Double.longBitsToDouble(number));
    } else if (ref instanceof Shape shape) {
      if (!shape.equals(shape())) {
        throw ScriptRuntimeException.error(
            "error: cannot add a value for " + shape + " to an aggregation made by " + shape());
      }
      addInteger(number);
    } else {
      throw ScriptRuntimeException.error("error: add non number value to aggregation table");
    }
  }

  abstract void addInteger(long value);

  /** Takes a float in; all but {@link Statistics} count in whole numbers. */
  void addFloat(double value) {
    addInteger((long) value);
  }

  /**
   * Takes in what went into another one.
   *
   * @throws IllegalArgumentException if that one has another shape
   */
  public abstract void merge(Summary other);

  /**
   * Takes in what went into another one since it was as {@code start}, whose numbers are in both.
   *
   * @throws IllegalArgumentException if one of them has another shape
   */
  public final void mergeSince(Summary start, Summary other) {
    merge(other);
    if (start.count() <= other.count()) { // else it was made anew
      remove(start);
    }
  }

  /** Takes out what is in this one twice; the smallest and the largest stay. */
  abstract void remove(Summary twice);

  /** One that goes its own way from here on. */
  public abstract Summary copy();

  /** What it was made as. */
  public abstract Shape shape();

  /** How many numbers went in. */
  public abstract long count();

  /** Their sum; wraps. */
  public abstract long sum();

  /** The smallest; 0 if none went in. */
  public abstract long min();

  /** The largest; 0 if none went in. */
  public abstract long max();

  /** Their mean, truncated; 0 if none went in. */
  public final long average() {
    return count() == 0 ? 0 : isFloating() ? (long) floatAverage() : sum() / count();
  }

  /** Whether its readings are floats. */
  public boolean isFloating() {
    return false;
  }

  public double floatSum() {
    return sum();
  }

  public double floatMin() {
    return min();
  }

  public double floatMax() {
    return max();
  }

  public final double floatAverage() {
    return count() == 0 ? 0 : floatSum() / count();
  }

  /** The ranges that it counts by, those in which nothing is left out; none if it doesn't. */
  public List<Bucket> buckets() {
    return List.of();
  }

  /** Appends what {@code print} shows. */
  public abstract void appendTo(ByteText out);

  abstract void write(StateWriter out);

  /** Its state as bytes, as {@link #read} takes them. */
  public final byte[] toBytes() {
    StateWriter out = new StateWriter();
    shape().write(out);
    write(out);
    return out.toBytes();
  }

  /**
   * Gives back what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  public static Summary read(byte[] bytes) {
    StateReader in = new StateReader(bytes);
    Summary read = Shape.read(in).readSummary(in);
    in.end();
    return read;
  }

  static IllegalArgumentException unlike(Summary one, Summary other) {
    return new IllegalArgumentException(
        "can't merge an aggregation of " + other.shape() + " into one of " + one.shape());
  }
}
