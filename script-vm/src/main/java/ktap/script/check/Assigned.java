package ktap.script.check;

import java.util.ArrayList;
import java.util.List;
import ktap.script.syntax.SyntaxTree;
import ktap.script.syntax.SyntaxTree.Body;
import ktap.script.syntax.SyntaxTree.Expr;
import ktap.script.syntax.SyntaxTree.Stat;

/** Whether a name is assigned to, before it is known what it stands for. */
final class Assigned {
  private Assigned() {}

  /** Whether a body does so, blocks in it included, functions in it not. */
  static boolean in(Body body, String name) {
    for (Stat statement : body.statements()) {
      if (targets(statement).stream().anyMatch(target -> isName(target, name))
          || blocks(statement).stream().anyMatch(block -> in(block, name))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isName(Expr target, String name) {
    return target instanceof SyntaxTree.NameExpr named && named.name().equals(name);
  }

  private static List<Expr> targets(Stat statement) {
    return switch (statement) {
      case SyntaxTree.Assignment it -> it.targets();
      case SyntaxTree.UpdateOfLast it -> it.targets();
      case SyntaxTree.Update it -> List.of(it.target());
      default -> List.of();
    };
  }

  private static List<Body> blocks(Stat statement) {
    return switch (statement) {
      case SyntaxTree.If it -> {
        List<Body> blocks = new ArrayList<>(it.otherwise().stream().toList());
        it.branches().forEach(branch -> blocks.add(branch.body()));
        yield blocks;
      }
      case SyntaxTree.While it -> List.of(it.body());
      case SyntaxTree.NumericFor it -> List.of(it.body());
      case SyntaxTree.GenericFor it -> List.of(it.body());
      case SyntaxTree.Repeat it -> List.of(it.body());
      case SyntaxTree.Do it -> List.of(it.body());
      default -> List.of();
    };
  }
}
