package ktap.sources.tracedat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import ktap.sources.recording.RecordingException;
import ktap.sources.tracefile.InputFile;
import ktap.sources.tracefile.TraceFile;

/**
 * Opens what {@code trace-cmd} wrote.
 *
 * <p>Times are those of the clock that was recorded with; what time of the day that was is told
 * only by files recorded with {@code --date}. Command names are those at the end of the recording,
 * and each thread counts as a process, since the file doesn't tell more.
 */
public final class TraceDatFile {
  private TraceDatFile() {}

  /**
   * @throws RecordingException if it isn't such a file, or can't be read
   */
  public static TraceFile open(Path path) {
    return TraceFile.open(path, TraceDatFile::read);
  }

  private static TraceFile read(InputFile file) {
    TraceDat dat = TraceDatReader.read(file);
    return new TraceFile(
        file.path(),
        "trace.dat of version " + dat.version(),
        dat.facts(),
        new TraceDatCatalog(dat.tracing().formats()),
        dat.tracing().kernel(),
        dat.wallOffset() == 0 ? OptionalLong.empty() : OptionalLong.of(dat.wallOffset()),
        List.of(),
        tables -> new TraceDatFeed(file, dat, tables),
        () -> damages(dat),
        file::close);
  }

  private static List<String> damages(TraceDat dat) {
    List<String> found = new ArrayList<>(dat.damages());
    found.addAll(dat.tracing().formats().damages());
    return found;
  }
}
