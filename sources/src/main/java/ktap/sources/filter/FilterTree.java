package ktap.sources.filter;

/** What a filter says, before it is known which events it is for. */
sealed interface FilterTree {
  record Or(FilterTree left, FilterTree right) implements FilterTree {}

  record And(FilterTree left, FilterTree right) implements FilterTree {}

  record Not(FilterTree operand) implements FilterTree {}

  /**
   * {@code field operator value}.
   *
   * @param position where it starts in the text
   */
  record Predicate(String field, Operator operator, Value value, int position)
      implements FilterTree {}

  /** What a field is compared with. */
  sealed interface Value {}

  /**
   * @param isWide whether it is a positive number of more than 63 bits
   */
  record Amount(long number, boolean isWide) implements Value {}

  /** Text, quoted or bare. */
  record Words(String text) implements Value {}

  /** {@code CPUS{0-3,5}}. */
  @SuppressWarnings("ArrayRecordComponent") // stays in the package, never changed
  record Cpus(boolean[] set, String text) implements Value {}

  /** How a field is compared; the longer ones before those that they start with. */
  enum Operator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS_EQUAL("<="),
    GREATER_EQUAL(">="),
    LESS("<"),
    GREATER(">"),
    BITS("&"),
    GLOB("~");

    final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    boolean isForText() {
      return this == EQUAL || this == NOT_EQUAL || this == GLOB;
    }
  }
}
