package ktap.script.library;

import static org.assertj.core.api.Assertions.assertThat;

import ktap.script.value.EventTextValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrintfTest {
  private final Bench bench = new Bench();

  private String printf(@Nullable Object... arguments) {
    return bench.printed("printf", arguments);
  }

  @Test
  void printsAsTheOriginalDid() {
    assertThat(
            printf("%d %s %x %c|%5d|%-5d|%05d|%+d|%.2s\n", 1, "s", 255, 65, 42, 42, 42, 42, "abc"))
        .isEqualTo("1 s ff A|   42|42   |00042|+42|ab\n");
    assertThat(printf("%x %X %o %u %i\n", -1, 255, 8, -1, -5))
        .isEqualTo("ffffffffffffffff FF 10 18446744073709551615 -5\n");
    assertThat(printf("100%%\n")).isEqualTo("100%\n");
  }

  @Test
  void padsAndSigns() {
    assertThat(printf("[%6.3d][% d][%#x][%#o][%-6x][%06d]", 5, 7, 255, 8, 255, -42))
        .isEqualTo("[   005][ 7][0xff][010][ff    ][-00042]");
    assertThat(printf("[%8s][%-8s][%3c]", "abc", "abc", 65)).isEqualTo("[     abc][abc     ][  A]");
    assertThat(printf("[%5s]", "longer than five")).isEqualTo("[longer than five]");
    assertThat(printf("%d", Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
  }

  @Test
  void printsFloats() {
    assertThat(printf("%f %.2f %.0f %8.3f|%-8.1f|%08.2f", 1.5, 2.345, 2.5, -3.14159, 2.0, -1.5))
        .isEqualTo("1.500000 2.35 2   -3.142|2.0     |-0001.50");
    assertThat(printf("%e %.2e %g %g %g", 12345.678, 0.000123, 100000.0, 1000000.0, 0.0001))
        .isEqualTo("1.234568e+04 1.23e-04 100000 1e+06 0.0001");
    assertThat(printf("%g %g %f", 1.0 / 0, 0.0 / 0, 3)).isEqualTo("inf nan 3.000000");
    assertThat(printf("%d", 2.9)).isEqualTo("2");
  }

  @Test
  void printsSymbols() {
    bench.kernelSymbols.put(0x10L, "vfs_read+0x4/0x64");
    assertThat(printf("%p %p", 0x10, 0x20)).isEqualTo("vfs_read 0x20");
  }

  @Test
  void nilAndEventTextEndTheCall() {
    assertThat(printf("%s %d\n", null, 5)).isEqualTo("nil");
    assertThat(printf("%s %d\n", EventTextValue.INSTANCE, 5)).isEqualTo("sys_close(fd: 3)\n");
  }

  @Test
  void tellsMistakesInTheOriginalsWords() {
    assertThat(bench.failure("printf", "%d\n"))
        .isEqualTo(
            "error: bad argument #2: (no value): the format asks for more values than were given");
    assertThat(bench.failure("printf", "%d\n", "x"))
        .isEqualTo(
            "error: wrong type of argument 2: %d takes a number, found a string; %s prints it");
    assertThat(bench.failure("printf", "%s\n", 5))
        .isEqualTo(
            "error: wrong type of argument 2: %s takes a string, found a number; %d prints it");
    assertThat(bench.failure("printf", "%q\n", 5))
        .isEqualTo("error: invalid option '%q' to 'format'");
    assertThat(bench.failure("printf", "%", 5)).isEqualTo("error: invalid option '%' to 'format'");
    assertThat(bench.failure("printf", "%100d\n", 1))
        .isEqualTo("error: invalid format (width or precision too long)");
    assertThat(bench.failure("printf", "%------d\n", 1))
        .isEqualTo("error: invalid format (repeated flags)");
    assertThat(bench.failure("printf", 5))
        .isEqualTo(
            "error: wrong type of argument 1: printf(format[, ...]) takes a string there, found a"
                + " number");
    assertThat(bench.failure("printf"))
        .isEqualTo(
            "error: wrong type of argument 1: printf(format[, ...]) takes a string there, found"
                + " nothing");
    assertThat(bench.printed.toString()).isEmpty();
  }

  @Test
  void formatGivesTheText() {
    assertThat(bench.call("format", "%s=%d", "a", 1)).isEqualTo("a=1");
  }
}
