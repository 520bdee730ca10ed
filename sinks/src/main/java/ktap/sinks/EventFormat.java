package ktap.sinks;

import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;

/** How one event is written. */
interface EventFormat {
  /** Writes what stands before the first event. */
  default void begin(ByteText out) {}

  /** From now on events are of this stream. */
  void enter(EventTables stream);

  /** Writes an event or a loss. */
  void append(EventCursor event, ByteText out);
}
