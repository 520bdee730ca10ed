package ktap.script.aggregation;

/** Count, sum, minimum and maximum of integers, beside the buckets of a histogram. */
final class Moments {
  long count;
  long sum;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;

  void add(long value) {
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  void merge(Moments other) {
    count += other.count;
    sum += other.sum;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  void remove(Moments twice) {
    count -= twice.count;
    sum -= twice.sum;
  }

  long min() {
    return count == 0 ? 0 : min;
  }

  long max() {
    return count == 0 ? 0 : max;
  }

  void write(StateWriter out) {
    out.number(count).number(sum).number(min).number(max);
  }

  void read(StateReader in) {
    count = in.number();
    sum = in.number();
    min = in.number();
    max = in.number();
  }
}
