package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard output that nobody reads any more, and one on a full disk. */
final class UnwritableOutputTest {
  private static final String GONE = "Broken pipe";
  private static final String FULL = "No space left on device";

  @TempDir Path directory;

  private static Ktap.Outcome run(String error, String... words) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException(error);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(words, new Console(InputStream.nullInputStream(), out, err));
    return new Ktap.Outcome(status, "", err.toString(StandardCharsets.UTF_8));
  }

  private List<String[]> commands() {
    String recording =
        Commands.record(
            directory.resolve("a.kq"), SyntheticSettings.of(BuiltInEvents.all(), 1_000));
    return List.of(
        new String[] {"--help"},
        new String[] {"info", recording},
        new String[] {"dump", "--bytecode", "-e", "print(1)"},
        new String[] {"replay", recording, "-e", "print(1) trace *:* { print(2) }"},
        new String[] {
          "replay", "--partitions", "2", recording, "-e", "print(1) var n = 0 trace *:* { n += 1 }"
        });
  }

  @Test
  void aReaderThatWentAwayIsNoFailure() {
    for (String[] words : commands()) {
      assertThat(run(GONE, words)).as(words[0]).isEqualTo(new Ktap.Outcome(0, "", ""));
    }
  }

  /** The next run writes what is missing. */
  @Test
  void nothingIsKeptOfWhatCouldNotBeWritten() {
    String recording =
        Commands.record(
            directory.resolve("b.kq"), SyntheticSettings.of(BuiltInEvents.all(), 1_000));
    String state = directory.resolve("state").toString();
    String script = "var n = 0 trace *:* { n += 1 print(n) }";
    assertThat(run(FULL, "replay", recording, "--state", state, "-e", script).status()).isOne();
    assertThat(Commands.run("state", state).err())
        .isEqualTo("ktap: nothing was kept in " + state + " yet\n");
  }

  @Test
  void aFullDiskIsOne() {
    for (String[] words : commands()) {
      Ktap.Outcome outcome = run(FULL, words);
      assertThat(outcome.status()).as(words[0]).isEqualTo(1);
      assertThat(outcome.err())
          .matches(
              "ktap: can't write (to standard output|what the script prints): the disk is full"
                  + " \\(No space left on device\\); free some, or name another place\n");
    }
  }
}
