package ktap.script.syntax;

import java.util.List;
import java.util.Optional;
import ktap.script.source.SourceSpan;
import ktap.script.value.ByteString;

/**
 * A script as it was written: what the parser makes, names unresolved.
 *
 * @param statements the main chunk
 */
public record SyntaxTree(List<Stat> statements) {
  public SyntaxTree {
    statements = List.copyOf(statements);
  }

  /** A name with its place. */
  public record Name(SourceSpan span, String text) {}

  /** Statements between braces. */
  public record Body(SourceSpan span, List<Stat> statements) {
    public Body {
      statements = List.copyOf(statements);
    }
  }

  /** A function's parameters and body. */
  public record FunctionBody(SourceSpan span, List<Name> parameters, boolean isVarargs, Body body) {
    public FunctionBody {
      parameters = List.copyOf(parameters);
    }
  }

  /** A statement. */
  public sealed interface Stat {
    SourceSpan span();
  }

  public record If(SourceSpan span, List<Branch> branches, Optional<Body> otherwise)
      implements Stat {
    public If {
      branches = List.copyOf(branches);
    }
  }

  /** A condition and what is done if it holds. */
  public record Branch(Expr condition, Body body) {}

  public record While(SourceSpan span, Expr condition, Body body) implements Stat {}

  public record NumericFor(
      SourceSpan span, Name variable, Expr first, Expr last, Optional<Expr> step, Body body)
      implements Stat {}

  public record GenericFor(SourceSpan span, List<Name> variables, List<Expr> iterators, Body body)
      implements Stat {
    public GenericFor {
      variables = List.copyOf(variables);
      iterators = List.copyOf(iterators);
    }
  }

  public record Repeat(SourceSpan span, Body body, Expr condition) implements Stat {}

  public record Do(SourceSpan span, Body body) implements Stat {}

  /**
   * {@code function name() {…}}, with {@code var} or {@code local} before it or without.
   *
   * @param path one name, or {@code t.f} as the older families allow
   * @param isMethod whether the last name stands behind a colon: {@code self} is a first parameter
   */
  public record FunctionStat(
      SourceSpan span, boolean isLocal, List<Name> path, boolean isMethod, FunctionBody function)
      implements Stat {
    public FunctionStat {
      path = List.copyOf(path);
    }
  }

  /**
   * {@code var a, b = 1, 2}.
   *
   * @param keyword {@code var} or {@code local}
   */
  public record Declaration(SourceSpan span, Name keyword, List<Name> names, List<Expr> values)
      implements Stat {
    public Declaration {
      names = List.copyOf(names);
      values = List.copyOf(values);
    }
  }

  public record Label(SourceSpan span, Name name) implements Stat {}

  public record Goto(SourceSpan span, Name name) implements Stat {}

  public record Break(SourceSpan span) implements Stat {}

  public record Continue(SourceSpan span) implements Stat {}

  public record Return(SourceSpan span, List<Expr> values) implements Stat {
    public Return {
      values = List.copyOf(values);
    }
  }

  /**
   * A trace statement.
   *
   * @param text the events as written, without quotes
   * @param textSpan where that text stands, the quotes excluded
   * @param isQuoted whether it is the form of 2013
   * @param handler a function expression; in the block form one without parameters
   */
  public record Trace(
      SourceSpan span, ByteString text, SourceSpan textSpan, boolean isQuoted, Expr handler)
      implements Stat {}

  public record TraceEnd(SourceSpan span, boolean isBlock, Expr handler) implements Stat {}

  /** {@code tick-1s {…}}; the text as written, {@code tick-1s}. */
  public record Timer(SourceSpan span, ByteString text, SourceSpan textSpan, Expr handler)
      implements Stat {}

  public record Assignment(SourceSpan span, List<Expr> targets, List<Expr> values) implements Stat {
    public Assignment {
      targets = List.copyOf(targets);
      values = List.copyOf(values);
    }
  }

  public record Update(SourceSpan span, Expr target, BinaryOperator operator, Expr value)
      implements Stat {}

  /** {@code x, y += 1, 2}: adds to the last target and assigns the others, as the original did. */
  public record UpdateOfLast(SourceSpan span, List<Expr> targets, List<Expr> values)
      implements Stat {
    public UpdateOfLast {
      targets = List.copyOf(targets);
      values = List.copyOf(values);
    }
  }

  public record Aggregate(SourceSpan span, Expr target, Expr value) implements Stat {}

  public record CallStat(SourceSpan span, Expr call) implements Stat {}

  /** An expression. */
  public sealed interface Expr {
    SourceSpan span();
  }

  public record Nil(SourceSpan span) implements Expr {}

  public record BooleanLiteral(SourceSpan span, boolean value) implements Expr {}

  public record IntegerLiteral(SourceSpan span, long value) implements Expr {}

  public record FloatLiteral(SourceSpan span, double value) implements Expr {}

  public record StringLiteral(SourceSpan span, ByteString value) implements Expr {}

  public record KernelSymbol(SourceSpan span, String name) implements Expr {}

  public record Varargs(SourceSpan span) implements Expr {}

  public record NameExpr(SourceSpan span, String name) implements Expr {}

  /** {@code object.name}. */
  public record Member(SourceSpan span, Expr object, Name name) implements Expr {}

  /** {@code object[a, b]}; several keys are one composite key. */
  public record Index(SourceSpan span, Expr object, List<Expr> keys) implements Expr {
    public Index {
      keys = List.copyOf(keys);
    }
  }

  public record Call(SourceSpan span, Expr function, List<Expr> arguments) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  public record MethodCall(SourceSpan span, Expr object, Name name, List<Expr> arguments)
      implements Expr {
    public MethodCall {
      arguments = List.copyOf(arguments);
    }
  }

  public record FunctionExpr(SourceSpan span, FunctionBody function) implements Expr {}

  public record TableConstructor(SourceSpan span, List<Entry> entries) implements Expr {
    public TableConstructor {
      entries = List.copyOf(entries);
    }
  }

  /** One entry of a constructor; without a key the next position. */
  public record Entry(List<Expr> keys, Optional<Name> name, Expr value) {
    public Entry {
      keys = List.copyOf(keys);
    }
  }

  public record Unary(SourceSpan span, UnaryOperator operator, Expr operand) implements Expr {}

  public record Binary(SourceSpan span, BinaryOperator operator, Expr left, Expr right)
      implements Expr {}

  public record Logical(SourceSpan span, boolean isAnd, Expr left, Expr right) implements Expr {}

  public record Conditional(SourceSpan span, Expr condition, Expr whenTrue, Expr whenFalse)
      implements Expr {}

  public record Parenthesised(SourceSpan span, Expr inner) implements Expr {}
}
