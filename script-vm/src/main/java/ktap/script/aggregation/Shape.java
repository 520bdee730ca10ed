package ktap.script.aggregation;

/**
 * What an aggregation is made as, and in a register the mark of a number that is to go into one:
 * {@code hist(v)} gives the register pair (v, {@link #LOG}), so that {@code t[k] <<< hist(v)}
 * allocates nothing once {@code t[k]} is there.
 */
public sealed interface Shape {
  /** What plain numbers are summed up as. */
  Shape STATISTICS = new Statistical();

  /** {@code hist(v)}: counts by powers of two. */
  Shape LOG = new Log();

  /** {@code hdr(v)}: counts with three significant digits, for {@code quantiles}. */
  Shape PERCENTILES = new Percentile();

  /** A new one that nothing went into. */
  Summary create();

  /** Count, sum, minimum, maximum. */
  record Statistical() implements Shape {
    @Override
    public Summary create() {
      return new Statistics();
    }

    @Override
    public String toString() {
      return "plain numbers";
    }
  }

  /** A histogram by powers of two. */
  record Log() implements Shape {
    @Override
    public Summary create() {
      return new LogHistogram();
    }

    @Override
    public String toString() {
      return "hist(v)";
    }
  }

  /** A histogram for percentiles. */
  record Percentile() implements Shape {
    @Override
    public Summary create() {
      return new Percentiles();
    }

    @Override
    public String toString() {
      return "hdr(v)";
    }
  }

  /**
   * A histogram with steps of one size, {@code lhist(v, low, high, step)}.
   *
   * @param low where the first step begins; smaller values are counted together
   * @param high where the last step ends; it and larger values are counted together
   */
  record Linear(long low, long high, long step) implements Shape {
    /** More rows than anyone reads. */
    static final int MAX_STEPS = 1000;

    public Linear {
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

  /** Writes which it is. */
  default void write(StateWriter out) {
    switch (this) {
      case Statistical _ -> out.number(1);
      case Log _ -> out.number(2);
      case Percentile _ -> out.number(3);
      case Linear linear ->
          out.number(4).number(linear.low).number(linear.high).number(linear.step);
    }
  }

  /** Reads what {@link #write} wrote. */
  static Shape read(StateReader in) {
    long kind = in.number();
    if (kind == 4) {
      return new Linear(in.number(), in.number(), in.number());
    }
    if (kind < 1 || kind > 3) {
      throw in.wrong("kind " + kind + " of aggregation");
    }
    return kind == 1 ? STATISTICS : kind == 2 ? LOG : PERCENTILES;
  }

  /** Reads the contents of an aggregation of this shape. */
  default Summary readSummary(StateReader in) {
    return switch (this) {
      case Statistical _ -> Statistics.read(in);
      case Log _ -> LogHistogram.read(in);
      case Percentile _ -> Percentiles.read(in);
      case Linear linear -> LinearHistogram.read(linear, in);
    };
  }
}
