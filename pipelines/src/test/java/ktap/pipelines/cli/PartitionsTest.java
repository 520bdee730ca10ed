package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ktap replay --partitions N}: several runs give the answer of one. */
final class PartitionsTest {
  private static final String GATHER =
      """
      var n = 10
      var names = {start = 5}
      var sizes = {}
      var percent = {}
      trace *:* {
        n += 1
        names[probename] += 1
        names.start += 2
        sizes[cpu, execname] <<< tid
        percent[pid % 3] <<< hdr(tid)
      }
      trace_end {
        print(n, gettimeofday_ns())
        for (k, v in sort_pairs(names)) { print(k, v) }
        for (k, v in sort_pairs(sizes, function (a, b) { return sum(a) < sum(b) })) {
          print(k, count(v), sum(v), min(v), max(v))
        }
        for (i = 0, 2) { quantiles(percent[i], 50, 99) }
      }
      """;

  @TempDir Path directory;

  private String recording(long count, int lossEvery) {
    SyntheticSettings settings = SyntheticSettings.of(BuiltInEvents.all(), count);
    return Commands.record(
        directory.resolve("trace"), lossEvery > 0 ? settings.withLossEvery(lossEvery) : settings);
  }

  @Test
  void anyNumberOfPartitionsGivesTheSame() {
    String trace = recording(200_000, 0);
    Ktap.Outcome one = Commands.run("replay", trace, "-e", GATHER);
    assertThat(one.status()).isZero();
    assertThat(one.out()).startsWith("200010\t");
    for (String count : new String[] {"1", "2", "3", "7"}) {
      assertThat(Commands.run("replay", "--partitions", count, trace, "-e", GATHER)).isEqualTo(one);
    }
  }

  @Test
  void lossesAreCountedOnce() {
    String trace = recording(20_000, 900);
    String script = "var n = 0 trace *:* { n += 1 } trace_end { print(n) }";
    assertThat(Commands.run("replay", "--partitions", "3", trace, "-e", script).err())
        .isEqualTo(Commands.run("replay", trace, "-e", script).err())
        .endsWith("; that was before the replay\n")
        .contains(" events lost: ");
  }

  @Test
  void errorsOfAllRunsAreTold() {
    String trace = recording(5_000, 0);
    String script = "var n = 0 trace *:* { n += 1 / (tid - tid) } trace_end { print(n) }";
    Ktap.Outcome outcome = Commands.run("replay", "--partitions", "2", trace, "-e", script);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).isEqualTo("0\n");
    assertThat(outcome.err()).contains("divide 0");
  }

  @Test
  void scriptThatNeedsAllEventsInOrderIsRefused() {
    String trace = recording(10, 0);
    assertThat(
            Commands.run("replay", "--partitions", "2", trace, "-e", "trace *:* { print(argstr) }"))
        .isEqualTo(
            new Ktap.Outcome(
                1,
                "",
                """
                ktap: (command line):1:13: error: the events can't be shared between partitions: what this call does, it does in order
                trace *:* { print(argstr) }
                            ^~~~~~~~~~~~~
                hint: handlers may add with +=, -=, <<< and count(t, k); replay others without --partitions
                """));
  }

  @Test
  void whatNeedsOrderIsNotForPartitions() {
    assertThat(Commands.run("replay", "--partitions", "2", "--speed", "1x", "t", "-e", ""))
        .isEqualTo(
            new Ktap.Outcome(
                2,
                "",
                "ktap: --partitions doesn't go with --speed: events must come in order there\n"));
    assertThat(Commands.run("replay", "--partitions", "0", "t", "-e", "").err())
        .isEqualTo("ktap: --partitions takes 1 to 256, not 0\n");
  }
}
