package ktap.script.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import ktap.script.library.LibraryNames;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, the checker gives a program or diagnostics, and soon. */
class BadInputTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus");
  private static final int SEEDS = 400;

  private static final String[] PIECES = {
    "trace ",
    "trace syscalls:* ",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "tick-1s",
    "profile-",
    "\"",
    "'",
    "[[",
    "]]",
    "[==[",
    "--[[",
    "--",
    "#",
    "\\",
    "`",
    "<<<",
    "+=",
    "..",
    "...",
    "=",
    ",",
    ";",
    ":",
    "::",
    "?",
    "function",
    "var ",
    "local ",
    "if",
    "else",
    "elseif",
    "for",
    "in",
    "repeat",
    "until",
    "return",
    "break",
    "continue",
    "goto ",
    "end",
    "do",
    "e.",
    ".",
    "probe",
    "kdebug",
    "arg1",
    "args.",
    "emit{",
    "0x",
    "1e",
    "09",
    "99999999999999999999999",
    "/",
    "\0",
    "\u00ff",
    "\u00ef\u00bb\u00bf",
    "\r",
    "\n",
    "not ",
    "and ",
    "or ",
    "nil",
    "trace_end",
    "trace \"a:b\" function (e)",
    "probe:/a:b",
    "x",
    "^",
    "-"
  };

  private static String outcome(byte[] script) {
    SourceText source = SourceText.of("x.kp", script);
    Checker.Settings settings =
        new Checker.Settings(new LibraryNames(), Optional.empty(), Optional.empty());
    StringBuilder all = new StringBuilder();
    try {
      for (Diagnostic warning : Checker.check(source, settings).warnings()) {
        all.append(warning.render(source)).append('\n');
      }
    } catch (ScriptSyntaxException e) {
      assertThat(e.diagnostics()).anyMatch(Diagnostic::isError);
      all.append(e.getMessage());
    }
    return all.toString();
  }

  private static void soon(byte[] script) {
    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> outcome(script), () -> "slow: " + shown(script));
  }

  private static String shown(byte[] script) {
    return new String(script, 0, Math.min(script.length, 200), StandardCharsets.ISO_8859_1);
  }

  private static void neverFails(byte[] script) {
    try {
      outcome(script);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("failed on: " + shown(script), e);
    }
  }

  @Test
  void randomBytesGiveDiagnostics() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] script = new byte[random.nextInt(200)];
      random.nextBytes(script);
      neverFails(script);
    }
  }

  @Test
  void randomPiecesGiveDiagnostics() {
    for (int seed = 0; seed < SEEDS * 5; seed++) {
      Random random = new Random(seed);
      StringBuilder script = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        script.append(PIECES[random.nextInt(PIECES.length)]);
        script.append(random.nextInt(3) == 0 ? " " : "");
      }
      neverFails(script.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void mutatedScriptsGiveDiagnostics() throws IOException {
    List<byte[]> scripts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CORPUS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".kp")).sorted().toList()) {
        scripts.add(Files.readAllBytes(file));
      }
    }
    for (int seed = 0; seed < SEEDS * 5; seed++) {
      Random random = new Random(seed);
      byte[] script = scripts.get(random.nextInt(scripts.size())).clone();
      for (int i = random.nextInt(4); i >= 0 && script.length > 0; i--) {
        script[random.nextInt(script.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(script.length + 1) : script.length;
      neverFails(Arrays.copyOf(script, length));
    }
  }

  @Test
  void whatLooksBackFindsTheBeginning() {
    for (String word :
        new String[] {".probe ", ". probe:x%return {", ".local x", ".argstr", ")()", "} else"}) {
      neverFails(word.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void deepNestingIsRefused() {
    for (String piece :
        new String[] {
          "(",
          "{",
          "[",
          "-",
          "!",
          "~",
          "not ",
          "f(",
          "a.b(",
          "x = {",
          "function () {",
          "if (1) {",
          "while (1) {",
          "do ",
          "repeat ",
          "1 ..",
          "2 ^",
          "a ? ",
          "a ? b : ",
          "x[",
          "var f = function () {",
          "trace a:b {",
          "tick-1s {",
          "f{",
          "1 + ",
          "{[",
          "t[1](",
          "else ",
          "} "
        }) {
      soon(("print" + piece.repeat(2_000)).getBytes(StandardCharsets.UTF_8));
      soon(("var x = " + piece.repeat(2_000)).getBytes(StandardCharsets.UTF_8));
      soon(piece.repeat(2_000).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(outcome(("var x = " + "(".repeat(300)).getBytes(StandardCharsets.UTF_8)))
        .contains(
            "chunk has too many syntax levels near '('",
            "hint: 200 may be nested; put the inner ones into a function or a variable");
    assertThat(outcome(nested(199))).isEmpty();
    assertThat(outcome(nested(200))).contains("chunk has too many syntax levels");
  }

  private static byte[] nested(int tables) {
    return ("var t = " + "{".repeat(tables) + "}".repeat(tables)).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void longChainsAreRead() {
    for (String piece :
        new String[] {".a", "[1]", "()", " + 1", " .. \"a\"", " && 1", ", 1", " == 1", " ^ 2"}) {
      soon(("var x = 1 var y = x" + piece.repeat(20_000)).getBytes(StandardCharsets.UTF_8));
    }
    soon(("if (1) {} " + "elseif (1) {} ".repeat(20_000)).getBytes(StandardCharsets.UTF_8));
    soon("trace a:b, ".repeat(20_000).getBytes(StandardCharsets.UTF_8));
    soon(("trace " + "a:b /x==1/, ".repeat(5_000) + "{ }").getBytes(StandardCharsets.UTF_8));
    soon("[=".repeat(2_000).getBytes(StandardCharsets.UTF_8));
    soon(("[" + "=".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
    soon("zzz ".repeat(20_000).getBytes(StandardCharsets.UTF_8));
    soon("zzz = 1\n".repeat(20_000).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aScriptHasHalfAMillionTokens() {
    assertThat(outcome("print(1\n".repeat(166_668).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            """
            x.kp:166667:7: error: script too long: the 500000 words and signs end here
            print(1
                  ^\
            """);
    assertThat(outcome("#\n".repeat(500_001).getBytes(StandardCharsets.UTF_8)))
        .contains("error: script too long");
    assertThat(outcome("#\n".repeat(500_000).getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(
            outcome(
                ("trace " + "a:b, ".repeat(10_000) + "a:b { }").getBytes(StandardCharsets.UTF_8)))
        .contains("x.kp:1:50007: error: cannot parse eventdef: 10000 events are the most that");
  }

  @Test
  void hugeLiteralsAreRead() {
    soon(("print(" + "9".repeat(1_000_000) + ")").getBytes(StandardCharsets.UTF_8));
    soon(("print(0x" + "f".repeat(1_000_000) + ")").getBytes(StandardCharsets.UTF_8));
    soon(("print(1." + "9".repeat(100_000) + "e9)").getBytes(StandardCharsets.UTF_8));
    soon(("print(\"" + "a".repeat(1_000_000) + "\")").getBytes(StandardCharsets.UTF_8));
    soon(("a".repeat(1_000_000) + "()").getBytes(StandardCharsets.UTF_8));
  }
}
