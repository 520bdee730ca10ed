package ktap.script.check;

import java.util.List;
import java.util.Set;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceText;
import ktap.sources.flow.Capture;

/**
 * A whole script that may be compiled: names resolved, events known, captures collected. Immutable.
 *
 * @param main the main chunk; its function parameters are none
 * @param globals names of the script's own globals (older families); {@link Expression.Global}
 *     holds an index into it
 * @param captures what must be captured at the event
 * @param readsTask whether anything reads the process, the command name or the event's text
 * @param givesSeveral whether a call may give another number of values than one
 * @param warnings what the user should hear of, in the order of the text
 */
public record CheckedProgram(
    SourceText source,
    Dialect dialect,
    CheckedFunction main,
    List<String> globals,
    Set<Capture> captures,
    boolean readsTask,
    boolean givesSeveral,
    List<Diagnostic> warnings) {
  public CheckedProgram {
    globals = List.copyOf(globals);
    captures = Set.copyOf(captures);
    warnings = List.copyOf(warnings);
  }
}
