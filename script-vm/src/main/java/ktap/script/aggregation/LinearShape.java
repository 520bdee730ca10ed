package ktap.script.aggregation;

/**
 * A histogram with steps of one size, {@code lhist(v, low, high, step)}.
 *
 * @param low where the first step begins; smaller values are counted together
 * @param high where the last step ends; it and larger values are counted together
 */
public record LinearShape(long low, long high, long step) implements Shape {
  /** More rows than anyone reads. */
  private static final int MAX_STEPS = 1000;

  /** Its number in stored states. */
  static final int MARK = 100;

  public LinearShape {
    if (step <= 0) {
      throw new IllegalArgumentException("the step of lhist must be above 0, found " + step);
    }
    if (high <= low) {
      throw new IllegalArgumentException(
          "lhist needs low < high, found low " + low + " and high " + high);
    }
    long width = high - low;
    if (width <= 0 || (width - 1) / step + 1 > MAX_STEPS) {
      throw new IllegalArgumentException(
          "lhist can have at most " + MAX_STEPS + " steps; take a larger step than " + step);
    }
  }

  int steps() {
    return (int) ((high - low - 1) / step + 1);
  }

  @Override
  public Summary create() {
    return new LinearHistogram(this);
  }

  @Override
  public String toString() {
    return "lhist(v, " + low + ", " + high + ", " + step + ")";
  }
}
