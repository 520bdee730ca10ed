package ktap.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.script.ScriptSettings;
import ktap.script.host.HostFacts;
import ktap.script.host.ScriptHost;
import ktap.script.source.SourceText;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticCatalog;
import ktap.sources.synthetic.SyntheticSettings;
import ktap.sources.synthetic.SyntheticSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A handler is called for each of many decoded events. {@code handler.sh} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandlerBenchmark {
  private static final int EVENTS = 10_000;

  @Param({"s[execname] += 1", "s[tid] += 1", "n += 1", ""})
  String body;

  private final List<EventBatch> batches = new ArrayList<>();
  private ScriptRun run;

  @Setup
  public void compile() {
    String text = "var s = {} var n = 0 trace sched:* { " + body + " }";
    List<EventType> types = new ArrayList<>();
    for (EventType type : BuiltInEvents.all()) {
      if (type.name().system().equals("sched")) {
        types.add(type);
      }
    }
    ScriptSettings settings = ScriptSettings.of(new SyntheticCatalog(types));
    run = Script.compile(SourceText.of("a.kp", text), settings).open(new Quiet(), List.of("a.kp"));
    run.runMain();
    try (SyntheticSource source =
        new SyntheticSource(SyntheticSettings.of(types, EVENTS).withMarkEvery(0))) {
      source.start();
      while (!source.isEnded()) {
        source.poll(batches::add, 1 << 20);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int events() {
    for (int i = 0; i < batches.size(); i++) {
      run.accept(batches.get(i));
    }
    return run.errors();
  }

  /** Hears nothing. */
  private static final class Quiet implements ScriptHost {
    @Override
    public void text(byte[] bytes, int from, int length) {}

    @Override
    public void emit(Row row) {}

    @Override
    public void message(Message message) {
      throw new IllegalStateException(message.text());
    }

    @Override
    public HostFacts facts() {
      return new HostFacts(1, 1, 0, "ktap", 2, "x86_64", "6.18", "here");
    }

    @Override
    public long realtimeNanos(long monotonicNanos) {
      return monotonicNanos;
    }

    @Override
    public long monotonicNanos() {
      return System.nanoTime();
    }
  }
}
