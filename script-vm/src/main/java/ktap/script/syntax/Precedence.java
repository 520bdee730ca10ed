package ktap.script.syntax;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.SyntaxTree.Expr;

/**
 * How tightly the operators between two operands bind. The field's usual table, with the
 * comparisons looser than the bit operators.
 *
 * @param left binding power towards the left operand
 * @param right least binding power of the right operand; above {@code left} for operators that
 *     group to the left
 */
record Precedence(int left, int right, Operator operator) {

  /** What is made of the two operands. */
  sealed interface Operator {}

  record Plain(BinaryOperator operator) implements Operator {}

  record ShortCircuit(boolean isAnd) implements Operator {}

  private static final Precedence OR = new Precedence(1, 2, new ShortCircuit(false));
  private static final Precedence AND = new Precedence(2, 3, new ShortCircuit(true));
  private static final Map<TokenKind, Precedence> TABLE = new EnumMap<>(TokenKind.class);

  static {
    TABLE.put(TokenKind.OR, OR);
    TABLE.put(TokenKind.AND, AND);
    put(3, 4, TokenKind.EQUAL, BinaryOperator.EQUAL);
    put(3, 4, TokenKind.NOT_EQUAL, BinaryOperator.NOT_EQUAL);
    put(3, 4, TokenKind.LESS, BinaryOperator.LESS);
    put(3, 4, TokenKind.LESS_OR_EQUAL, BinaryOperator.LESS_OR_EQUAL);
    put(3, 4, TokenKind.GREATER, BinaryOperator.GREATER);
    put(3, 4, TokenKind.GREATER_OR_EQUAL, BinaryOperator.GREATER_OR_EQUAL);
    put(4, 5, TokenKind.BIT_OR, BinaryOperator.BIT_OR);
    put(5, 6, TokenKind.BIT_AND, BinaryOperator.BIT_AND);
    put(6, 7, TokenKind.SHIFT_LEFT, BinaryOperator.SHIFT_LEFT);
    put(6, 7, TokenKind.SHIFT_RIGHT, BinaryOperator.SHIFT_RIGHT);
    put(7, 7, TokenKind.CONCAT, BinaryOperator.CONCATENATE);
    put(8, 9, TokenKind.PLUS, BinaryOperator.ADD);
    put(8, 9, TokenKind.MINUS, BinaryOperator.SUBTRACT);
    put(9, 10, TokenKind.STAR, BinaryOperator.MULTIPLY);
    put(9, 10, TokenKind.SLASH, BinaryOperator.DIVIDE);
    put(9, 10, TokenKind.PERCENT, BinaryOperator.MODULO);
  }

  private static void put(int left, int right, TokenKind kind, BinaryOperator operator) {
    TABLE.put(kind, new Precedence(left, right, new Plain(operator)));
  }

  /** The operator that a token is between two operands; the words of 2013 included. */
  static Optional<Precedence> of(Token token) {
    if (token.isName("and")) {
      return Optional.of(AND);
    }
    return token.isName("or") ? Optional.of(OR) : Optional.ofNullable(TABLE.get(token.kind()));
  }

  Expr apply(SourceSpan span, Expr first, Expr second) {
    return switch (operator) {
      case Plain plain -> new SyntaxTree.Binary(span, plain.operator(), first, second);
      case ShortCircuit circuit -> new SyntaxTree.Logical(span, circuit.isAnd(), first, second);
    };
  }
}
