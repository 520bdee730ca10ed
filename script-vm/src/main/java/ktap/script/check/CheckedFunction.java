package ktap.script.check;

import java.util.List;
import ktap.script.source.SourceSpan;

/**
 * A function with its names resolved; the main chunk and each handler are functions too.
 *
 * @param name as declared, or a description such as {@code trace syscalls:*} for handlers
 * @param isVarargs whether {@code ...} holds further arguments
 * @param upvalues the variables of enclosing functions that it uses; {@link Expression.Upvalue}
 *     holds an index into it
 * @param isHandler whether it is the body of a trace, a timer or an end statement
 */
public record CheckedFunction(
    SourceSpan span,
    String name,
    List<Variable> parameters,
    boolean isVarargs,
    List<Capture> upvalues,
    boolean isHandler,
    Block body) {
  public CheckedFunction {
    parameters = List.copyOf(parameters);
    upvalues = List.copyOf(upvalues);
  }

  /**
   * Where a closure finds a variable when it is made.
   *
   * @param variable the variable itself
   * @param isLocal whether it is a local of the directly enclosing function; else it is that
   *     function's upvalue number {@code index}
   * @param index number of the enclosing function's upvalue; −1 for a local
   */
  public record Capture(Variable variable, boolean isLocal, int index) {}
}
