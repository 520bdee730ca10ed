package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ktap info} prints. */
final class InfoCommandTest {
  @TempDir Path directory;

  private String recording(long count) {
    return Commands.record(
        directory.resolve("a"), SyntheticSettings.of(BuiltInEvents.block(), count));
  }

  @Test
  void tellsWhatIsThere() {
    Ktap.Outcome outcome = Commands.run("info", recording(1_234_567));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("recording   " + directory.resolve("a") + "\nfrom        host, Linux 6.18.0")
        .contains("x86_64, 2 CPUs\nwhen        2023-11-14 ")
        .contains(", 1.2 s\nrecorder    has ended\nsize        ")
        .contains(" MB in 1 roll\nevents      1,234,567, 0 lost\n\n")
        .containsPattern("\n +\\d+,\\d{3}  block:\\w+\n");
  }

  @Test
  void tellsItToPrograms() {
    assertThat(Commands.run("info", "--json", recording(100)).out())
        .startsWith("{\"recording\":\"" + directory.resolve("a") + "\",\"hosts\":[\"host\"],")
        .contains("\"count\":100,\"lost\":0,")
        .endsWith("}}\n");
  }

  @Test
  void whatIsMissingIsToldAndTheOthersAreShown() {
    String recording = recording(100);
    String missing = directory.resolve("none").toString();
    for (String[] option : new String[][] {{"info"}, {"info", "--json"}}) {
      List<String> words = new ArrayList<>(List.of(option));
      words.add(recording);
      Ktap.Outcome alone = Commands.run(words.toArray(new String[0]));
      words.add(1, missing);
      assertThat(Commands.run(words.toArray(new String[0])))
          .isEqualTo(new Ktap.Outcome(1, alone.out(), "ktap: there is no trace " + missing + "\n"));
    }
  }

  @Test
  void otherFilesAreASentenceAsInAReplay() throws IOException {
    String other = Files.writeString(directory.resolve("x.txt"), "hello").toString();
    for (String word : List.of(other, other + ".none")) {
      assertThat(Commands.run("info", word))
          .isEqualTo(Commands.run("replay", word, "-e", "print(1)"));
    }
    assertThat(Commands.run("info", other).err()).contains(", a perf.data or a trace.dat, ");
  }

  @Test
  void nothingNamedIsASentence() {
    assertThat(Commands.run("info"))
        .isEqualTo(
            new Ktap.Outcome(
                2, "", "ktap: info about what? Name recordings: ktap info TRACE...\n"));
  }

  @Test
  void recordingIntoNowhereIsASentence() {
    assertThat(Commands.run("record", "syscalls:*"))
        .isEqualTo(new Ktap.Outcome(2, "", "ktap: record into which directory? -o DIR\n"));
    assertThat(Commands.run("record", "-o", "x"))
        .isEqualTo(
            new Ktap.Outcome(
                2,
                "",
                "ktap: record what? Name events, or a script: ktap record -o DIR 'syscalls:*'\n"));
  }
}
