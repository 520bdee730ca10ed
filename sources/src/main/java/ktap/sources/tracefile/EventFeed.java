package ktap.sources.tracefile;

import java.util.List;
import java.util.Optional;
import ktap.sources.flow.EventBatch;

/** The events of a trace file from its first to its last, in the order of time. For one thread. */
public interface EventFeed {
  /** The next batch, which isn't empty; nothing after the last one. */
  Optional<EventBatch> next();

  /** When the first event happened that was given out so far; 0 if there was none. */
  long firstNanos();

  /** When the last event happened that was given out so far. */
  long lastNanos();

  /** How much was read so far, from 0 to 1. */
  double progress();

  /** What of it couldn't be read so far, one sentence each. */
  List<String> damages();

  /** What else was found so far that the user should know, one sentence each. */
  default List<String> notes() {
    return List.of();
  }
}
