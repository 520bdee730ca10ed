package ktap.script.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import ktap.script.value.ByteString;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Shape LINEAR = new LinearShape(0, 100, 10);
  private static final List<Shape> SHAPES =
      List.of(PlainShape.STATISTICS, PlainShape.LOG, PlainShape.PERCENTILES, LINEAR);

  private static Summary of(Shape shape, long... values) {
    Summary summary = shape.create();
    for (long value : values) {
      summary.add(value, Tag.INT);
    }
    return summary;
  }

  private static String text(Summary summary) {
    ByteText text = new ByteText();
    summary.appendTo(text);
    return text.toString();
  }

  @Test
  void statisticsAreShownAsInTheOriginal() {
    assertThat(text(of(PlainShape.STATISTICS, 3, 5)))
        .isEqualTo("[count:      2 sum:      8 max:      5 min:      3 avg:      4]");
    assertThat(text(of(PlainShape.STATISTICS)))
        .isEqualTo("[count:      0 sum:      0 max:      0 min:      0 avg:      0]");
  }

  @Test
  void oneFloatMakesFloats() {
    Summary summary = of(PlainShape.STATISTICS, 1, 2);
    summary.add(Double.doubleToRawLongBits(1.5), Tag.FLOAT);
    assertThat(text(summary))
        .isEqualTo("[count:      3 sum:    4.5 max:    2.0 min:    1.0 avg:    1.5]");
  }

  @Test
  void powersOfTwoAsBpftraceShowsThem() {
    assertThat(text(of(PlainShape.LOG, -5, 0, 1, 2, 3, 3, 1024, 1500, 1 << 20, Long.MAX_VALUE)))
        .startsWith(
            """
            (..., 0)               1 |@@@@@@@@@@@@@@@@@                                   |
            [0]                    1 |@@@@@@@@@@@@@@@@@                                   |
            [1]                    1 |@@@@@@@@@@@@@@@@@                                   |
            [2, 4)                 3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
            [4, 8)                 0 |                                                    |
            [8, 16)                0 |                                                    |
            [16, 32)               0 |                                                    |
            [32, 64)               0 |                                                    |
            [64, 128)              0 |                                                    |
            [128, 256)             0 |                                                    |
            [256, 512)             0 |                                                    |
            [512, 1K)              0 |                                                    |
            [1K, 2K)               2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@                  |
            """)
        .endsWith(
            "[4E, ...)              1 |@@@@@@@@@@@@@@@@@                                   |\n");
    assertThat(text(of(PlainShape.LOG))).isEmpty();
  }

  @Test
  void stepsOfOneSize() {
    assertThat(text(of(LINEAR, -1, 0, 9, 10, 99, 100, 5000)))
        .isEqualTo(
            """
            (..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
            [0, 10)                2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
            [10, 20)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
            [20, 30)               0 |                                                    |
            [30, 40)               0 |                                                    |
            [40, 50)               0 |                                                    |
            [50, 60)               0 |                                                    |
            [60, 70)               0 |                                                    |
            [70, 80)               0 |                                                    |
            [80, 90)               0 |                                                    |
            [90, 100)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
            [100, ...)             2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
            """);
    assertThat(text(of(new LinearShape(0, 4096, 2048), 3000)))
        .isEqualTo("[2K, 4K)               1 |" + "@".repeat(52) + "|\n");
  }

  @Test
  void percentilesAreExactToThreeDigits() {
    Summary summary = PlainShape.PERCENTILES.create();
    for (long value = 1; value <= 1000; value++) {
      summary.add(value, Tag.INT);
    }
    Percentiles percentiles = (Percentiles) summary;
    assertThat(percentiles.at(50)).isEqualTo(500);
    assertThat(percentiles.at(99)).isEqualTo(990);
    assertThat(percentiles.at(99.9)).isEqualTo(999);
    assertThat(percentiles.at(100)).isEqualTo(1000);
    assertThat(text(summary))
        .isEqualTo("[count: 1000 p50: 500 p90: 900 p99: 990 p99.9: 999 max: 1000]");
    summary.add(Long.MAX_VALUE, Tag.INT);
    summary.add(-7, Tag.INT);
    assertThat(summary.min()).isEqualTo(-7);
  }

  @Test
  void mergingGivesWhatAddingAllWouldHaveGiven() {
    Random random = new Random(1);
    for (Shape shape : SHAPES) {
      Summary left = shape.create();
      Summary right = shape.create();
      Summary all = shape.create();
      for (int i = 0; i < 1000; i++) {
        long value = random.nextLong() >> random.nextInt(64);
        (random.nextBoolean() ? left : right).add(value, Tag.INT);
        all.add(value, Tag.INT);
      }
      Summary merged = left.copy();
      merged.merge(right);
      right.merge(left);
      right.merge(shape.create());
      assertThat(text(merged)).isEqualTo(text(all));
      assertThat(merged.toBytes()).isEqualTo(all.toBytes()).isEqualTo(right.toBytes());
    }
  }

  @Test
  void stateGoesToBytesAndBack() {
    Summary floats = PlainShape.STATISTICS.create();
    floats.add(Double.doubleToRawLongBits(0.1), Tag.FLOAT);
    assertThat(text(Summary.read(floats.toBytes()))).isEqualTo(text(floats));
    for (Shape shape : SHAPES) {
      Summary summary = of(shape, 1, 5, -3, 77, 1L << 40);
      Summary read = Summary.read(summary.toBytes());
      assertThat(text(read)).isEqualTo(text(summary));
      assertThat(read.shape()).isEqualTo(shape);
      assertThat(read.sum()).isEqualTo(summary.sum());
      read.add(2, Tag.INT);
      assertThat(read.count()).isEqualTo(6);
    }
  }

  @Test
  void wrongBytesAreTold() {
    for (Shape shape : SHAPES) {
      byte[] bytes = of(shape, 1, 5, 77).toBytes();
      for (int cut = 0; cut < bytes.length; cut++) {
        byte[] part = java.util.Arrays.copyOf(bytes, cut);
        assertThatThrownBy(() -> Summary.read(part))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected the state of an aggregation, found ");
      }
    }
    assertThatThrownBy(() -> Summary.read(new byte[] {20}))
        .hasMessage("expected the state of an aggregation, found kind 10 of aggregation at byte 1");
  }

  @Test
  void onlyWhatFitsGoesIn() {
    Summary log = of(PlainShape.LOG, 1);
    log.add(5, PlainShape.LOG);
    assertThat(log.count()).isEqualTo(2);
    assertThatThrownBy(() -> log.add(5, LINEAR))
        .isInstanceOf(ScriptRuntimeException.class)
        .hasMessage(
            "error: cannot add a value for lhist(v, 0, 100, 10) to an aggregation made by"
                + " hist(v)");
    assertThatThrownBy(() -> log.add(0, ByteString.of("x")))
        .hasMessage("error: add non number value to aggregation table");
    assertThatThrownBy(() -> log.merge(of(LINEAR, 1)))
        .hasMessage("can't merge an aggregation of lhist(v, 0, 100, 10) into one of hist(v)");
  }
}
