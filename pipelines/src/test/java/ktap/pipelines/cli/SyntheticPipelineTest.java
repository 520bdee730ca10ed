package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines over events that are made. */
final class SyntheticPipelineTest {
  private static final String PRINT =
      """
      operators:
        - script: |
            trace *:* { print(nsecs(), cpu, tid, execname, probename, argstr) }
            trace_end { print(gettimeofday_ns(), num_cpus(), kernel_v()) }
      sinks:
        - console: {}
      """;

  @TempDir Path directory;

  private Ktap.Outcome run(String verb, String source) throws IOException {
    return pipeline(verb, "sources: [synthetic: " + source + "]\n" + PRINT);
  }

  private Ktap.Outcome pipeline(String verb, String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("p.yaml"), yaml);
    return Commands.run(verb, file.toString());
  }

  @Test
  void theSameSeedGivesTheSame() throws IOException {
    Ktap.Outcome first = run("run", "{ count: 500, seed: 3 }");
    assertThat(first.status()).isZero();
    assertThat(first.out().lines()).hasSize(501);
    assertThat(run("run", "{ count: 500, seed: 3 }")).isEqualTo(first);
    assertThat(run("run", "{ count: 500, seed: 4 }").out()).isNotEqualTo(first.out());
  }

  @Test
  void eventsAreThoseOfThePattern() throws IOException {
    assertThat(run("run", "{ event: 'sched:*', count: 200 }").out().lines())
        .hasSize(201)
        .filteredOn(line -> line.contains("sys_"))
        .isEmpty();
    assertThat(run("run", "{ event: 'syscalls:sys_enter_read', filter: 'fd < 0', count: 9 }").out())
        .hasLineCount(1);
  }

  @Test
  void theRateIsThatOfEventTime() throws IOException {
    String out = run("run", "{ count: 2000, rate: 1000 }").out();
    long end = Long.parseLong(out.lines().toList().getLast().split("\t", -1)[0]);
    assertThat(end - 1_000_000_000_000L).isBetween(1_500_000_000L, 2_500_000_000L);
  }

  @Test
  void typesAreTakenFromATrace() throws IOException {
    String like =
        Commands.record(
            directory.resolve("a"), SyntheticSettings.of(BuiltInEvents.all().subList(0, 1), 5));
    String name = BuiltInEvents.all().getFirst().name().name();
    assertThat(run("run", "{ count: 20, like: " + like + " }").out().lines())
        .filteredOn(line -> line.contains(name))
        .hasSize(20);
  }

  @Test
  void becomesARecording() throws IOException {
    Path copy = directory.resolve("copy.kq");
    String source = "{ count: 300, seed: 5 }";
    String out = run("run", source).out();
    pipeline("run", "sources: [synthetic: " + source + "]\nsinks: [record: " + copy + "]\n");
    assertThat(pipeline("run", "sources: [replay: " + copy + "]\n" + PRINT).out()).isEqualTo(out);
  }

  @Test
  void theExample() {
    Ktap.Outcome outcome = Commands.run("run", "examples/demo.yaml");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out().lines())
        .hasSize(6)
        .first()
        .asString()
        .matches("key +count +sum +min +max +avg");
  }

  @Test
  void mistakesAreTold() throws IOException {
    Ktap.Outcome outcome =
        run("check", "{ event: 'schad:sched_switch', count: -1, seed: x, rate: 0, paced: yes }");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("there is no event schad:sched_switch")
        .contains("hint: did you mean 'sched:sched_switch'?")
        .contains("expected a whole number of 0 or more, found '-1'")
        .contains("expected a whole number of 0 or more, found 'x'")
        .contains("expected a whole number from 1 to 1000000000, found '0'")
        .contains("expected true or false, found 'yes'");
    assertThat(run("check", "{ like: nowhere.kq }").err()).contains("there is no trace nowhere.kq");
    assertThat(pipeline("check", "sources: [synthetic: {}, tracepoint: 'sched:*']\n" + PRINT).err())
        .contains("has no other source beside it");
  }
}
