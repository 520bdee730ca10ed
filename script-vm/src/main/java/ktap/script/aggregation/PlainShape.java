package ktap.script.aggregation;

/** The shapes that have nothing to choose. */
public enum PlainShape implements Shape {
  /** What plain numbers are summed up as: count, sum, minimum, maximum. */
  STATISTICS(0, "plain numbers"),
  /** {@code hist(v)}: counts by powers of two. */
  LOG(1, "hist(v)"),
  /** {@code hdr(v)}: counts with three significant digits, for {@code quantiles}. */
  PERCENTILES(2, "hdr(v)");

  private final int mark;
  private final String maker;

  PlainShape(int mark, String maker) {
    this.mark = mark;
    this.maker = maker;
  }

  /** Its number in stored states. */
  int mark() {
    return mark;
  }

  @Override
  public Summary create() {
    return switch (this) {
      case STATISTICS -> new Statistics();
      case LOG -> new LogHistogram();
      case PERCENTILES -> new Percentiles();
    };
  }

  @Override
  public String toString() {
    return maker;
  }
}
