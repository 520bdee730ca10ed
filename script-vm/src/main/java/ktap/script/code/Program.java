package ktap.script.code;

import java.util.List;
import java.util.Optional;
import ktap.script.check.Dialect;
import ktap.script.source.SourceText;
import ktap.sources.flow.EventPattern;

/**
 * The code of a whole script.
 *
 * @param main the main chunk
 * @param statements what registers handlers, in the order of their instructions' numbers
 * @param globals names of the global variables by their number, older dialects only; the number
 *     behind the last one is {@code arg}, the script's arguments
 * @param fields names of the event fields that are read by name, by their number
 * @param dialect the family of versions, for the few meanings that differ
 * @param source the text, to which the instructions' places belong
 */
public record Program(
    Prototype main,
    List<Statement> statements,
    List<String> globals,
    List<String> fields,
    Dialect dialect,
    SourceText source) {
  public Program {
    statements = List.copyOf(statements);
    globals = List.copyOf(globals);
    fields = List.copyOf(fields);
  }

  /** A statement that registers a handler when it is executed. */
  public sealed interface Statement {}

  /** {@code trace …}: what it listens to, each with its filter. */
  public record TraceStatement(List<Definition> definitions) implements Statement {
    public TraceStatement {
      definitions = List.copyOf(definitions);
    }
  }

  /** Events of a pattern, and the filter between the slashes. */
  public record Definition(EventPattern pattern, Optional<String> filter) {}

  /** {@code tick-…} and {@code profile-…}. */
  public record TimerStatement(long periodNanos, boolean onEveryCpu) implements Statement {}
}
