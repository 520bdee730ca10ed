package ktap.pipelines.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import ktap.script.Script;
import ktap.script.ScriptRun;
import ktap.script.ScriptSettings;
import ktap.script.host.HostFacts;
import ktap.script.host.ScriptHost;
import ktap.script.source.SourceText;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import ktap.sources.flow.Subscription;
import ktap.sources.synthetic.SyntheticSettings;
import ktap.sources.synthetic.SyntheticSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every sample compiles without a warning, runs over a minute of made-up events without an error,
 * prints something, and prints the same on all engines.
 */
class SamplesTest {
  private static final Path SAMPLES = Path.of("samples");
  private static final long START = 1_000_000_000L;

  /** What these wait for, a bit, a name or a call on the same CPU, made-up events don't have. */
  private static final Set<String> PRINTS_NOTHING =
      Set.of("userspace/threadsnoop.kp", "basic/event_trigger_functions.kp", "basic/functions.kp");

  /**
   * Samples of a CPU with their stacks are in a trace of perf's, where SampledStacksTest runs it.
   */
  private static final Set<String> RUNS_ELSEWHERE = Set.of("profiling/stack_profile.kp");

  private static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".kp")).sorted().toList();
    }
  }

  @TestFactory
  List<DynamicTest> everySampleRuns() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path sample : samples()) {
      tests.add(DynamicTest.dynamicTest(SAMPLES.relativize(sample).toString(), () -> run(sample)));
    }
    return tests;
  }

  private static void run(Path sample) throws IOException {
    String text = Files.readString(sample);
    String interpreted = output(sample, text, ScriptSettings.Engine.INTERPRETER);
    if (!PRINTS_NOTHING.contains(SAMPLES.relativize(sample).toString())) {
      assertThat(interpreted).isNotBlank();
    }
    assertThat(interpreted).doesNotContain("error: ");
    assertThat(output(sample, text, ScriptSettings.Engine.JVM_AT_ONCE)).isEqualTo(interpreted);
  }

  private static String output(Path sample, String text, ScriptSettings.Engine engine)
      throws IOException {
    SampleEvents events = new SampleEvents(text);
    Script script =
        Script.compile(
            SourceText.of(sample.toString(), text), ScriptSettings.of(events).with(engine));
    assertThat(script.warnings()).isEmpty();
    Host host = new Host();
    if (RUNS_ELSEWHERE.contains(SAMPLES.relativize(sample).toString())) {
      return "compiled";
    }
    ScriptRun run = script.open(host, List.of(sample.toString(), "demo=true"));
    run.runMain();
    List<EventPattern> patterns = run.subscriptions().stream().map(Subscription::pattern).toList();
    List<EventType> types = events.matching(patterns);
    if (!types.isEmpty() || run.hasTimers()) {
      feed(run, types.isEmpty() ? events.matching(List.of(new EventPattern("*", "*"))) : types);
    }
    run.runEnd();
    assertThat(run.errors()).as(host.printed.toString()).isZero();
    return host.printed.toString();
  }

  private static void feed(ScriptRun run, List<EventType> types) {
    SyntheticSettings settings =
        SyntheticSettings.of(types, 3_000).withRate(50).withStart(START).withMarkEvery(100_000_000);
    try (SyntheticSource source = new SyntheticSource(settings)) {
      source.start();
      while (!source.isEnded() && !run.isExited()) {
        source.poll(run::accept, 1 << 20);
      }
    }
  }

  /** A sample's head says what it does, how it is used, and what it prints. */
  @Test
  void everySampleExplainsItself() throws IOException {
    for (Path sample : samples()) {
      String name = SAMPLES.relativize(sample).toString();
      List<String> head =
          Files.readAllLines(sample).stream().takeWhile(line -> line.startsWith("#")).toList();
      List<String> uses = head.stream().filter(line -> line.startsWith("# Use: ktap ")).toList();
      assertThat(uses).as(name).singleElement().asString().contains(name);
      List<String> behind = head.subList(head.indexOf(uses.getFirst()) + 1, head.size());
      assertThat(behind.stream().dropWhile(line -> !line.equals("#")))
          .as("what %s prints", name)
          .anyMatch(line -> line.startsWith("#   "));
    }
  }

  /** Keeps what a sample prints. */
  private static final class Host implements ScriptHost {
    final StringBuilder printed = new StringBuilder();

    @Override
    public void text(byte[] bytes, int from, int length) {
      printed.append(new String(bytes, from, length, StandardCharsets.UTF_8));
    }

    @Override
    public void emit(Row row) {
      printed.append(row.columns()).append(row.values()).append('\n');
    }

    @Override
    public void message(Message message) {
      printed.append(message.text()).append('\n');
    }

    @Override
    public HostFacts facts() {
      return new HostFacts(4242, 4242, 0, "ktap", 4, "x86_64", "6.18.44", "box");
    }

    @Override
    public long realtimeNanos(long monotonicNanos) {
      return 1_700_000_000_000_000_000L + monotonicNanos;
    }

    @Override
    public long monotonicNanos() {
      return START;
    }
  }
}
