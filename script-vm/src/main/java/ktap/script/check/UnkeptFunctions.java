package ktap.script.check;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;

/**
 * Finds handlers that put a function which they make into what outlives them. Such a function is of
 * one run only: a state that is kept can name those that the main chunk makes, since the next run's
 * main chunk makes them again.
 */
public final class UnkeptFunctions {
  /** Variables of handlers that hold a function made there. */
  private final Set<Variable> made = new HashSet<>();

  private Optional<Diagnostic> found = Optional.empty();

  private UnkeptFunctions() {}

  /** The first place where that happens; empty if there is none. */
  public static Optional<Diagnostic> in(CheckedProgram program) {
    UnkeptFunctions search = new UnkeptFunctions();
    search.main(program.main().body());
    return search.found;
  }

  private void main(Block block) {
    for (Statement statement : block.statements()) {
      switch (statement) {
        case Statement.Trace it -> handler(it.handler());
        case Statement.Timer it -> handler(it.handler());
        default -> {}
      }
      Parts.blocks(statement).forEach(this::main);
    }
  }

  private void handler(Expression handler) {
    if (handler instanceof Expression.Function it) {
      block(it.function().body());
    }
  }

  private void block(Block block) {
    for (Statement statement : block.statements()) {
      switch (statement) {
        case Statement.LocalFunction it -> made.add(it.variable());
        case Statement.Declaration it -> {
          for (int i = 0; i < Math.min(it.variables().size(), it.values().size()); i++) {
            if (isMade(it.values().get(i))) {
              made.add(it.variables().get(i));
            }
          }
        }
        case Statement.Assignment it -> {
          for (int i = 0; i < Math.min(it.targets().size(), it.values().size()); i++) {
            Optional<String> name = outliving(it.targets().get(i));
            if (name.isPresent() && isMade(it.values().get(i))) {
              report(it.span(), name.get());
            }
          }
        }
        default -> {}
      }
      Parts.blocks(statement).forEach(this::block);
    }
  }

  private boolean isMade(Expression value) {
    return switch (value) {
      case Expression.Function _ -> true;
      case Expression.Local it -> made.contains(it.variable());
      default -> false;
    };
  }

  /** The name of the variable that a target is in, if that isn't the handler's own. */
  private static Optional<String> outliving(Expression target) {
    return switch (target) {
      case Expression.Upvalue it -> Optional.of(it.variable().name());
      case Expression.Global it -> Optional.of(it.name());
      case Expression.Index it -> outliving(it.object());
      default -> Optional.empty();
    };
  }

  private void report(SourceSpan span, String name) {
    if (found.isEmpty()) {
      found =
          Optional.of(
              Diagnostic.error(
                  span,
                  "the state can't be kept: '" + name + "' gets a function that a handler makes",
                  "make the function in the main chunk, or run without --state"));
    }
  }
}
