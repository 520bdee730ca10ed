package ktap.script.check;

import java.util.List;

/** Statements in order, with a scope of their own. */
public record Block(List<Statement> statements) {
  public Block {
    statements = List.copyOf(statements);
  }
}
