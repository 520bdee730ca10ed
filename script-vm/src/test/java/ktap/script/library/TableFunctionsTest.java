package ktap.script.library;

import static org.assertj.core.api.Assertions.assertThat;

import ktap.script.aggregation.LinearShape;
import ktap.script.aggregation.PlainShape;
import ktap.script.aggregation.Summary;
import ktap.script.value.ByteString;
import ktap.script.value.Pairs;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableFunctionsTest {
  private final Bench bench = new Bench();

  private static String walked(@Nullable Object pairs) {
    StringBuilder text = new StringBuilder();
    if (!(pairs instanceof Pairs walk)) {
      throw new AssertionError("not to be walked: " + pairs);
    }
    while (walk.next()) {
      text.append(walk.keyRef() == Tag.INT ? walk.keyNumber() : walk.keyRef()).append('=');
      text.append(walk.valueRef() == Tag.INT ? walk.valueNumber() : walk.valueRef()).append(' ');
    }
    return text.toString();
  }

  @Test
  void pairsByValue() {
    Table table = Bench.table("a", 3, "b", 1, "c", 2);
    assertThat(walked(bench.call("pairs", table))).isEqualTo("a=3 b=1 c=2 ");
    assertThat(walked(bench.call("sort_pairs", table))).isEqualTo("b=1 c=2 a=3 ");
    assertThat(walked(bench.call("sort_pairs", Bench.table("a", 1, "b", 1, "c", 0))))
        .isEqualTo("c=0 b=1 a=1 ");
    assertThat(walked(bench.call("sort_pairs", Bench.table(1, "x", 2, "a")))).isEqualTo("2=a 1=x ");
    assertThat(walked(bench.call("sort_pairs", new Table()))).isEmpty();
    assertThat(bench.failure("sort_pairs", Bench.table("a", 1, "b", new Table())))
        .isEqualTo(
            "error: compare with non-number: sort_pairs without a function sorts numbers, found a"
                + " table");
  }

  @Test
  void pairsByAFunction() {
    Table table = Bench.table("x", "ab", "y", "abc", "z", "b");
    Object before = Library.find("starts_with").orElseThrow().builtIn();
    assertThat(walked(bench.call("sort_pairs", table, before))).isEqualTo("z=b y=abc x=ab ");
  }

  @Test
  void counting() {
    Table first = new Table();
    bench.call("count", first, "b", 5);
    bench.call("count", first, "b", 5);
    assertThat(walked(first.iterate())).isEqualTo("b=6 ");
    Table second = new Table();
    bench.call("table_count", second, "b", 5);
    bench.call("table_count", second, "b");
    assertThat(walked(second.iterate())).isEqualTo("b=6 ");
    assertThat(bench.failure("table_count", Bench.table("b", "x"), "b"))
        .isEqualTo(
            "error: use '+=' operator on non-number value: the table holds something else there");
  }

  @Test
  void emptying() {
    Summary summary = PlainShape.LOG.create();
    summary.add(5, Tag.INT);
    Table table = Bench.table("n", 5, "f", 1.5, "s", "text", "h", summary);
    bench.call("zero", table);
    assertThat(bench.call("join", table, " ")).isEqualTo("0 0 text ");
    assertThat(bench.call("has_key", table, "n")).isEqualTo(true);
    assertThat(bench.call("has_key", table, "m")).isEqualTo(false);
    assertThat(bench.call("join", bench.call("keys", table), " ")).isEqualTo("n f s h");
    bench.call("clear", table);
    assertThat(bench.call("len", table)).isEqualTo(0L);
  }

  @Test
  void topOfNumbers() {
    assertThat(bench.printed("top", Bench.table("bash", 3, "sshd", 12345, "ls", 3), 2))
        .isEqualTo(
            """
            key   value
            sshd  12345
            bash      3
            """);
  }

  @Test
  void topOfColumns() {
    Table table =
        Bench.table(
            "bash", Bench.table("reads", 3, "bytes", 100),
            "sshd", Bench.table("reads", 5, "bytes", 20, "errors", 1));
    assertThat(bench.printed("top", table))
        .isEqualTo(
            """
            key   reads  bytes  errors
            sshd      5     20       1
            bash      3    100       \s
            """);
    assertThat(bench.printed("top", table, 1, "bytes"))
        .isEqualTo(
            """
            key   reads  bytes  errors
            bash      3    100       \s
            """);
    assertThat(bench.failure("top", table, 1, "writes"))
        .isEqualTo("error: top found no column 'writes'; there are reads, bytes, errors");
  }

  @Test
  void topOfAggregations() {
    Summary one = PlainShape.STATISTICS.create();
    one.add(10, Tag.INT);
    Summary two = PlainShape.STATISTICS.create();
    two.add(1, Tag.INT);
    two.add(3, Tag.INT);
    assertThat(bench.printed("top", Bench.table("one", one, "two", two)))
        .isEqualTo(
            """
            key  count  sum  min  max  avg
            two      2    4    1    3    2
            one      1   10   10   10   10
            """);
    assertThat(bench.printed("top", Bench.table("one", one, "two", two), 1, "sum"))
        .isEqualTo(
            """
            key  count  sum  min  max  avg
            one      1   10   10   10   10
            """);
  }

  @Test
  void emptyTop() {
    assertThat(bench.printed("top", new Table())).isEqualTo("key  value\n");
  }

  @Test
  void quantilesInColumns() {
    Summary read = PlainShape.PERCENTILES.create();
    for (int i = 1; i <= 100; i++) {
      read.add(i, Tag.INT);
    }
    assertThat(bench.printed("quantiles", Bench.table("read", read), 50, 99, 99.9))
        .isEqualTo(
            """
            key   count  p50  p99  p99.9  max
            read    100   50   99    100  100
            """);
    assertThat(bench.printed("quantiles", read))
        .isEqualTo(
            """
            count  p50  p90  p99  p99.9  max
            100     50   90   99    100  100
            """);
    assertThat(bench.call("quantile", read, 90)).isEqualTo(90L);
    assertThat(bench.call("quantile", null, 90)).isEqualTo(0L);
    assertThat(bench.failure("quantile", read, 101))
        .isEqualTo("error: a quantile is given in percent, from 0 to 100, found 101.0");
    assertThat(bench.failure("quantiles", Bench.table("a", 1), 50))
        .isEqualTo(
            "error: wrong type of argument 1: quantiles takes a table of what 't[k] <<< hdr(v)'"
                + " made");
  }

  @Test
  void readingAggregations() {
    Summary summary = PlainShape.STATISTICS.create();
    summary.add(3, Tag.INT);
    summary.add(5, Tag.INT);
    assertThat(bench.call("count", summary)).isEqualTo(2L);
    assertThat(bench.call("sum", summary)).isEqualTo(8L);
    assertThat(bench.call("avg", summary)).isEqualTo(4L);
    assertThat(bench.call("max", summary)).isEqualTo(5L);
    assertThat(bench.call("min", summary)).isEqualTo(3L);
    assertThat(bench.call("count", (Object) null)).isEqualTo(0L);
    assertThat(bench.call("avg", (Object) null)).isEqualTo(0L);
    assertThat(bench.call("min", 3, 2.5, 7)).isEqualTo(2.5);
    assertThat(bench.call("max", 3, 2.5, 7)).isEqualTo(7L);
    assertThat(bench.failure("sum", 5))
        .isEqualTo("error: wrong type of argument 1: sum takes an aggregation, found a number");
    assertThat(bench.failure("max", 5, "x"))
        .isEqualTo("error: wrong type of argument 2: max of numbers takes numbers, found a string");
    Summary merged = (Summary) bench.call("merge", summary, summary);
    assertThat(merged == null ? -1 : merged.count()).isEqualTo(4);
    assertThat(bench.call("merge", null, summary)).isSameAs(summary);
  }

  @Test
  void marksForAggregating() {
    assertThat(bench.call("hist", 5)).isSameAs(PlainShape.LOG);
    assertThat(bench.call("lhist", 5, 0, 100, 10)).isEqualTo(new LinearShape(0, 100, 10));
    assertThat(bench.call("lhist", 6, 0, 100, 10)).isSameAs(bench.call("lhist", 5, 0, 100, 10));
    assertThat(bench.failure("lhist", 5, 0, 100, 0))
        .isEqualTo("error: the step of lhist must be above 0, found 0");
    assertThat(bench.failure("lhist", 5, 0, 0, 1))
        .isEqualTo("error: lhist needs low < high, found low 0 and high 0");
    assertThat(bench.failure("lhist", 5, 0, 1 << 30, 1))
        .isEqualTo("error: lhist can have at most 1000 steps; take a larger step than 1");
  }

  @Test
  void tablesInTheOlderFamilies() {
    Table table = Bench.table(1, 1, 2, 2, "x", 4);
    assertThat(bench.printed("print", table)).isEqualTo("table 0x1\n");
    assertThat(bench.printed("print", new Table(), table)).isEqualTo("table 0x2\ttable 0x1\n");
    bench.older = true;
    assertThat(bench.printed("print", table)).isEqualTo("1:\t1\n2:\t2\nx:\t4\n\n");
  }

  @Test
  void rowsHaveNamedColumns() {
    bench.call("emit", Bench.table("name", "x", "n", 5, "ratio", 0.5, "none", true));
    assertThat(bench.rows.getFirst().columns()).containsExactly("name", "n", "ratio", "none");
    assertThat(bench.rows.getFirst().values()).containsExactly("x", 5L, 0.5, true);
    assertThat(bench.rows.getFirst().timeNanos()).isEqualTo(bench.now);
  }

  @Test
  void argumentsBecomeNumbers() {
    Table arg = Library.arguments(java.util.List.of("a.kp", "5", "-7", "x", "1.5"));
    assertThat(walked(arg.iterate())).isEqualTo("0=a.kp 1=5 2=-7 3=x 4=1.5 ");
    assertThat(arg.find(0, ByteString.of("x"))).isEqualTo(Table.ABSENT);
  }
}
