package ktap.script;

import java.util.List;
import ktap.script.check.CheckedProgram;
import ktap.script.check.Checker;
import ktap.script.code.Program;
import ktap.script.code.ProgramCompiler;
import ktap.script.host.ScriptHost;
import ktap.script.library.Library;
import ktap.script.library.LibraryNames;
import ktap.script.library.LibraryValues;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.vm.Function;
import ktap.script.vm.FunctionCode;
import ktap.script.vm.Machine;
import ktap.script.vm.NoCompiler;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.Message;

/**
 * One expression of the language as a test of events, {@code execname == "bash" && args.fd > 2}. An
 * event for which it goes wrong doesn't pass; the first such mistake is told. Not for several
 * threads.
 */
public final class Condition {
  private final Machine machine;
  private final Function function;
  private final ScriptHost host;
  private final RunFailures failures;
  private boolean isTold;

  private Condition(Machine machine, Function function, ScriptHost host, RunFailures failures) {
    this.machine = machine;
    this.function = function;
    this.host = host;
    this.failures = failures;
  }

  /**
   * Checks and compiles an expression.
   *
   * @throws ScriptSyntaxException with all that is wrong with it
   */
  public static Condition compile(SourceText source, ScriptSettings settings, ScriptHost host) {
    Checker.Settings check =
        new Checker.Settings(new LibraryNames(), settings.catalog(), settings.dialect());
    CheckedProgram checked = Checker.checkExpression(source, check);
    Program program = ProgramCompiler.compile(checked, new LibraryValues());
    List<String> arguments = List.of(source.name());
    Machine machine =
        new Machine(
            program,
            host,
            settings.limits(),
            Library.open(arguments),
            new NoCompiler(),
            Library.arguments(arguments));
    return new Condition(
        machine, new Function(new FunctionCode(program.main())), host, new RunFailures(source));
  }

  /** Whether an event passes. */
  public boolean test(EventCursor event) {
    try {
      return machine.test(function, event);
    } catch (ScriptRuntimeException failure) {
      if (!isTold) {
        isTold = true;
        host.message(new Message(Message.Severity.ERROR, failures.of(failure)));
      }
      return false;
    }
  }
}
