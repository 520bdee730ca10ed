package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code --help} of each command tells what it does, by examples that can be typed as they are. */
final class HelpTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(line); word.find(); ) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  @Test
  void examplesOfEveryCommandAreCommandLines() throws CommandException {
    for (Verb verb : Verb.values()) {
      List<String> examples =
          Help.of(verb).lines().filter(line -> line.startsWith("  ktap ")).toList();
      assertThat(examples).as(verb.word()).isNotEmpty();
      for (String example : examples) {
        List<String> typed = words(example.strip());
        Arguments read =
            ArgumentParser.parse(typed.subList(1, typed.size()).toArray(new String[0]));
        assertThat(read.verb()).as(example).isEqualTo(verb);
      }
    }
  }

  @Test
  void everyOptionIsExplained() {
    for (Verb verb : Verb.values()) {
      for (Option option : verb.options()) {
        assertThat(Help.of(verb)).contains(option.names()).contains(option.meaning());
      }
    }
  }
}
