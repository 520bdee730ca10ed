package ktap.script.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ktap.script.source.Diagnostic;
import ktap.sources.flow.Capture;

/** What is gathered about a whole program while its functions are checked. */
final class ProgramFacts {
  final Dialect dialect;
  final BuiltIns builtIns;
  final EventKnowledge events;
  final List<Diagnostic> diagnostics;
  final Set<Capture> captures = EnumSet.noneOf(Capture.class);
  final List<String> globals = new ArrayList<>();
  final Set<String> reportedNames = new HashSet<>();

  boolean readsTask;
  boolean returnsSeveral;
  private final Map<String, Integer> globalNumbers = new HashMap<>();

  ProgramFacts(
      Dialect dialect, BuiltIns builtIns, EventKnowledge events, List<Diagnostic> diagnostics) {
    this.dialect = dialect;
    this.builtIns = builtIns;
    this.events = events;
    this.diagnostics = diagnostics;
  }

  /** The number of a global, new if it was never named. */
  int global(String name) {
    return globalNumbers.computeIfAbsent(
        name,
        fresh -> {
          globals.add(fresh);
          return globals.size() - 1;
        });
  }
}
