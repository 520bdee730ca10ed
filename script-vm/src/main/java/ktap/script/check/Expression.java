package ktap.script.check;

import java.util.List;
import java.util.Optional;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.BinaryOperator;
import ktap.script.syntax.UnaryOperator;
import ktap.script.value.ByteString;

/** An expression with its names resolved. */
public sealed interface Expression {
  SourceSpan span();

  record Nil(SourceSpan span) implements Expression {}

  record BooleanLiteral(SourceSpan span, boolean value) implements Expression {}

  record IntegerLiteral(SourceSpan span, long value) implements Expression {}

  record FloatLiteral(SourceSpan span, double value) implements Expression {}

  record StringLiteral(SourceSpan span, ByteString value) implements Expression {}

  /** A variable of the same function. */
  record Local(SourceSpan span, Variable variable) implements Expression {}

  /** A variable of an enclosing function; {@code index} counts {@link CheckedFunction#upvalues}. */
  record Upvalue(SourceSpan span, Variable variable, int index) implements Expression {}

  /** A global of the script; {@code index} counts {@link CheckedProgram#globals}. */
  record Global(SourceSpan span, String name, int index) implements Expression {}

  /** A function or a table of the library; {@code arg} too. */
  record BuiltInName(SourceSpan span, String name) implements Expression {}

  /** {@code pid}, {@code argstr} and their like. */
  record Event(SourceSpan span, EventVariable variable) implements Expression {}

  /**
   * A field of the event by its position, counted from 0: {@code arg0} of the modern family, {@code
   * arg1} of the older ones. For a system call the first is its number, and the value is that of
   * the whole register.
   */
  record EventArgument(SourceSpan span, int index) implements Expression {}

  /** A field by a position that is computed: {@code e.field(n)}, counted from 1. */
  record ComputedArgument(SourceSpan span, Expression number) implements Expression {}

  /** A field of the event by its name, in its C type's value: {@code args.filename}. */
  record EventField(SourceSpan span, String name) implements Expression {}

  /**
   * What was captured at the event: {@code user_string(args.filename)} reads the field of that
   * name.
   */
  record CapturedField(SourceSpan span, String fieldName) implements Expression {}

  record Index(SourceSpan span, Expression object, Expression key) implements Expression {}

  /** The key of {@code t[a, b]}. Stands only where a key stands. */
  record CompositeKey(SourceSpan span, List<Expression> parts) implements Expression {
    public CompositeKey {
      parts = List.copyOf(parts);
    }
  }

  /** The last argument gives all its results if it is a call or {@code ...}. */
  record Call(SourceSpan span, Expression function, List<Expression> arguments)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code object:name(…)}: the object is evaluated once and passed first. */
  record MethodCall(SourceSpan span, Expression object, ByteString name, List<Expression> arguments)
      implements Expression {
    public MethodCall {
      arguments = List.copyOf(arguments);
    }
  }

  record Function(SourceSpan span, CheckedFunction function) implements Expression {}

  /**
   * Positional values count from 1; a last positional call or {@code ...} gives all its results.
   */
  record TableConstructor(SourceSpan span, List<Entry> entries) implements Expression {
    public TableConstructor {
      entries = List.copyOf(entries);
    }

    /** Without a key: the next position. */
    public record Entry(Optional<Expression> key, Expression value) {}
  }

  record Unary(SourceSpan span, UnaryOperator operator, Expression operand) implements Expression {}

  record Binary(SourceSpan span, BinaryOperator operator, Expression left, Expression right)
      implements Expression {}

  /**
   * {@code &&} or {@code ||}: gives one of its operands, evaluates the right one only if needed.
   */
  record Logical(SourceSpan span, boolean isAnd, Expression left, Expression right)
      implements Expression {}

  /** {@code condition ? whenTrue : whenFalse}. */
  record Conditional(
      SourceSpan span, Expression condition, Expression whenTrue, Expression whenFalse)
      implements Expression {}

  /** {@code ...}: all further arguments where several values fit, else the first. */
  record Varargs(SourceSpan span) implements Expression {}

  /**
   * Parentheses cut several values to one: {@code (f())}. Kept only around calls and {@code ...}.
   */
  record Single(SourceSpan span, Expression inner) implements Expression {}

  /** {@code emit { name = value, … }}: a structured row. Gives nil. */
  record Emit(SourceSpan span, List<String> columns, List<Expression> values)
      implements Expression {
    public Emit {
      columns = List.copyOf(columns);
      values = List.copyOf(values);
    }
  }
}
