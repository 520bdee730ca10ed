package ktap.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import ktap.sources.flow.TableSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramSinkTest {
  @TempDir Path directory;

  private static TableSnapshot snapshot(String name, String text) {
    return new TableSnapshot(name, 5, List.of(), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theFileHoldsTheLatestOfItsTable() {
    Path path = directory.resolve("hist.txt");
    HistogramSink sink = new HistogramSink("s", path);
    sink.open();
    assertThat(directory).isEmptyDirectory();
    sink.receive(snapshot("s", "first\n"));
    sink.receive(snapshot("other", "of another\n"));
    sink.flush();
    assertThat(path).hasContent("first\n");
    sink.receive(snapshot("s", "second\n"));
    assertThat(path).hasContent("first\n");
    sink.close(true);
    assertThat(path).hasContent("second\n");
    assertThat(directory.resolve("hist.txt.part")).doesNotExist();
  }

  @Test
  void aPlaceWhereNoFileCanBeIsToldBeforeTheFirstEvent() {
    HistogramSink sink = new HistogramSink("s", directory.resolve("no/hist.txt"));
    assertThatThrownBy(sink::open)
        .isInstanceOf(SinkException.class)
        .hasMessage(
            "can't write %1$s/no/hist.txt: there is no directory %1$s/no; make it first, or name"
                + " another",
            directory);
  }
}
