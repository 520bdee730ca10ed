package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ktap.script.library.Definition;
import ktap.script.library.Library;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.script.value.Limits;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The JVM engine gives what the interpreter gives, output and errors with their places, on random
 * programs. A program on which they differ is made small and saved as a regression. {@code
 * FUZZ_SEEDS} in the environment sets how many seeds are tried.
 */
class EnginesAgreeTest {
  private static final Path REGRESSIONS = Path.of("src/test/resources/regressions");
  private static final int LONGEST_OUTPUT = 100_000;

  @Test
  void onRandomPrograms() throws IOException {
    String asked = System.getenv("FUZZ_SEEDS");
    int seeds = asked == null ? 300 : Integer.parseInt(asked);
    int compiled = 0;
    for (int seed = 0; seed < seeds; seed++) {
      RandomProgram program = new RandomProgram(seed);
      String text = program.text();
      if (isDifferent(text)) {
        program.shrink(EnginesAgreeTest::isDifferent);
        Files.createDirectories(REGRESSIONS);
        Files.writeString(REGRESSIONS.resolve("seed-" + seed + ".kp"), program.text());
        assertSame(program.text());
      }
      compiled += run(text, ScriptSettings.Engine.INTERPRETER).startsWith("does not") ? 0 : 1;
    }
    assertThat(compiled).isGreaterThan(seeds * 9 / 10);
  }

  /** What an argument isn't given, isn't what an earlier statement left in its place. */
  @Test
  void onArgumentsThatAreMissing() {
    for (Definition definition : Library.definitions()) {
      String name = definition.name().replaceFirst("\\.(.*)", "[\"$1\"]");
      for (String given : new String[] {"", "{}", "1", "\"s\"", "{}, 1", "\"s\", 1"}) {
        assertSame("var t = {} t.a = 5 var r = " + name + "(" + given + ") print(t.a, type(r), r)");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> onWhatOnceDiffered() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    if (Files.isDirectory(REGRESSIONS)) {
      try (Stream<Path> files = Files.list(REGRESSIONS)) {
        for (Path file : files.sorted().toList()) {
          String text = Files.readString(file);
          tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> assertSame(text)));
        }
      }
    }
    return tests.stream();
  }

  private static void assertSame(String text) {
    assertThat(run(text, ScriptSettings.Engine.JVM_AT_ONCE))
        .as(text)
        .isEqualTo(run(text, ScriptSettings.Engine.INTERPRETER));
  }

  private static boolean isDifferent(String text) {
    return !run(text, ScriptSettings.Engine.JVM_AT_ONCE)
        .equals(run(text, ScriptSettings.Engine.INTERPRETER));
  }

  private static String run(String text, ScriptSettings.Engine engine) {
    TestHost host = new TestHost();
    ScriptSettings settings =
        ScriptSettings.of(TestHost.catalog())
            .with(engine)
            .with(new Limits(5_000, 60, 10_000, 10_000));
    try {
      ScriptRun run =
          Script.compile(SourceText.of("FILE", text), settings).open(host, List.of("FILE"));
      run.runMain();
      run.runEnd();
    } catch (ScriptSyntaxException mistakes) {
      return "does not compile: " + mistakes.getMessage();
    }
    String output = host.text();
    return output.substring(0, Math.min(output.length(), LONGEST_OUTPUT)) + host.messages;
  }
}
