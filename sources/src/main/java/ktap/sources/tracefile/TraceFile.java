package ktap.sources.tracefile;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.KernelNames;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;

/**
 * A trace, mostly one that another tool wrote, of which is known what it says of itself. Its events
 * can be read again and again, each time by a feed of its own; memory doesn't depend on the file's
 * size. Not for several threads.
 *
 * @param format what it is: {@code perf.data}, {@code trace.dat of version 7}
 * @param facts what is known of the machine that was recorded
 * @param catalog the events that it can give out
 * @param kernel what numbers in its events mean to the kernel that they come from
 * @param wallOffset what makes wall time (ns since 1970) of an event time; empty if the file
 *     doesn't tell
 * @param span when the first and the last event happened, as the file tells it at its start; empty
 *     if only reading it all tells
 * @param feeds gives its events, from the first on; types and names are put into the tables
 * @param damage gives what couldn't be read of what it says of itself, one sentence each
 * @param closing lets go what it holds
 */
public record TraceFile(
    Path path,
    String format,
    RecordingFacts facts,
    EventCatalog catalog,
    KernelNames kernel,
    OptionalLong wallOffset,
    List<Long> span,
    Function<EventTables, EventFeed> feeds,
    Supplier<List<String>> damage,
    Runnable closing)
    implements AutoCloseable {
  public TraceFile {
    span = List.copyOf(span);
  }

  /**
   * Opens a file as what a reader makes of it.
   *
   * @throws RecordingException if it isn't such a file, or can't be read
   */
  public static TraceFile open(Path path, Function<InputFile, TraceFile> reader) {
    InputFile file = InputFile.open(path);
    try {
      return reader.apply(file);
    } catch (RecordingException e) {
      file.close();
      throw e;
    }
  }

  /** Its events, from the first on; types and names are put into the tables. */
  public EventFeed feed(EventTables tables) {
    return feeds.apply(tables);
  }

  /** What couldn't be read so far of what it says of itself, one sentence each. */
  public List<String> damages() {
    return damage.get();
  }

  @Override
  public void close() {
    closing.run();
  }
}
