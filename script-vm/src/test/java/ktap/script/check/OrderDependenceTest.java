package ktap.script.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import ktap.script.library.LibraryNames;
import ktap.script.source.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderDependenceTest {
  private static final String HINT =
      "\nhint: handlers may add with +=, -=, <<< and count(t, k); replay others without"
          + " --partitions";

  private static String told(String text) {
    SourceText source = SourceText.of("x.kp", text);
    Checker.Settings settings =
        new Checker.Settings(new LibraryNames(), Optional.empty(), Optional.empty());
    return OrderDependence.in(Checker.check(source, settings), new LibraryNames())
        .map(diagnostic -> diagnostic.render(source))
        .orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var s = {} trace a:b { s[probename] += 1 } trace_end { for (k, v in pairs(s)) { print(k,"
            + " v) } }",
        "var n = 0 trace a:b { n += 1 n -= arg1 }",
        "var t = {} trace a:b { t[execname, pid] <<< hist(arg1) }",
        "var s = {} trace a:b { var k = execname .. tostring(arg1)  if (k == \"x\") { k = \"y\" }"
            + " s[k] += len(k) }",
        "var low = tonumber(arg[1])  var s = {} trace a:b { if (arg1 > low) { s[cpu] += 1 } }",
        "var s = {in = {}} trace a:b { var own = {1} own[2] = own[1] s.in[own[2]] += 1 }",
        "var s = {} trace a:b { for (i = 1, arg1) { if (i % 2 == 0) { continue } s[i] += 1 } }",
        "s = {} trace \"a:b\" function (e) { count(s, e.name) }",
        "s = {} most = 3 trace \"a:b\" function (e) { if (e.field(1) < most) { s[1] += 1 } }",
        "print(\"hello\") trace_end { print(\"bye\") }",
      })
  void whatAddsUpMayBeShared(String script) {
    assertThat(told(script)).isEmpty();
  }

  private static void assertRefused(String script, String at, String why) {
    int column = script.lastIndexOf(at) + 1;
    assertThat(told(script))
        .isEqualTo(
            "x.kp:1:"
                + column
                + ": error: the events can't be shared between partitions: "
                + why
                + "\n"
                + script
                + "\n"
                + " ".repeat(column - 1)
                + "^"
                + "~".repeat(at.length() - 1)
                + HINT);
  }

  @Test
  void whatDependsOnTheOrderIsNamed() {
    assertRefused(
        "trace a:b { print(argstr) }", "print(argstr)", "what this call does, it does in order");
    assertRefused("trace a:b { exit() }", "exit()", "what this call does, it does in order");
    assertRefused(
        "trace a:b { emit { n = cpu } }", "emit { n = cpu }", "rows are given out in order");
    assertRefused(
        "var s = {} trace a:b { s[1] = cpu }",
        "s[1] = cpu",
        "which assignment is the last one depends on the order of events");
    assertRefused("var s = {} trace a:b { s[1] *= 2 }", "s[1] *= 2", "only what is added adds up");
    assertRefused(
        "var n = 1 trace a:b { n += 1 if (3 > n) { } }",
        "n",
        "what 'n' holds depends on the events before");
  }

  @Test
  void timersAndUnknownHandlersAreNamed() {
    assertRefused(
        "tick-1s { print(1) }",
        "tick-1s { print(1) }",
        "a timer sees what all events before it have done");
    assertRefused(
        "f = function (e) { } trace \"a:b\" f",
        "f",
        "what this handler does isn't known before it runs");
  }

  @Test
  void tablesThatHandlersReadAreNamedThoughNobodyChangesThem() {
    assertRefused(
        "var names = {\"a\"} var s = {} trace a:b { s[names[cpu]] += 1 }",
        "names",
        "what 'names' holds depends on the events before");
  }
}
