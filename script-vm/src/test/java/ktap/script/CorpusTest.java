package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ktap.script.check.Checker;
import ktap.script.check.Dialect;
import ktap.script.code.Listing;
import ktap.script.code.Program;
import ktap.script.code.ProgramCompiler;
import ktap.script.jit.JvmListing;
import ktap.script.library.LibraryNames;
import ktap.script.library.LibraryValues;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.script.syntax.Lexer;
import ktap.script.syntax.Parser;
import ktap.script.syntax.TreeText;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs {@code corpus/TOPIC/CASE.kp} and compares with {@code .out} and {@code .err} beside it, on
 * every engine; and with {@code .ast}, {@code .lst} and {@code .jvm}, if there are such files, what
 * the parser, the compiler and the JVM engine make of it. The topics {@code late-2013} and {@code
 * early-2013} are of those families.
 *
 * <p>With {@code CORPUS_WRITE} in the environment the files are written instead; look at the
 * difference.
 */
class CorpusTest {
  private static final Path ROOT = Path.of("src/test/resources/corpus");

  @TestFactory
  Stream<DynamicTest> everyCaseGivesItsOutput() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path script : files.filter(file -> file.toString().endsWith(".kp")).sorted().toList()) {
        for (ScriptSettings.Engine engine : ScriptSettings.Engine.values()) {
          tests.add(
              DynamicTest.dynamicTest(
                  ROOT.relativize(script) + " on " + engine, () -> check(script, engine)));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static void check(Path script, ScriptSettings.Engine engine) throws IOException {
    TestHost host = new TestHost();
    StringBuilder errors = new StringBuilder();
    ScriptSettings settings = ScriptSettings.of(TestHost.catalog()).with(engine);
    String topic = ROOT.relativize(script).getName(0).toString();
    if (topic.equals("late-2013")) {
      settings = settings.with(Dialect.LATE_2013);
    } else if (topic.equals("early-2013")) {
      settings = settings.with(Dialect.EARLY_2013);
    }
    try {
      SourceText source = SourceText.of("FILE", Files.readAllBytes(script));
      ScriptRun run = Script.compile(source, settings).open(host, List.of("FILE", "x", "12"));
      run.runMain();
      run.runEnd();
    } catch (ScriptSyntaxException mistakes) {
      errors.append(mistakes.getMessage()).append('\n');
    }
    for (String message : host.messages) {
      errors.append(message).append('\n');
    }
    compare(script, ".out", host.text());
    compare(script, ".err", errors.toString());
  }

  /** What the phases make of a script, where a golden lies beside it. */
  @TestFactory
  Stream<DynamicTest> formsAreAsTheyWere() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path golden : files.filter(CorpusTest::isForm).sorted().toList()) {
        tests.add(DynamicTest.dynamicTest(ROOT.relativize(golden).toString(), () -> form(golden)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static boolean isForm(Path file) {
    String name = file.toString();
    return name.endsWith(".ast") || name.endsWith(".lst") || name.endsWith(".jvm");
  }

  private static void form(Path golden) throws IOException {
    String name = golden.toString();
    String suffix = name.substring(name.length() - 4);
    Path script = Path.of(name.substring(0, name.length() - 4) + ".kp");
    SourceText source = SourceText.of("FILE", Files.readAllBytes(script));
    Checker.Settings settings =
        new Checker.Settings(new LibraryNames(), Optional.empty(), Optional.empty());
    compare(
        script,
        suffix,
        switch (suffix) {
          case ".ast" ->
              TreeText.of(Parser.parse(source, Lexer.lex(source, false).tokens()).tree(), source);
          case ".lst" -> Listing.of(program(source, settings));
          default -> JvmListing.of(program(source, settings));
        });
  }

  private static Program program(SourceText source, Checker.Settings settings) {
    return ProgramCompiler.compile(Checker.check(source, settings), new LibraryValues());
  }

  private static void compare(Path script, String suffix, String found) throws IOException {
    Path expected = Path.of(script.toString().replace(".kp", suffix));
    if (System.getenv("CORPUS_WRITE") != null) {
      if (found.isEmpty()) {
        Files.deleteIfExists(expected);
      } else {
        Files.writeString(expected, found);
      }
      return;
    }
    String wanted =
        Files.exists(expected)
            ? new String(Files.readAllBytes(expected), StandardCharsets.UTF_8)
            : "";
    assertThat(found).isEqualTo(wanted);
  }
}
