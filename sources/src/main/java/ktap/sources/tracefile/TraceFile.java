package ktap.sources.tracefile;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.KernelNames;
import ktap.sources.recording.RecordingFacts;

/**
 * A trace, mostly one that another tool wrote, of which is known what it says of itself. Its events
 * can be read again and again, each time by a feed of its own; memory doesn't depend on the file's
 * size. Not for several threads.
 */
public interface TraceFile extends AutoCloseable {
  Path path();

  /** What it is: {@code perf.data}, {@code trace.dat of version 7}. */
  String format();

  /** What is known of the machine that was recorded. */
  RecordingFacts facts();

  /** The events that it can give out. */
  EventCatalog catalog();

  /** What numbers in its events mean to the kernel that they come from. */
  KernelNames kernel();

  /** What makes wall time (ns since 1970) of an event time; empty if the file doesn't tell. */
  OptionalLong wallOffset();

  /**
   * When the first and the last event happened, as the file tells it at its start; empty if only
   * reading it all tells.
   */
  List<Long> span();

  /** Its events, from the first on; types and names are put into the tables. */
  EventFeed feed(EventTables tables);

  /** What couldn't be read of what it says of itself, one sentence each. */
  List<String> damages();

  @Override
  void close();
}
