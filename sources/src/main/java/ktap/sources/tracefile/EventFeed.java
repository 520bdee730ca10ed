package ktap.sources.tracefile;

import java.util.Optional;
import ktap.sources.flow.EventBatch;

/** The events of a trace file from its first to its last, in the order of time. */
@FunctionalInterface
public interface EventFeed {
  /** The next batch, which isn't empty; nothing after the last one. */
  Optional<EventBatch> next();
}
