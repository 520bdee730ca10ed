package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportProgressTest {
  @TempDir Path directory;

  @Test
  void whatWasInterruptedIsWhereTheSentenceSays() throws IOException {
    ExportProgress progress = new ExportProgress(() -> 0.5, text -> {}, false);
    progress.add(1234);
    Path made = directory.resolve("made.kq");
    assertThat(progress.summary(made, false))
        .isEqualTo("interrupted after 1,234 events; " + made + " is not whole");
    Path part = Files.createFile(directory.resolve("x.jsonl.part"));
    assertThat(progress.summary(directory.resolve("x.jsonl"), false))
        .isEqualTo("interrupted after 1,234 events; they are in " + part);
  }
}
