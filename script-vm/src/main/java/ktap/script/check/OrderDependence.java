package ktap.script.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.BinaryOperator;

/**
 * Finds what makes a script's answer depend on one run having seen all events in order. Where there
 * is nothing of the kind, several runs may share the events between them, and what they counted
 * adds up to what one run would have counted.
 *
 * <p>The handlers of such a script read their event and constants only, and change the script's
 * variables by {@code +=}, {@code -=}, {@code <<<} and {@code count(t, k)} only. The main chunk and
 * {@code trace_end} may do as they like: they run before the events are shared, and after.
 */
public final class OrderDependence {
  /** Functions that add to {@code t[key]}. */
  private static final Set<String> COUNTING = Set.of("count", "table_count");

  /** Library tables whose functions register handlers, or print. */
  private static final Set<String> REGISTERING = Set.of("timer", "kdebug");

  /** What variables and globals were first given. */
  private final Map<Object, Expression> first = new HashMap<>();

  /** Variables and globals that are given something more than once. */
  private final Set<Object> changed = new HashSet<>();

  private Optional<Diagnostic> found = Optional.empty();

  private final BuiltIns builtIns;

  private OrderDependence(BuiltIns builtIns) {
    this.builtIns = builtIns;
  }

  /** The first place of the text that depends on the order; empty if there is none. */
  public static Optional<Diagnostic> in(CheckedProgram program, BuiltIns builtIns) {
    OrderDependence search = new OrderDependence(builtIns);
    search.learn(program.main().body());
    search.walkMain(program.main().body());
    return search.found;
  }

  private void learn(Block block) {
    for (Statement statement : block.statements()) {
      if (statement instanceof Statement.Declaration it) {
        for (int i = 0; i < it.variables().size(); i++) {
          give(it.variables().get(i), value(it.values(), i, it.span()));
        }
      } else if (statement instanceof Statement.Assignment it) {
        for (int i = 0; i < it.targets().size(); i++) {
          give(holder(it.targets().get(i)), value(it.values(), i, it.span()));
        }
      } else if (statement instanceof Statement.Update it) {
        changed.add(holder(it.target()));
      } else if (statement instanceof Statement.NumericFor it) {
        give(it.variable(), it.first());
      }
      Parts.expressions(statement).forEach(this::learn);
      Parts.blocks(statement).forEach(this::learn);
    }
  }

  private void learn(Expression expression) {
    if (expression instanceof Expression.Function it) {
      learn(it.function().body());
    }
    Parts.of(expression).forEach(this::learn);
  }

  private static Expression value(List<Expression> values, int index, SourceSpan span) {
    return index < values.size() ? values.get(index) : new Expression.Nil(span);
  }

  private void give(Object holder, Expression value) {
    if (first.putIfAbsent(holder, value) != null) {
      changed.add(holder);
    }
  }

  /** What tells a variable from others; the expression itself if it is none. */
  private static Object holder(Expression target) {
    return switch (target) {
      case Expression.Local it -> it.variable();
      case Expression.Upvalue it -> it.variable();
      case Expression.Global it -> it.name();
      default -> target;
    };
  }

  private void walkMain(Block block) {
    for (Statement statement : block.statements()) {
      switch (statement) {
        case Statement.Trace it -> handler(it.handler());
        case Statement.TraceEnd _ -> {}
        case Statement.Timer it ->
            report(it.span(), "a timer sees what all events before it have done");
        default -> Parts.expressions(statement).forEach(this::walkMain);
      }
      Parts.blocks(statement).forEach(this::walkMain);
    }
  }

  private void walkMain(Expression expression) {
    if (expression instanceof Expression.BuiltInName it && REGISTERING.contains(it.name())) {
      report(it.span(), "what '" + it.name() + "' registers sees what all events before it did");
    }
    if (expression instanceof Expression.Function it) {
      walkMain(it.function().body());
    }
    Parts.of(expression).forEach(this::walkMain);
  }

  private void handler(Expression handler) {
    if (handler instanceof Expression.Function it) {
      change(it.function().body());
    } else {
      report(handler.span(), "what this handler does isn't known before it runs");
    }
  }

  /** Looks at statements of a handler. */
  private void change(Block block) {
    for (Statement statement : block.statements()) {
      change(statement);
      Parts.blocks(statement).forEach(this::change);
    }
  }

  private void change(Statement statement) {
    switch (statement) {
      case Statement.Update it -> {
        boolean isSum =
            it.operator() == BinaryOperator.ADD || it.operator() == BinaryOperator.SUBTRACT;
        if (!isSum && !isOwn(it.target())) {
          report(it.span(), "only what is added adds up");
        }
        target(it.target());
        read(it.value());
      }
      case Statement.Aggregate it -> {
        target(it.target());
        read(it.value());
      }
      case Statement.Evaluate it when isCounting(it.expression()) -> {
        List<Expression> arguments = ((Expression.Call) it.expression()).arguments();
        target(arguments.getFirst());
        arguments.subList(1, arguments.size()).forEach(this::read);
      }
      case Statement.Assignment it -> {
        for (Expression target : it.targets()) {
          if (!isOwn(target)) {
            report(it.span(), "which assignment is the last one depends on the order of events");
          }
        }
        it.values().forEach(this::read);
      }
      case Statement.LocalFunction it -> report(it.span(), "a function may do anything");
      default -> Parts.expressions(statement).forEach(this::read);
    }
  }

  /** Whether a target is in a variable of the handler itself. */
  private static boolean isOwn(Expression target) {
    return switch (target) {
      case Expression.Local _ -> true;
      case Expression.Index it -> isOwn(it.object());
      default -> false;
    };
  }

  /** The way to what is changed may lead through the script's variables. */
  private void target(Expression target) {
    if (target instanceof Expression.Index it) {
      target(it.object());
      read(it.key());
    }
  }

  private static boolean isCounting(Expression expression) {
    return expression instanceof Expression.Call it
        && it.function() instanceof Expression.BuiltInName name
        && COUNTING.contains(name.name())
        && it.arguments().size() > 1;
  }

  /** Looks at an expression whose value a handler uses. */
  private void read(Expression expression) {
    switch (expression) {
      case Expression.Upvalue it -> variable(it, it.variable().name());
      case Expression.Global it -> variable(it, it.name());
      case Expression.Call it when isPure(it.function()) -> it.arguments().forEach(this::read);
      case Expression.Call it -> report(it.span(), "what this call does, it does in order");
      case Expression.MethodCall it -> report(it.span(), "what this call does, it does in order");
      case Expression.Emit it -> report(it.span(), "rows are given out in order");
      case Expression.Function it -> report(it.span(), "a function may do anything");
      default -> Parts.of(expression).forEach(this::read);
    }
  }

  private void variable(Expression expression, String name) {
    Object holder = holder(expression);
    Expression value = first.get(holder);
    if (value == null || changed.contains(holder) || !isPlain(value)) {
      report(expression.span(), "what '" + name + "' holds depends on the events before");
    }
  }

  /** Whether a value can't be changed by anyone. */
  private boolean isPlain(Expression value) {
    return switch (value) {
      case Expression.TableConstructor _, Expression.Function _, Expression.Varargs _ -> false;
      case Expression.Local _, Expression.Upvalue _, Expression.Global _ -> false;
      case Expression.MethodCall _ -> false;
      case Expression.BuiltInName it -> it.name().equals("arg");
      case Expression.Call it ->
          isPure(it.function()) && it.arguments().stream().allMatch(this::isPlain);
      default -> Parts.of(value).stream().allMatch(this::isPlain);
    };
  }

  private boolean isPure(Expression function) {
    if (function instanceof Expression.Index it
        && it.object() instanceof Expression.BuiltInName table
        && it.key() instanceof Expression.StringLiteral member) {
      return builtIns.isPure(table.name() + "." + member.value());
    }
    return function instanceof Expression.BuiltInName it && builtIns.isPure(it.name());
  }

  private void report(SourceSpan span, String why) {
    if (found.isEmpty()) {
      found =
          Optional.of(
              Diagnostic.error(
                  span,
                  "the events can't be shared between partitions: " + why,
                  "handlers may add with +=, -=, <<< and count(t, k); replay others without"
                      + " --partitions"));
    }
  }
}
