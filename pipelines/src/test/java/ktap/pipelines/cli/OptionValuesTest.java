package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionValuesTest {

  @ParameterizedTest
  @CsvSource({
    "500us,500000",
    "500ms,500000000",
    "10s,10000000000",
    "2m,120000000000",
    "1h,3600000000000"
  })
  void times(String text, long nanos) throws CommandException {
    assertThat(OptionValues.nanos(Option.DURATION, text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "0s", "1d", "-1s", "1.5s", "99999999999999999h", "10 s"})
  void otherTimesAreRefused(String text) {
    assertThatThrownBy(() -> OptionValues.nanos(Option.DURATION, text))
        .hasMessage("--duration takes a time such as 500ms, 10s, 2m or 1h, not '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "4K,4096", "16m,16777216", "2g,2147483648"})
  void sizes(String text, long bytes) throws CommandException {
    assertThat(OptionValues.bytes(Option.BUFFER, text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "0", "-1", "1x", "1.5g", "9999999999g"})
  void otherSizesAreRefused(String text) {
    assertThatThrownBy(() -> OptionValues.bytes(Option.BUFFER, text))
        .hasMessage("--buffer takes a size such as 512k, 16m or 1g, not '" + text + "'");
  }

  @Test
  void counts() throws CommandException {
    assertThat(OptionValues.smallCount(Option.PID, "4711")).isEqualTo(4711);
    assertThatThrownBy(() -> OptionValues.count(Option.MAX_LOOPS, "many"))
        .hasMessage("--max-loops takes a whole number, not 'many'");
    assertThatThrownBy(() -> OptionValues.smallCount(Option.PID, "3000000000"))
        .hasMessage("--pid takes a number up to 2147483647, not 3000000000");
  }
}
