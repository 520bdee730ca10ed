package ktap.script.library;

import static org.assertj.core.api.Assertions.assertThat;

import ktap.script.value.EventTextValue;
import ktap.script.value.KernelAddress;
import ktap.script.value.Table;
import org.junit.jupiter.api.Test;

class StringFunctionsTest {
  private final Bench bench = new Bench();

  @Test
  void partsByPosition() {
    assertThat(bench.call("substr", "kernel", 2, 4)).isEqualTo("ern");
    assertThat(bench.call("substr", "kernel", 3)).isEqualTo("rnel");
    assertThat(bench.call("sub", "kernel", -2)).isEqualTo("el");
    assertThat(bench.call("substr", "kernel", -100, 100)).isEqualTo("kernel");
    assertThat(bench.call("substr", "kernel", 5, 2)).isEqualTo("");
    assertThat(bench.call("substr", "", 1, 1)).isEqualTo("");
    assertThat(bench.call("substr", "ab", Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo("ab");
  }

  @Test
  void finding() {
    assertThat(bench.call("find", "/usr/lib", "/")).isEqualTo(1L);
    assertThat(bench.call("find", "/usr/lib", "/", 2)).isEqualTo(5L);
    assertThat(bench.call("strstr", "/usr/lib", "x")).isNull();
    assertThat(bench.call("find", "abc", "", 4)).isEqualTo(4L);
    assertThat(bench.call("contains", "sys_enter_read", "read")).isEqualTo(true);
    assertThat(bench.call("starts_with", "sys_enter_read", "sys_")).isEqualTo(true);
    assertThat(bench.call("starts_with", "s", "sys_")).isEqualTo(false);
    assertThat(bench.call("ends_with", "sys_enter_read", "read")).isEqualTo(true);
    assertThat(bench.call("ends_with", "d", "read")).isEqualTo(false);
  }

  @Test
  void changing() {
    assertThat(bench.call("upper", "ktap Ä1")).isEqualTo("KTAP Ä1");
    assertThat(bench.call("lower", "KTAP 1")).isEqualTo("ktap 1");
    assertThat(bench.call("trim", " \t a b\n")).isEqualTo("a b");
    assertThat(bench.call("trim", "  ")).isEqualTo("");
    assertThat(bench.call("replace", "a/b/c", "/", "::")).isEqualTo("a::b::c");
    assertThat(bench.call("replace", "aaa", "aa", "b")).isEqualTo("ba");
    assertThat(bench.call("replace", "abc", "", "x")).isEqualTo("abc");
    assertThat(bench.call("rep", "ab", 3)).isEqualTo("ababab");
    assertThat(bench.call("rep", "ab", -1)).isEqualTo("");
    assertThat(bench.call("rep", "", Long.MAX_VALUE)).isEqualTo("");
    assertThat(bench.failure("rep", "ab", 1 << 26))
        .isEqualTo(
            "error: too long string: 134217728 bytes, a string holds at most 67108864"
                + " (--max-string)");
  }

  @Test
  void bytes() {
    assertThat(bench.call("byte", "AZ")).isEqualTo(65L);
    assertThat(bench.call("byte", "AZ", -1)).isEqualTo(90L);
    assertThat(bench.call("byte", "AZ", 3)).isNull();
    assertThat(bench.call("char", 107, 116)).isEqualTo("kt");
  }

  @Test
  void splittingAndJoining() {
    Table parts = (Table) bench.call("split", "a:b::c", ":");
    assertThat(bench.call("join", parts, "|")).isEqualTo("a|b||c");
    assertThat(bench.call("len", parts)).isEqualTo(4L);
    assertThat(bench.call("join", bench.call("split", "abc", ""), "-")).isEqualTo("a-b-c");
    assertThat(bench.call("join", Bench.table(1, 5, 2, 1.5, 3, true))).isEqualTo("51.5true");
  }

  @Test
  void kinds() {
    assertThat(bench.call("type", (Object) null)).isEqualTo("nil");
    assertThat(bench.call("type", 1)).isEqualTo("number");
    assertThat(bench.call("type", 1.5)).isEqualTo("number");
    assertThat(bench.call("type", true)).isEqualTo("boolean");
    assertThat(bench.call("type", "s")).isEqualTo("string");
    assertThat(bench.call("type", new Table())).isEqualTo("table");
    assertThat(bench.call("type", new KernelAddress(1))).isEqualTo("address");
  }

  @Test
  void textOfValuesAndBack() {
    assertThat(bench.call("tostring", 12)).isEqualTo("12");
    assertThat(bench.call("tostring", 2.0)).isEqualTo("2.0");
    assertThat(bench.call("tostring", 1e100)).isEqualTo("1e+100");
    assertThat(bench.call("tostring", 0.1)).isEqualTo("0.1");
    assertThat(bench.call("tostring", (Object) null)).isEqualTo("nil");
    assertThat(bench.call("tonumber", "12")).isEqualTo(12L);
    assertThat(bench.call("tonumber", " -0x1F ")).isEqualTo(-31L);
    assertThat(bench.call("tonumber", "1.5e3")).isEqualTo(1500.0);
    assertThat(bench.call("tonumber", "ff", 16)).isEqualTo(255L);
    assertThat(bench.call("tonumber", "1.5d")).isNull();
    assertThat(bench.call("tonumber", "")).isNull();
    assertThat(bench.call("tonumber", ".")).isNull();
    assertThat(bench.call("tonumber", new Table())).isNull();
    assertThat(bench.failure("tonumber", "1", 99))
        .isEqualTo("error: the radix of tonumber is 2 to 36, found 99");
  }

  @Test
  void stringofTakesWhatHasText() {
    bench.kernelSymbols.put(16L, "vfs_read+0x4/0x64");
    assertThat(bench.call("stringof", EventTextValue.INSTANCE)).isEqualTo("sys_close(fd: 3)\n");
    assertThat(bench.call("stringof", new KernelAddress(16))).isEqualTo("vfs_read");
    assertThat(bench.failure("stringof", "x"))
        .isEqualTo(
            "error: wrong type of argument 1: stringof takes argstr or what ipof gives, found a"
                + " string; tostring(v) makes a string of any value");
  }

  @Test
  void wrongArgumentsAreTold() {
    assertThat(bench.failure("upper", 5))
        .isEqualTo(
            "error: wrong type of argument 1: upper(s) takes a string there, found a number");
    assertThat(bench.failure("substr", "s"))
        .isEqualTo(
            "error: wrong type of argument 2: substr(s, from[, to]) takes a number there, found"
                + " nothing");
    assertThat(bench.failure("len", 5))
        .isEqualTo("cannot get length of type -4: len takes a string or a table, found a number");
    assertThat(bench.failure("len"))
        .isEqualTo("cannot get length of type 0: len takes a string or a table, found nothing");
  }
}
