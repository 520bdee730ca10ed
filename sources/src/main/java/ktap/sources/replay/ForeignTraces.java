package ktap.sources.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ktap.sources.perfdata.PerfDataFile;
import ktap.sources.recording.RecordingException;
import ktap.sources.tracedat.TraceDatFile;
import ktap.sources.tracefile.MergedTraceFiles;
import ktap.sources.tracefile.TraceFile;

/** Opens traces that other tools wrote, and merges them with each other and with recordings. */
public final class ForeignTraces {
  private ForeignTraces() {}

  /**
   * Opens one trace, or several as one.
   *
   * @throws RecordingException if one can't be read, or they can't be merged
   */
  public static TraceFile open(List<Path> paths) {
    if (paths.size() == 1) {
      return open(paths.getFirst());
    }
    List<TraceFile> files = new ArrayList<>();
    try {
      for (Path path : paths) {
        files.add(open(path));
      }
      return MergedTraceFiles.of(files);
    } catch (RecordingException e) {
      files.forEach(TraceFile::close);
      throw e;
    }
  }

  private static TraceFile open(Path path) {
    return switch (TraceFormat.of(path)) {
      case RECORDING -> RecordingFile.open(path);
      case PERF_DATA -> PerfDataFile.open(path);
      case TRACE_DAT -> TraceDatFile.open(path);
      case UNKNOWN ->
          throw new RecordingException(
              path
                  + " is not a trace that can be replayed: expected a directory that ktap recorded"
                  + " into, a perf.data or a trace.dat, and found "
                  + (Files.isRegularFile(path)
                      ? "a file that begins otherwise"
                      : "no regular file; what comes from a pipe has to be written to one first"));
    };
  }
}
