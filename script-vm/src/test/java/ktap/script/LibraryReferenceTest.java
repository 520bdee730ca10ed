package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ktap.script.library.Definition;
import ktap.script.library.Library;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every function has its place in the reference, and every example prints what stands there. */
class LibraryReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "language.md");

  /** A block {@code ktap} that a block {@code output} follows. */
  private record Example(int line, String script, String output) {}

  private static List<Example> examples() throws IOException {
    List<String> lines = Files.readAllLines(REFERENCE);
    assertThat(lines).contains("## Syntax", "## Library");
    int at = 0;
    List<Example> examples = new ArrayList<>();
    while (++at < lines.size()) {
      if (lines.get(at).equals("```ktap")) {
        int start = at + 1;
        int end = endOfBlock(lines, start);
        if (end + 1 < lines.size() && lines.get(end + 1).equals("```output")) {
          int outputEnd = endOfBlock(lines, end + 2);
          examples.add(
              new Example(start, text(lines, start, end), text(lines, end + 2, outputEnd)));
          at = outputEnd;
        } else {
          at = end;
        }
      }
    }
    return examples;
  }

  private static int endOfBlock(List<String> lines, int from) {
    int end = from;
    while (!lines.get(end).equals("```")) {
      end++;
    }
    return end;
  }

  private static String text(List<String> lines, int from, int to) {
    return String.join("\n", lines.subList(from, to)) + "\n";
  }

  @TestFactory
  List<DynamicTest> examplesPrintWhatStandsThere() throws IOException {
    return examples().stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    "line " + example.line(),
                    () ->
                        assertThat(shown(Trial.run("example.kp", example.script())))
                            .isEqualTo(example.output())))
        .toList();
  }

  /** Output as the reference shows it: no blanks at line ends, escape as ␛, a final line break. */
  private static String shown(String output) {
    StringBuilder shown = new StringBuilder();
    for (String line : output.split("\n", -1)) {
      shown.append(line.stripTrailing()).append('\n');
    }
    int end = shown.length();
    while (end > 1 && shown.charAt(end - 1) == '\n' && shown.charAt(end - 2) == '\n') {
      end--;
    }
    return shown.substring(0, end).replace('\033', '␛');
  }

  @Test
  void everyFunctionIsThere() throws IOException {
    String reference = Files.readString(REFERENCE);
    for (Definition definition : Library.definitions()) {
      if (definition.refusal().isPresent()) {
        assertThat(reference).contains("`" + definition.name() + "`");
      } else {
        assertThat(reference)
            .contains("#### `" + definition.usage() + "`\n\n" + definition.line() + "\n");
      }
    }
  }
}
