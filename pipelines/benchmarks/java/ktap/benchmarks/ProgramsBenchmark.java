package ktap.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import ktap.pipelines.live.LiveHost;
import ktap.pipelines.live.LiveSurroundings;
import ktap.pipelines.live.ScriptOutput;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.script.ScriptSettings;
import ktap.script.source.SourceText;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The programs of {@code benchmarks/programs} in steady state: compiled once, run again and again.
 * {@code engines.sh} prints them beside Lua.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class ProgramsBenchmark {
  @Param({"fib", "loops", "sieve", "integers", "names", "strings", "closures"})
  String program;

  @Param({"INTERPRETER", "JVM"})
  String engine;

  private Script script;

  @Setup
  public void compile() throws IOException {
    Path file = Path.of(System.getProperty("programs"), program + ".kp");
    script =
        Script.compile(
            SourceText.of(file.toString(), Files.readAllBytes(file)),
            ScriptSettings.of(new NoEvents()).with(ScriptSettings.Engine.valueOf(engine)));
  }

  @Benchmark
  public int run() {
    ScriptOutput nowhere = new ScriptOutput(java.io.OutputStream.nullOutputStream());
    LiveHost host =
        new LiveHost(
            nowhere,
            false,
            message -> {
              throw new IllegalStateException(message.text());
            },
            new LiveSurroundings());
    ScriptRun run = script.open(host, List.of(program));
    run.runMain();
    return run.errors();
  }

  private static final class NoEvents implements EventCatalog {
    @Override
    public List<EventName> names() {
      return List.of();
    }

    @Override
    public Optional<EventType> find(EventName name) {
      return Optional.empty();
    }

    @Override
    public Set<Capture> captures() {
      return Set.of();
    }
  }
}
