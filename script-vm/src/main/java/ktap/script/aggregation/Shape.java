package ktap.script.aggregation;

/**
 * What an aggregation is made as, and in a register the mark of a number that is to go into one:
 * {@code hist(v)} gives the register pair (v, {@link PlainShape#LOG}), so that {@code t[k] <<<
 * hist(v)} allocates nothing once {@code t[k]} is there.
 */
public sealed interface Shape permits PlainShape, LinearShape {
  /** A new one that nothing went into. */
  Summary create();

  /** Writes which it is. */
  default void write(StateWriter out) {
    switch (this) {
      case PlainShape plain -> out.number(plain.mark());
      case LinearShape linear ->
          out.number(LinearShape.MARK)
              .number(linear.low())
              .number(linear.high())
              .number(linear.step());
    }
  }

  /** Reads what {@link #write} wrote. */
  static Shape read(StateReader in) {
    long kind = in.number();
    if (kind == LinearShape.MARK) {
      return new LinearShape(in.number(), in.number(), in.number());
    }
    for (PlainShape plain : PlainShape.values()) {
      if (plain.mark() == kind) {
        return plain;
      }
    }
    throw in.wrong("kind " + kind + " of aggregation");
  }

  /** Reads the contents of an aggregation of this shape. */
  default Summary readSummary(StateReader in) {
    return switch (this) {
      case PlainShape plain ->
          switch (plain) {
            case STATISTICS -> Statistics.read(in);
            case LOG -> LogHistogram.read(in);
            case PERCENTILES -> Percentiles.read(in);
          };
      case LinearShape linear -> LinearHistogram.read(linear, in);
    };
  }
}
