package ktap.sinks;

import java.io.IOException;
import java.nio.file.Path;
import ktap.sources.flow.Item;
import ktap.sources.flow.TableSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file with the histogram of a table: as it was when it was last told, and in the end as it
 * was at the end.
 */
public final class HistogramSink implements Sink {
  private final String table;
  private final Path path;
  private @Nullable TableSnapshot latest; // null until one was told

  /**
   * @param table the variable's name in the script
   */
  public HistogramSink(String table, Path path) {
    this.table = table;
    this.path = path;
  }

  /** Finds out whether the file can be made, and makes none. */
  @Override
  public void open() {
    try {
      OutputFile.tryOut(path);
    } catch (IOException e) {
      throw SinkException.of("can't write " + path, e);
    }
  }

  @Override
  public void receive(Item item) {
    if (item instanceof TableSnapshot snapshot && snapshot.name().equals(table)) {
      latest = snapshot;
    }
  }

  @Override
  public void flush() {
    TableSnapshot snapshot = latest;
    if (snapshot != null) {
      latest = null;
      write(snapshot.histogram());
    }
  }

  private void write(byte[] histogram) {
    try {
      OutputFile file = OutputFile.open(path);
      try {
        file.stream().write(histogram);
        file.complete();
      } catch (IOException e) {
        throw file.failure(e);
      } finally {
        file.abandon();
      }
    } catch (IOException e) {
      throw SinkException.of("can't write " + path, e);
    }
  }

  @Override
  public void close(boolean isComplete) {
    flush();
  }
}
