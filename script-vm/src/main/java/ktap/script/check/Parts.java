package ktap.script.check;

import java.util.ArrayList;
import java.util.List;

/** What statements and expressions directly consist of, for those who walk a whole program. */
final class Parts {
  private Parts() {}

  /** The expressions of a statement, in the order of the text. */
  static List<Expression> expressions(Statement statement) {
    return switch (statement) {
      case Statement.Declaration it -> it.values();
      case Statement.Assignment it -> joined(it.targets(), it.values());
      case Statement.Update it -> List.of(it.target(), it.value());
      case Statement.Aggregate it -> List.of(it.target(), it.value());
      case Statement.Evaluate it -> List.of(it.expression());
      case Statement.If it -> it.branches().stream().map(Statement.If.Branch::condition).toList();
      case Statement.While it -> List.of(it.condition());
      case Statement.Repeat it -> List.of(it.condition());
      case Statement.NumericFor it ->
          joined(List.of(it.first(), it.last()), it.step().stream().toList());
      case Statement.GenericFor it -> List.of(it.iterator());
      case Statement.Return it -> it.values();
      case Statement.LocalFunction it -> List.of(new Expression.Function(it.span(), it.function()));
      case Statement.Trace it -> List.of(it.handler());
      case Statement.TraceEnd it -> List.of(it.handler());
      case Statement.Timer it -> List.of(it.handler());
      case Statement.DoBlock _, Statement.Break _, Statement.Continue _ -> List.of();
      case Statement.Goto _, Statement.Label _ -> List.of();
    };
  }

  /** The blocks of a statement, without those of functions. */
  static List<Block> blocks(Statement statement) {
    return switch (statement) {
      case Statement.If it -> {
        List<Block> blocks = new ArrayList<>();
        it.branches().forEach(branch -> blocks.add(branch.body()));
        it.otherwise().ifPresent(blocks::add);
        yield blocks;
      }
      case Statement.While it -> List.of(it.body());
      case Statement.Repeat it -> List.of(it.body());
      case Statement.NumericFor it -> List.of(it.body());
      case Statement.GenericFor it -> List.of(it.body());
      case Statement.DoBlock it -> List.of(it.body());
      default -> List.of();
    };
  }

  /** The operands of an expression, in the order of the text; a function has none. */
  static List<Expression> of(Expression expression) {
    return switch (expression) {
      case Expression.ComputedArgument it -> List.of(it.number());
      case Expression.Index it -> List.of(it.object(), it.key());
      case Expression.CompositeKey it -> it.parts();
      case Expression.Call it -> joined(List.of(it.function()), it.arguments());
      case Expression.MethodCall it -> joined(List.of(it.object()), it.arguments());
      case Expression.TableConstructor it -> {
        List<Expression> parts = new ArrayList<>();
        for (Expression.TableConstructor.Entry entry : it.entries()) {
          entry.key().ifPresent(parts::add);
          parts.add(entry.value());
        }
        yield parts;
      }
      case Expression.Unary it -> List.of(it.operand());
      case Expression.Binary it -> List.of(it.left(), it.right());
      case Expression.Logical it -> List.of(it.left(), it.right());
      case Expression.Conditional it -> List.of(it.condition(), it.whenTrue(), it.whenFalse());
      case Expression.Single it -> List.of(it.inner());
      case Expression.Emit it -> it.values();
      default -> List.of();
    };
  }

  private static List<Expression> joined(
      List<? extends Expression> first, List<? extends Expression> second) {
    List<Expression> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
