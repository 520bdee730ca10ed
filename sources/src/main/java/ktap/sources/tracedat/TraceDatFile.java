package ktap.sources.tracedat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.KernelNames;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.tracefile.EventFeed;
import ktap.sources.tracefile.InputFile;
import ktap.sources.tracefile.TraceFile;

/**
 * A file that {@code trace-cmd} wrote.
 *
 * <p>Times are those of the clock that was recorded with; what time of the day that was is told
 * only by files recorded with {@code --date}. Command names are those at the end of the recording,
 * and each thread counts as a process, since the file doesn't tell more.
 */
public final class TraceDatFile implements TraceFile {
  private final InputFile file;
  private final TraceDat dat;

  private TraceDatFile(InputFile file) {
    this.file = file;
    this.dat = TraceDatReader.read(file);
  }

  /**
   * @throws RecordingException if it isn't such a file, or can't be read
   */
  public static TraceDatFile open(Path path) {
    InputFile file = InputFile.open(path);
    try {
      return new TraceDatFile(file);
    } catch (RecordingException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public String format() {
    return "trace.dat of version " + dat.version();
  }

  @Override
  public RecordingFacts facts() {
    return dat.facts();
  }

  @Override
  public EventCatalog catalog() {
    return new TraceDatCatalog(dat.tracing().formats());
  }

  @Override
  public KernelNames kernel() {
    return dat.tracing().kernel();
  }

  @Override
  public OptionalLong wallOffset() {
    return dat.wallOffset() == 0 ? OptionalLong.empty() : OptionalLong.of(dat.wallOffset());
  }

  @Override
  public List<Long> span() {
    return List.of();
  }

  @Override
  public EventFeed feed(EventTables tables) {
    return new TraceDatFeed(file, dat, tables);
  }

  @Override
  public List<String> damages() {
    List<String> found = new ArrayList<>(dat.damages());
    found.addAll(dat.tracing().formats().damages());
    return found;
  }

  @Override
  public void close() {
    file.close();
  }
}
