package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import ktap.script.source.SourceText;
import ktap.script.state.ScriptState;
import ktap.script.state.StateException;
import ktap.script.state.StateImage;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import org.junit.jupiter.api.Test;

/** What a run had goes on in another one as if nothing had been between them. */
class ScriptStateTest {
  private static final EventType CLOSE =
      new EventType(
          new EventName("syscalls", "sys_enter_close"),
          7,
          List.of(
              Field.integer("__syscall_nr", "int", 8, 4, true),
              new Field("fd", "int", Field.Kind.INTEGER, 16, 8, 4, true, 0, 0)),
          "");

  private final EventTables tables = EventTables.create();
  private final int close = tables.add(CLOSE);
  private final int bash = tables.names().number("bash".getBytes(StandardCharsets.UTF_8));

  /** A run, and its state as it is written checkpoint by checkpoint. */
  private final class Running {
    final TestHost host = new TestHost();
    final ScriptRun run;
    final ScriptState state;

    Running(String text) {
      run =
          Script.compile(SourceText.of("a.kp", text), ScriptSettings.of(TestHost.catalog(CLOSE)))
              .open(host, List.of("a.kp"));
      run.runMain();
      state = run.state();
    }

    void events(int from, int to) {
      EventBatchBuilder builder = new EventBatchBuilder(tables, 1 << 16);
      for (int i = from; i < to; i++) {
        builder.add(close, i * 1000L, 0, 1, 1, bash, 0, 24);
      }
      run.accept(builder.build());
    }

    List<byte[]> checkpoint(boolean isWhole) {
      List<byte[]> parts = new ArrayList<>();
      state.write(isWhole, (bytes, length) -> parts.add(Arrays.copyOf(bytes, length)));
      return parts;
    }

    void restore(List<List<byte[]>> checkpoints) {
      StateImage image = state.image();
      checkpoints.forEach(image::read);
      image.finish();
      state.restore(image, true);
      host.output.reset();
    }

    String end() {
      run.runEnd();
      return host.text();
    }
  }

  private static final String ALL_KINDS =
      """
      var n = 0
      var s = {}
      var names = {}
      var nested = {}
      var sums = {}
      var f = 0.5
      var text = "a"
      var deep = {}
      var flag = nil
      var seed = 7
      function random(most) {
        seed = (seed * 1103515245 + 12345) % 2147483648
        return seed / 65536 % most
      }
      function counter() {
        var c = 0
        return function () { c = c + 1 return c }
      }
      var next = counter()
      var other = counter()
      var walk = {one = counter(), two = print}
      trace syscalls:sys_enter_close {
        n += 1
        next()
        if (n % 3 == 0) { other() }
        s[random(2000)] += 1
        s[random(60) * 1000] += 1
        names["k" .. tostring(random(300))] = "v" .. tostring(n)
        names[random(50) * 0.5] = n * 0.25
        names[random(9), "x" .. tostring(random(5))] = n
        if (random(4) == 0) { names["k" .. tostring(random(300))] = nil }
        if (random(3) == 0) { s[random(2000)] = nil }
        var inner = "i" .. tostring(random(40))
        if (nested[inner] == nil) { nested[inner] = {} }
        nested[inner][random(30)] += n
        if (random(25) == 0) { nested[inner] = nil }
        if (random(300) == 0) { s = {} }
        if (random(200) == 0) { delete(names) }
        var d = random(150) * 999
        if (deep[d] == nil) { deep[d] = {} }
        deep[d]["n"] += 1
        deep[d][random(3), "x"] = n % 5 == 0
        deep[d][random(12) * 700] = n * 0.25
        deep[d][random(20)] = "\\xff\\x00" .. tostring(random(9))
        if (random(4) == 0) { deep[d]["n"] = nil }
        if (random(40) == 0) { deep[d]["up"] = deep }
        if (random(40) == 0) { deep["same"] = deep[d] deep[d * 2] = deep[d] }
        if (random(20) == 0) { deep[d]["h"] <<< hdr(n) }
        if (random(30) == 0) { for (i = 1, 100) { deep[d][i * 1000] = i } }
        if (random(15) == 0) { delete(deep[d]) }
        if (random(15) == 0) { deep[d] = nil }
        sums["c"] <<< n
        sums["h", random(4)] <<< hist(random(1000))
        sums["l"] <<< lhist(random(100), 0, 100, 10)
        sums["p"] <<< hdr(random(100000))
        f = f * 1.001
        text = text .. tostring(random(10))
        if (len(text) > 40) { text = "" }
        flag = n % 2 == 0
        walk["three"] = walk["one"]
        walk["one"]()
      }
      tick-1ms { n += 1000000 s["tick"] += 1 }
      trace_end {
        for (k, v in pairs(s)) { print(k, v) }
        for (k, v in pairs(names)) { print(v) }
        for (k, v in pairs(nested)) { for (a, b in pairs(v)) { print(k, a, b) } }
        for (k, v in pairs(deep)) {
          for (a, b in pairs(v)) { if (a == "up") { print(b == deep) } else { print(k, a, b) } }
        }
        print(deep["same"] == nil)
        for (k, v in pairs(sums)) { print(k, v) }
        print(n, f, text, flag, seed, next(), other(), walk["three"]())
      }
      """;

  @Test
  void whatWasWrittenGoesOnAsIfNothingHadBeen() {
    Random random = new Random(5);
    for (int round = 0; round < 10; round++) {
      Running whole = new Running(ALL_KINDS);
      Running now = new Running(ALL_KINDS);
      List<List<byte[]>> checkpoints = new ArrayList<>(List.of(now.checkpoint(true)));
      for (int from = 0; from < 4000; ) {
        int to = from + 1 + random.nextInt(400);
        whole.events(from, to);
        now.events(from, to);
        from = to;
        boolean isWhole = random.nextInt(10) == 0;
        if (isWhole) {
          checkpoints.clear();
        }
        checkpoints.add(now.checkpoint(isWhole));
        if (random.nextInt(6) == 0) {
          now = new Running(ALL_KINDS);
          now.restore(checkpoints);
          if (random.nextBoolean()) {
            checkpoints = new ArrayList<>(List.of(now.checkpoint(true)));
          }
        }
      }
      assertThat(whole.host.messages).isEmpty();
      assertThat(now.end()).as("round %d", round).isEqualTo(whole.end());
    }
  }

  @Test
  void onlyWhatChangedIsWritten() {
    Running run =
        new Running(
            """
            var s = {}
            var i = 0
            for (k = 1, 50000) { s[k * 7] = "value" .. tostring(k) }
            trace syscalls:sys_enter_close { i += 1 s[i * 7] = i }
            """);
    int whole = size(run.checkpoint(true));
    assertThat(whole).isGreaterThan(600_000);
    assertThat(size(run.checkpoint(false))).isLessThan(30);
    run.events(0, 100);
    assertThat(size(run.checkpoint(false))).isBetween(300, 700);
  }

  @Test
  void manySmallTablesTakeLittleMemory() {
    String text =
        """
        var s = {}
        for (k = 1, 20000) { s[k] = {k} }
        trace syscalls:sys_enter_close { s[777][1] += 1 }
        trace_end { print(len(s), s[777][1], s[20000][1]) }
        """;
    Running first = new Running(text);
    List<byte[]> whole = first.checkpoint(true);
    assertThat(size(whole)).isBetween(100_000, 1_000_000);
    first.events(0, 3);
    List<byte[]> changed = first.checkpoint(false);
    assertThat(size(changed)).isLessThan(50);
    Running second = new Running(text);
    second.restore(List.of(whole, changed));
    assertThat(size(second.checkpoint(false))).isLessThan(50);
    assertThat(second.end()).isEqualTo("20000\t780\t20000\n");
  }

  private static int size(List<byte[]> parts) {
    return parts.stream().mapToInt(part -> part.length).sum();
  }

  @Test
  void olderDialectKeepsItsGlobals() {
    String text =
        """
        hist = {}
        n = 0
        trace "syscalls:*" function (e) { count(hist, e.name) n = n + 1 }
        trace_end function () { histogram(hist) print(n) }
        """;
    Running whole = new Running(text);
    whole.events(0, 10);
    Running first = new Running(text);
    first.events(0, 4);
    Running second = new Running(text);
    second.restore(List.of(first.checkpoint(true)));
    second.events(4, 10);
    assertThat(second.end()).isEqualTo(whole.end()).contains("10");
  }

  @Test
  void anotherScriptIsTold() {
    Running run = new Running("var s = {} var n = 0 trace_end { print(s, n) n = 1 }");
    List<byte[]> parts = run.checkpoint(true);
    assertThatThrownBy(
            () -> new Running("var s = {} trace_end { s[1] = 1 }").restore(List.of(parts)))
        .isInstanceOf(StateException.class)
        .hasMessage("it is of another script, one with the variable 'n'");
    assertThatThrownBy(
            () ->
                new Running("var s = {} var m = 0 trace_end { print(s, m) m = 1 }")
                    .restore(List.of(parts)))
        .hasMessage("it is of another script, one without the variable 'm'");
  }

  @Test
  void functionsThatAreMadeLaterAreTold() {
    String text =
        """
        var f = nil
        trace syscalls:sys_enter_close { f = function () { return 1 } }
        trace_end { print(f == nil) }
        """;
    Running run = new Running(text);
    run.events(0, 1);
    Running next = new Running(text);
    next.restore(List.of(run.checkpoint(true)));
    assertThat(run.state.unstored()).containsExactly("variable 'f'");
    assertThat(next.end()).isEqualTo("true\n");
  }

  private static final String MERGEABLE =
      """
      var n = 10
      var f = 0.5
      var s = {a = 1, gone = 5}
      var same = s
      var sums = {}
      sums["c"] <<< 1000
      sums["p"] <<< hdr(7)
      sums["h"] <<< hist(9)
      sums["l"] <<< lhist(9, 0, 100, 10)
      var nested = {old = {x = 1}}
      var host = "here"
      var first = true
      var f1 = function () { return 1 }
      trace syscalls:sys_enter_close {
        n += 1
        f += 0.25
        s["a"] += 2
        s["gone"] = nil
        s["k" .. tostring(gettimeofday_us() % 7)] += 1
        s[n - n, "x"] += 1
        sums["c"] <<< 3
        sums["p"] <<< hdr(500)
        sums["h"] <<< hist(100)
        sums["l"] <<< lhist(50, 0, 100, 10)
        sums["new"] <<< 2.5
        if (nested["mine"] == nil) { nested["mine"] = {} }
        nested["mine"]["deep"] += 1
        nested["old"]["x"] += 1
        first = false
        same["seen"] = "yes"
        nested["f"] = f1
        nested["p"] = print
      }
      trace_end {
        for (k, v in pairs(s)) { print(k, v) }
        for (k, v in pairs(sums)) { print(k, v) }
        for (k, v in pairs(nested)) {
          if (k == "f") { print(k, v()) } elseif (k == "p") { v("print") } else {
            for (a, b in pairs(v)) { print(k, a, b) }
          }
        }
        print(n, f, host, first, same["seen"])
      }
      """;

  @Test
  void whatTwoRunsGatheredIsMerged() {
    Running whole = new Running(MERGEABLE);
    whole.events(0, 300);
    Running first = new Running(MERGEABLE);
    Running second = new Running(MERGEABLE);
    Running third = new Running(MERGEABLE);
    StateImage start = first.state.copy();
    first.events(0, 70);
    second.events(70, 210);
    third.events(210, 300);
    first.state.merge(second.state, start);
    first.state.merge(third.state, start);
    assertThat(first.end())
        .isEqualTo(whole.end())
        .contains("print\n", "310\t75.5\there\tfalse\tyes");
  }

  @Test
  void whatOneRunHasStaysIfTheOtherSawNothing() {
    Running whole = new Running(MERGEABLE);
    whole.events(0, 50);
    for (boolean isFirst : new boolean[] {true, false}) {
      Running first = new Running(MERGEABLE);
      Running second = new Running(MERGEABLE);
      StateImage start = first.state.copy();
      (isFirst ? first : second).events(0, 50);
      first.state.merge(second.state, start);
      Running again = new Running(MERGEABLE);
      again.events(0, 50);
      assertThat(first.end()).isEqualTo(again.end());
    }
  }

  @Test
  void whatCannotBeMergedIsNamed() {
    assertUnmergeable(
        "var t = {} trace syscalls:sys_enter_close { t[\"x\", 1] = \"v\" .. tostring(TIME) }",
        "the variable 't' at the key [\"x\",1] is in one \"v1000\", in the other" + " \"v2000\"");
    assertUnmergeable(
        "var t = {} trace syscalls:sys_enter_close { t[1] = {} if (TIME == 1000) { t[1] = 1 } }",
        "the variable 't' at the key 1 is in one 1, in the other a table");
    assertUnmergeable(
        "var t = {a = {}} trace syscalls:sys_enter_close { t[\"a\"][\"b\"] = TIME == 1000 }",
        "the variable 't' at the key \"a\", \"b\" is in one true, in the other false");
    assertUnmergeable(
        "var f = nil trace syscalls:sys_enter_close { f = function () { return 1 } }",
        "the variable 'f' is in one a function, in the other a function");
    assertUnmergeable(
        "var t = {} trace syscalls:sys_enter_close { if (TIME == 2000) { t[1] = function () { } }"
            + " }",
        "the variable 't' at the key 1 is a function that was made while the script ran");
    assertUnmergeable(
        "var t = {} trace syscalls:sys_enter_close { t[{}] = 1 }",
        "the variable 't' at the key {\"entries\":[]} has a table or a function as its key");
    assertUnmergeable(
        "var t = {} trace syscalls:sys_enter_close {"
            + " if (TIME == 1000) { t[1] <<< 1 } else { t[1] <<< hdr(1) } }",
        "the variable 't' at the key 1 is in one an aggregation of plain"
            + " numbers, in the other an aggregation of hdr(v)");
  }

  private void assertUnmergeable(String text, String message) {
    String script = text.replace("TIME", "(gettimeofday_ns() % 10000)");
    Running first = new Running(script);
    Running second = new Running(script);
    StateImage start = first.state.copy();
    first.events(1, 2);
    second.events(2, 3);
    assertThatThrownBy(() -> first.state.merge(second.state, start))
        .isInstanceOf(StateException.class)
        .hasMessage(message);
  }

  @Test
  void damagedPartsNeverDoMoreThanThrow() {
    Running run = new Running(ALL_KINDS);
    run.events(0, 300);
    byte[] bytes = run.checkpoint(true).getFirst();
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged =
          Arrays.copyOf(bytes, i % 2 == 0 ? bytes.length : random.nextInt(bytes.length));
      if (i % 2 == 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      StateImage image = new StateImage();
      try {
        image.read(List.of(damaged));
      } catch (StateException told) {
        assertThat(told.getMessage()).containsAnyOf("checkpoint is damaged", "a newer ktap");
      }
    }
  }
}
