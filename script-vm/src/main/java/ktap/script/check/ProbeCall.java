package ktap.script.check;

import java.util.Optional;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.SyntaxTree.Call;
import ktap.script.syntax.SyntaxTree.CallStat;
import ktap.script.syntax.SyntaxTree.Member;
import ktap.script.syntax.SyntaxTree.NameExpr;
import ktap.script.syntax.SyntaxTree.StringLiteral;
import ktap.script.syntax.SyntaxTree.Trace;
import ktap.script.value.ByteString;

/**
 * {@code kdebug.probe("tp:SYSTEM:EVENT", function)}, as the first version named its events: read as
 * the {@code trace} statement that came after it.
 */
final class ProbeCall {
  private static final String RETURN = "!";

  private ProbeCall() {}

  /** The statement that a call stands for; empty if it is no such call. */
  static Optional<Trace> traceOf(CallStat statement) {
    if (statement.call() instanceof Call(SourceSpan span, Member called, var arguments)
        && called.object() instanceof NameExpr(_, String table)
        && table.equals("kdebug")
        && called.name().text().equals("probe")
        && arguments.size() == 2
        && arguments.getFirst() instanceof StringLiteral literal) {
      SourceSpan text = new SourceSpan(literal.span().start() + 1, literal.span().end() - 1);
      return events(literal.value().toString())
          .map(events -> new Trace(span, ByteString.of(events), text, true, arguments.get(1)));
    }
    return Optional.empty();
  }

  /** What {@code trace} calls them: {@code tp:sched} is {@code sched:*}. */
  private static Optional<String> events(String type) {
    int colon = type.indexOf(':');
    String name = type.substring(colon + 1).strip();
    return switch (type.substring(0, Math.max(colon, 0))) {
      case "tp", "tracepoint" ->
          Optional.of(name.isEmpty() ? "*:*" : name.contains(":") ? name : name + ":*");
      case "kprobe", "kprobes" ->
          Optional.of(
              name.endsWith(RETURN)
                  ? "probe:" + name.substring(0, name.length() - 1) + "%return"
                  : "probe:" + name);
      default -> Optional.empty();
    };
  }
}
