package ktap.script.check;

import java.util.List;
import java.util.Optional;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.BinaryOperator;

/** A statement with its names resolved. */
public sealed interface Statement {
  SourceSpan span();

  /** {@code var a, b = 1, f()}: right sides first; missing values are nil, extra ones dropped. */
  record Declaration(SourceSpan span, List<Variable> variables, List<Expression> values)
      implements Statement {
    public Declaration {
      variables = List.copyOf(variables);
      values = List.copyOf(values);
    }
  }

  /** A function that may call itself by the variable's name. */
  record LocalFunction(SourceSpan span, Variable variable, CheckedFunction function)
      implements Statement {}

  /** Targets are {@code Local}, {@code Upvalue}, {@code Global} or {@code Index}. */
  record Assignment(SourceSpan span, List<Expression> targets, List<Expression> values)
      implements Statement {
    public Assignment {
      targets = List.copyOf(targets);
      values = List.copyOf(values);
    }
  }

  /** {@code target += value} and the like; nil counts as 0. The target as in {@link Assignment}. */
  record Update(SourceSpan span, Expression target, BinaryOperator operator, Expression value)
      implements Statement {}

  /** {@code t[k] <<< value}. */
  record Aggregate(SourceSpan span, Expression.Index target, Expression value)
      implements Statement {}

  /** A call, a method call or an {@code emit} whose result is dropped. */
  record Evaluate(SourceSpan span, Expression expression) implements Statement {}

  record If(SourceSpan span, List<Branch> branches, Optional<Block> otherwise)
      implements Statement {
    public If {
      branches = List.copyOf(branches);
    }

    /** A condition and what is done if it holds. */
    public record Branch(Expression condition, Block body) {}
  }

  record While(SourceSpan span, Expression condition, Block body) implements Statement {}

  /** The body's variables are visible in the condition. */
  record Repeat(SourceSpan span, Block body, Expression condition) implements Statement {}

  /** {@code for (i = first, last, step)}; the step is 1 if there is none. */
  record NumericFor(
      SourceSpan span,
      Variable variable,
      Expression first,
      Expression last,
      Optional<Expression> step,
      Block body)
      implements Statement {}

  /** {@code for (k, v in pairs(t))}; the iterator is what the expression gives. */
  record GenericFor(SourceSpan span, List<Variable> variables, Expression iterator, Block body)
      implements Statement {
    public GenericFor {
      variables = List.copyOf(variables);
    }
  }

  record DoBlock(SourceSpan span, Block body) implements Statement {}

  record Break(SourceSpan span) implements Statement {}

  record Continue(SourceSpan span) implements Statement {}

  /** The label stands in the same block or in one around it. */
  record Goto(SourceSpan span, String label) implements Statement {}

  record Label(SourceSpan span, String name) implements Statement {}

  record Return(SourceSpan span, List<Expression> values) implements Statement {
    public Return {
      values = List.copyOf(values);
    }
  }

  /** Registers a handler for events. */
  record Trace(SourceSpan span, List<EventDefinition> events, Expression handler)
      implements Statement {
    public Trace {
      events = List.copyOf(events);
    }
  }

  /** Registers what runs at the end; the last one counts. */
  record TraceEnd(SourceSpan span, Expression handler) implements Statement {}

  /**
   * Registers a timer.
   *
   * @param isProfile whether it samples on every CPU
   */
  record Timer(SourceSpan span, boolean isProfile, long periodNanos, Expression handler)
      implements Statement {}
}
