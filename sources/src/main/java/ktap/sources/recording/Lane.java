package ktap.sources.recording;

import java.util.Optional;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import org.jspecify.annotations.Nullable;

/** One of several recordings that are merged: where it stands. Not for several threads. */
final class Lane {
  private final RecordingReader reader;
  private @Nullable EventCursor event; // null if nothing is there (yet)

  /** Late events don't hold up the others: the key never goes back. */
  private long key = Long.MIN_VALUE;

  /** Events of the batch that were moved. */
  private long moved;

  /** Where to begin. */
  private long resumed = -1;

  Lane(RecordingReader reader) {
    this.reader = reader;
  }

  RecordingReader reader() {
    return reader;
  }

  /** Whether it stands on an event, after having looked for one. */
  boolean hasEvent() {
    while (event == null) {
      Optional<EventBatch> batch = reader.next();
      if (batch.isEmpty()) {
        return false;
      }
      event = batch.get().cursor();
      moved = 0;
      advance(event);
      while (event != null && reader.given() + moved < resumed) {
        moved++;
        advance(event);
      }
    }
    return true;
  }

  /** Goes where another one stood. */
  void resume(long ordinal, long itsKey) {
    if (ordinal >= 0) {
      reader.resume(ordinal);
      resumed = ordinal;
      key = itsKey;
    }
  }

  /** Ordinal of the event that comes next. */
  long coming() {
    return event == null ? reader.coming() : reader.given() + moved;
  }

  private void advance(EventCursor cursor) {
    if (cursor.next()) {
      key = Math.max(key, cursor.timeNanos());
    } else {
      event = null;
    }
  }

  long key() {
    return key;
  }

  /** Moves events to the builder while they are not later than a time, and there is room. */
  void moveTo(EventBatchBuilder builder, long until, int room) {
    EventCursor cursor = event;
    while (cursor != null && key <= until && builder.length() < room) {
      builder.add(cursor);
      moved++;
      advance(cursor);
      cursor = event;
    }
  }
}
