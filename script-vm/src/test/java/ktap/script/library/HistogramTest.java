package ktap.script.library;

import static org.assertj.core.api.Assertions.assertThat;

import ktap.script.aggregation.PlainShape;
import ktap.script.aggregation.Summary;
import ktap.script.value.KernelAddress;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final String HEADING_31 =
      "                         value ------------- Distribution ------------- count\n";
  private static final String HEADING_32 =
      "                          value ------------- Distribution ------------- count\n";

  private final Bench bench = new Bench();

  @Test
  void showsTheLargestFirstAndCutsTheRest() {
    Table table = new Table();
    for (int i = 1; i <= 25; i++) {
      table.putInteger(i, i, Tag.INT);
    }
    StringBuilder expected = new StringBuilder(HEADING_31);
    for (int i = 25; i >= 7; i--) {
      String bar = "@".repeat(i * 38 / 325);
      expected.append("%31d |%-38s%-7d\n".formatted(i, bar, i));
    }
    expected.append("                            ... |\n");
    assertThat(bench.printed("print_hist", table)).isEqualTo(expected.toString());
  }

  @Test
  void barsArePartsOfTheSum() {
    assertThat(bench.printed("print_hist", Bench.table("a", 30, "b", 20, "c", 10)))
        .isEqualTo(
            HEADING_31
                + "                              a |@@@@@@@@@@@@@@@@@@@                   30     \n"
                + "                              b |@@@@@@@@@@@@                          20     \n"
                + "                              c |@@@@@@                                10    "
                + " \n");
  }

  @Test
  void equalRowsComeByKey() {
    assertThat(
            bench.printed("print_hist", Bench.table("b", 1, "a", 1, 20, 1, 3, 1, true, 1, "c", 2)))
        .isEqualTo(
            HEADING_31
                + row31("c", 10, "2")
                + row31("3", 5, "1")
                + row31("20", 5, "1")
                + row31("a", 5, "1")
                + row31("b", 5, "1")
                + row31("true", 5, "1"));
  }

  private static String row31(String key, int bar, String count) {
    return "%31s |%-38s%-7s\n".formatted(key, "@".repeat(bar), count);
  }

  @Test
  void moreRowsOnDemand() {
    Table table = new Table();
    for (int i = 1; i <= 30; i++) {
      table.putInteger(i, 1, Tag.INT);
    }
    assertThat(bench.printed("print_hist", table, 31).lines().count()).isEqualTo(31);
    assertThat(bench.printed("print_hist", table, 30).lines().count()).isEqualTo(31);
    assertThat(bench.printed("print_hist", table, 30)).endsWith("... |\n");
    assertThat(bench.printed("print_hist", table, 5).lines().count()).isEqualTo(21);
  }

  @Test
  void emptyNegativeAndZero() {
    assertThat(bench.printed("print_hist", new Table())).isEqualTo(HEADING_31);
    assertThat(bench.printed("print_hist", Bench.table("a", 0)))
        .isEqualTo(HEADING_31 + row31("a", 0, "0"));
    assertThat(bench.printed("print_hist", Bench.table("a", -5, "b", 5)))
        .isEqualTo(HEADING_31 + row31("b", 38, "5") + row31("a", 0, "-5"));
  }

  @Test
  void longKeysStandAlone() {
    String key = "vfs_read+0x10/0x100\nksys_read+0x20/0x80\n";
    assertThat(bench.printed("print_hist", Bench.table(key, 3)))
        .isEqualTo(HEADING_31 + key + "@".repeat(38) + "\n3\n\n");
  }

  @Test
  void symbolsAreCut() {
    bench.kernelSymbols.put(0x10L, "a_function_with_a_name_of_more_than_32_bytes+0x0/0x1");
    assertThat(bench.printed("print_hist", Bench.table(new KernelAddress(0x10), 3)))
        .isEqualTo(HEADING_31 + row31("a_function_with_a_name_of_mo...", 38, "3"));
  }

  @Test
  void otherValuesAreToldAfterTheHeading() {
    assertThat(bench.failure("print_hist", Bench.table("a", "x")))
        .isEqualTo("error: print_hist only can print number: a value of the table is a string");
    assertThat(bench.printed.toString()).isEqualTo(HEADING_31);
    assertThat(bench.failure("print_hist", 5))
        .isEqualTo(
            "error: wrong type of argument 1: expected a table or an aggregation, found a number");
  }

  @Test
  void theWinterOf2013() {
    bench.older = true;
    assertThat(bench.printed("histogram", Bench.table("kx", 1)))
        .isEqualTo(
            HEADING_32
                + "                              kx |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@1     "
                + " \n");
    bench.kernelSymbols.put(0x10L, "vfs_read+0x4/0x64");
    assertThat(bench.printed("histogram", Bench.table(0x10, 3, 0x20, 1)))
        .isEqualTo(
            HEADING_32
                + "                        vfs_read |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@          3     "
                + " \n"
                + "                            0x20 |@@@@@@@@@                              1     "
                + " \n");
    Table table = new Table();
    for (int i = 1; i <= 21; i++) {
      table.putInteger(i, 1, Tag.INT);
    }
    assertThat(bench.printed("histogram", table).lines().count()).isEqualTo(22);
    assertThat(bench.printed("histogram", table)).endsWith("                             ... |\n");
  }

  @Test
  void theSummerOf2013() {
    bench.first = true;
    assertThat(bench.printed("histogram", Bench.table("a", 2, "b", 1)))
        .isEqualTo(
            HEADING_32
                + "                               a |@@@@@@@@@@@@@@@@@@@@@@@@@@             2      "
                + "   \n"
                + "                               b |@@@@@@@@@@@@@                          1      "
                + "   \n");
    assertThat(bench.printed("histogram", Bench.table(7, 2)))
        .isEqualTo(HEADING_32 + "%32d | %s%-10d\n".formatted(7, "@".repeat(39), 2));
  }

  @Test
  void aggregationsCount() {
    Summary three = PlainShape.STATISTICS.create();
    three.add(5, Tag.INT);
    three.add(6, Tag.INT);
    three.add(7, Tag.INT);
    assertThat(bench.printed("print_hist", Bench.table("a", three)))
        .isEqualTo(HEADING_31 + row31("a", 38, "3"));
    assertThat(bench.printed("print_hist", three))
        .isEqualTo("[count:      3 sum:     18 max:      7 min:      5 avg:      6]\n");
  }

  @Test
  void tablesOfHistogramsComeOneByOne() {
    Summary read = PlainShape.LOG.create();
    read.add(3, Tag.INT);
    Summary write = PlainShape.LOG.create();
    write.add(3, Tag.INT);
    write.add(3, Tag.INT);
    assertThat(bench.printed("print_hist", Bench.table("write", write, "read", read)))
        .isEqualTo(
            """
            read:
            [2, 4)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

            write:
            [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

            """);
  }
}
