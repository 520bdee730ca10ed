package ktap.sinks;

import java.io.IOException;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Item;
import org.jspecify.annotations.Nullable;

/** Writes the events and losses of batches. Marks of time are left out. */
final class EventsEncoder implements ItemEncoder {
  private final EventFormat format;
  private @Nullable EventTables stream; // null until the first batch

  EventsEncoder(EventFormat format) {
    this.format = format;
  }

  @Override
  public void begin(Outlet out) throws IOException {
    format.begin(out.text());
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // one instance for each stream
  public void write(Item item, Outlet out) throws IOException {
    if (item instanceof EventBatch batch) {
      if (batch.tables() != stream) {
        stream = batch.tables();
        format.enter(batch.tables());
      }
      for (EventCursor event = batch.cursor(); event.next(); ) {
        if (!event.isOwn() || event.typeNumber() == EventTypes.LOST) {
          format.append(event, out.text());
          out.spill();
        }
      }
    }
  }
}
