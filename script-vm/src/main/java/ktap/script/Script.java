package ktap.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.script.check.CheckedProgram;
import ktap.script.check.Checker;
import ktap.script.check.OrderDependence;
import ktap.script.check.UnkeptFunctions;
import ktap.script.code.Listing;
import ktap.script.code.Program;
import ktap.script.code.ProgramCompiler;
import ktap.script.host.ScriptHost;
import ktap.script.jit.Jit;
import ktap.script.library.Library;
import ktap.script.library.LibraryNames;
import ktap.script.library.LibraryValues;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.script.vm.CompiledCode;
import ktap.script.vm.Compiler;
import ktap.script.vm.Function;
import ktap.script.vm.Machine;
import ktap.script.vm.NoCompiler;
import ktap.script.vm.Session;
import ktap.sources.flow.Capture;
import org.jspecify.annotations.Nullable;

/**
 * A script that compiles. Immutable; every {@link #open} gives a run with a state of its own.
 *
 * <pre>{@code
 * Script script = Script.compile(SourceText.of("a.kp", text), ScriptSettings.of(catalog));
 * ScriptRun run = script.open(host, List.of("a.kp"));
 * run.runMain();
 * }</pre>
 */
public final class Script {
  private final CheckedProgram checked;
  private final Program program;
  private final ScriptSettings settings;

  private Script(CheckedProgram checked, Program program, ScriptSettings settings) {
    this.checked = checked;
    this.program = program;
    this.settings = settings;
  }

  /**
   * Checks and compiles a text.
   *
   * @throws ScriptSyntaxException with all that is wrong with it
   */
  public static Script compile(SourceText source, ScriptSettings settings) {
    Checker.Settings check =
        new Checker.Settings(new LibraryNames(), settings.catalog(), settings.dialect());
    CheckedProgram checked = Checker.check(source, check);
    return new Script(checked, ProgramCompiler.compile(checked, new LibraryValues()), settings);
  }

  /** What the user should hear of, ready to be shown. */
  public List<Diagnostic> warnings() {
    return checked.warnings();
  }

  /** What must be captured at the event. */
  public Set<Capture> captures() {
    return checked.captures();
  }

  /** Whether anything reads the process, the command name or the event's text. */
  public boolean readsTask() {
    return checked.readsTask();
  }

  /** What depends on one run having seen all events, so that several can't share them. */
  public Optional<Diagnostic> orderDependence() {
    return OrderDependence.in(checked, new LibraryNames());
  }

  /** Where a handler makes a function that a state which is kept couldn't hold. */
  public Optional<Diagnostic> unkeptFunction() {
    return UnkeptFunctions.in(checked);
  }

  public SourceText source() {
    return checked.source();
  }

  /** The bytecode as text. */
  public String listing() {
    return Listing.of(program);
  }

  /**
   * A run that hasn't begun.
   *
   * @param arguments the script's name, then what the user gave it
   */
  public ScriptRun open(ScriptHost host, List<String> arguments) {
    List<String> copy = new ArrayList<>(arguments);
    Machine machine =
        new Machine(
            program,
            host,
            settings.limits(),
            Library.open(copy),
            engine(),
            Library.arguments(copy));
    Session session =
        new Session(program, machine, new RunFailures(checked.source()), Filters::test);
    return new ScriptRun(session, machine);
  }

  /** The other engine is loaded when something gets hot: most scripts never need it. */
  private Compiler engine() {
    return settings.engine() == ScriptSettings.Engine.INTERPRETER
        ? new NoCompiler()
        : new LateCompiler(
            checked.source(), settings.engine() == ScriptSettings.Engine.JVM_AT_ONCE);
  }

  /** Makes the other engine at its first use. */
  private static final class LateCompiler implements Compiler {
    private final SourceText source;
    private final boolean atOnce;
    private @Nullable Compiler made;

    LateCompiler(SourceText source, boolean atOnce) {
      this.source = source;
      this.atOnce = atOnce;
    }

    @Override
    public int hotCalls() {
      return atOnce ? 0 : Compiler.super.hotCalls();
    }

    @Override
    public int hotRounds() {
      return atOnce ? 1 : Compiler.super.hotRounds();
    }

    @Override
    public @Nullable CompiledCode compile(
        Machine machine,
        Function function,
        long[] numbers,
        @Nullable Object[] refs,
        int base,
        int from) {
      Compiler jit = made;
      if (jit == null) {
        jit = new Jit(source, atOnce ? Jit.Policy.FAIL : Jit.Policy.SILENT);
        made = jit;
      }
      return jit.compile(machine, function, numbers, refs, base, from);
    }
  }
}
