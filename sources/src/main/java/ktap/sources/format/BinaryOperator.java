package ktap.sources.format;

import ktap.sources.format.CTypes.CType;
import org.jspecify.annotations.Nullable;

/** The operators of C with two operands, the loosest first. */
enum BinaryOperator {
  OR("||", 1),
  AND("&&", 2),
  BIT_OR("|", 3),
  BIT_XOR("^", 4),
  BIT_AND("&", 5),
  EQUAL("==", 6),
  NOT_EQUAL("!=", 6),
  // the longer ones before those that they start with
  SHIFT_LEFT("<<", 8),
  SHIFT_RIGHT(">>", 8),
  LESS_EQUAL("<=", 7),
  GREATER_EQUAL(">=", 7),
  LESS("<", 7),
  GREATER(">", 7),
  ADD("+", 9),
  SUBTRACT("-", 9),
  MULTIPLY("*", 10),
  DIVIDE("/", 10),
  REMAINDER("%", 10);

  static final int LOOSEST = 1;
  private static final BinaryOperator[] ALL = values();

  final String symbol;
  final int precedence;

  BinaryOperator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  /** The operator that stands at a place of the text, if any. */
  static @Nullable BinaryOperator at(String text, int at) {
    for (BinaryOperator operator : ALL) {
      if (text.startsWith(operator.symbol, at)) {
        return operator;
      }
    }
    return null;
  }

  boolean isComparison() {
    return precedence == EQUAL.precedence || precedence == LESS.precedence;
  }

  /** The type in which the two numbers are worked with. */
  CType typeFor(CType left, CType right) {
    return precedence == SHIFT_LEFT.precedence ? left.promoted() : left.with(right);
  }

  /**
   * @param type in which the numbers are worked with; a comparison gives 0 or 1
   */
  long apply(long a, long b, CType type) {
    long left = type.cut(a);
    long right = type.cut(b);
    return switch (this) {
      case OR -> a != 0 || b != 0 ? 1 : 0;
      case AND -> a != 0 && b != 0 ? 1 : 0;
      case BIT_OR -> left | right;
      case BIT_XOR -> left ^ right;
      case BIT_AND -> left & right;
      case EQUAL -> left == right ? 1 : 0;
      case NOT_EQUAL -> left != right ? 1 : 0;
      case LESS -> order(left, right, type) < 0 ? 1 : 0;
      case LESS_EQUAL -> order(left, right, type) <= 0 ? 1 : 0;
      case GREATER -> order(left, right, type) > 0 ? 1 : 0;
      case GREATER_EQUAL -> order(left, right, type) >= 0 ? 1 : 0;
      case SHIFT_LEFT -> type.cut(left << b);
      case SHIFT_RIGHT -> type.signed() ? left >> b : left >>> b;
      case ADD -> type.cut(left + right);
      case SUBTRACT -> type.cut(left - right);
      case MULTIPLY -> type.cut(left * right);
      case DIVIDE -> right == 0 ? 0 : type.cut(quotient(left, right, type));
      case REMAINDER -> right == 0 ? 0 : type.cut(left - quotient(left, right, type) * right);
    };
  }

  private static int order(long left, long right, CType type) {
    return type.signed() ? Long.compare(left, right) : Long.compareUnsigned(left, right);
  }

  private static long quotient(long left, long right, CType type) {
    return type.signed() ? left / right : Long.divideUnsigned(left, right);
  }
}
