package ktap.sources.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.Message;
import ktap.sources.flow.SourcePlaces;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.ClockReadings;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.RecordingSource;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.synthetic.SyntheticSettings;
import ktap.sources.synthetic.SyntheticSource;
import ktap.sources.tracefile.TraceFile;
import ktap.sources.tracefile.TraceFileSource;

/**
 * Traces that are open for a replay, several of them merged by time.
 *
 * <pre>{@code
 * try (ReplayedTraces traces = ReplayedTraces.open(paths, ReplaySettings.all())) {
 *   Script script = Script.compile(text, ScriptSettings.of(traces.catalog()));
 *   traces.source().start();
 * }
 * }</pre>
 *
 * @param source their events
 * @param catalog the events that they know, those that never happened included
 * @param facts of the machine and the run that were traced; of several, the first
 * @param startNanos gives when that run began, in event time; may wait until it is read
 * @param endNanos gives when it ended, or how far it was replayed
 * @param readings what the script of that run was told of the time outside of the stream
 * @param clocks the pairs of times that make wall time of event time; none if nobody knows
 * @param progress how much was given out so far, from 0 to 1
 * @param messages what the user should know so far: damage, a range of time without events
 * @param places where they stand, so that a later replay can begin there
 */
public record ReplayedTraces(
    EventSource source,
    EventCatalog catalog,
    RecordingFacts facts,
    LongSupplier startNanos,
    LongSupplier endNanos,
    ClockReadings readings,
    List<ClockPair> clocks,
    DoubleSupplier progress,
    Supplier<List<Message>> messages,
    SourcePlaces places)
    implements AutoCloseable {

  /**
   * Opens traces.
   *
   * @throws RecordingException if one can't be replayed
   */
  public static ReplayedTraces open(List<Path> paths, ReplaySettings settings) {
    boolean isOurs = true;
    for (Path path : paths) {
      checkReadable(path);
      isOurs &= TraceFormat.of(path) == TraceFormat.RECORDING;
    }
    return isOurs ? recordings(paths, settings) : foreign(paths, settings);
  }

  /**
   * Looks whether there is something that may be read.
   *
   * @throws RecordingException if there isn't
   */
  public static void checkReadable(Path path) {
    if (!Files.exists(path)) {
      throw new RecordingException(
          "there is no trace "
              + path
              + (path.toString().equals("-")
                  ? "; what comes from a pipe has to be written to a file first"
                  : ""));
    }
    if (!Files.isReadable(path)) {
      throw new RecordingException("can't read " + path + ": permission denied");
    }
  }

  /**
   * A trace that never was: the same for the same settings, on whatever machine.
   *
   * @param catalog of the events that could be asked for
   */
  public static ReplayedTraces synthetic(SyntheticSettings settings, EventCatalog catalog) {
    long start = settings.startNanos();
    SyntheticSource source = new SyntheticSource(settings);
    return new ReplayedTraces(
        source,
        catalog,
        new RecordingFacts("synthetic", "", "", "x86_64", settings.cpus(), 0, 0, 0, "ktap", start),
        () -> start,
        source::timeNanos,
        ClockReadings.NONE,
        List.of(),
        () -> 0,
        List::of,
        SourcePlaces.NONE);
  }

  private static ReplayedTraces foreign(List<Path> paths, ReplaySettings settings) {
    checkSettings(paths.getFirst(), settings);
    TraceFile file = ForeignTraces.open(paths);
    try {
      TraceFileSource source = new TraceFileSource(file, settings);
      return new ReplayedTraces(
          source,
          file.catalog(),
          file.facts(),
          source::startNanos,
          source::lastNanos,
          ClockReadings.NONE,
          source.clocks(),
          source::progress,
          source::messages,
          SourcePlaces.NONE);
    } catch (RecordingException e) {
      file.close();
      throw e;
    }
  }

  private static void checkSettings(Path path, ReplaySettings settings) {
    if (!settings.share().isAll()) {
      throw new RecordingException(
          path
              + " can't be shared between partitions, only recordings can: make one of it with ktap"
              + " export "
              + path
              + " -o DIR.kq");
    }
    if (settings.follows()) {
      throw new RecordingException(
          "can't follow " + path + ": only what ktap records can be read while it is written");
    }
  }

  private static ReplayedTraces recordings(List<Path> paths, ReplaySettings settings) {
    if (settings.follows()) {
      paths.forEach(RecordingSource::await);
    }
    RecordingSource source = RecordingSource.open(paths, settings);
    return new ReplayedTraces(
        source,
        source.catalog(),
        source.facts(),
        source::startNanos,
        source::lastNanos,
        source.readings(),
        source.clocks(),
        source::progress,
        source::messages,
        source);
  }

  @Override
  public void close() {
    source.close();
  }
}
