package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ktap.script.check.Checker;
import ktap.script.code.Listing;
import ktap.script.code.ProgramCompiler;
import ktap.script.library.LibraryNames;
import ktap.script.library.LibraryValues;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.script.syntax.Formatter;
import ktap.script.syntax.Lexer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A formatted script becomes the bytecode that it was before; only the places differ. */
class FormattedScriptsTest {
  private static final List<Path> ROOTS =
      List.of(Path.of("src/test/resources/corpus"), Path.of("../pipelines/samples"));
  private static final Pattern PLACE = Pattern.compile("(?m)^( *\\d+  )\\d+:\\d+ +");

  private static Optional<String> bytecode(String text) {
    SourceText source = SourceText.of("x.kp", text);
    Checker.Settings settings =
        new Checker.Settings(new LibraryNames(), Optional.empty(), Optional.empty());
    try {
      String listing =
          Listing.of(ProgramCompiler.compile(Checker.check(source, settings), new LibraryValues()));
      return Optional.of(PLACE.matcher(listing).replaceAll("$1"));
    } catch (ScriptSyntaxException mistakes) {
      return Optional.empty();
    }
  }

  @TestFactory
  List<DynamicTest> bytecodeStaysTheSame() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path root : ROOTS) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path script :
            files.filter(file -> file.toString().endsWith(".kp")).sorted().toList()) {
          tests.add(DynamicTest.dynamicTest(script.toString(), () -> compare(script)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(150);
    return tests;
  }

  private static void compare(Path script) throws IOException {
    String text = Files.readString(script);
    Optional<String> before = bytecode(text);
    if (before.isPresent()) {
      SourceText source = SourceText.of("x.kp", text);
      String formatted = Formatter.format(source, Lexer.lex(source, true));
      assertThat(bytecode(formatted)).isEqualTo(before);
    }
  }
}
