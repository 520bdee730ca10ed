package ktap.script.syntax;

/** Operators before one operand. */
public enum UnaryOperator {
  NEGATE("-"),
  NOT("!"),
  BIT_NOT("~");

  private final String symbol;

  UnaryOperator(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }
}
