package ktap.pipelines.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuantityTest {
  @Test
  void oneIsSaidAsOne() {
    assertThat(Quantity.of(0, "event")).isEqualTo("0 events");
    assertThat(Quantity.of(1, "event")).isEqualTo("1 event");
    assertThat(Quantity.of(1234, "event")).isEqualTo("1,234 events");
    assertThat(Quantity.of(1, "table entry", "table entries")).isEqualTo("1 table entry");
    assertThat(Quantity.of(2, "table entry", "table entries")).isEqualTo("2 table entries");
  }
}
