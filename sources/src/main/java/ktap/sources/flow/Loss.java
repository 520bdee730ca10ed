package ktap.sources.flow;

import java.nio.charset.StandardCharsets;

/**
 * Events that were lost on the way: an event of type {@link EventTypes#LOST}, read.
 *
 * @param count how many
 * @param fromNanos not before that time
 * @param toNanos not after that time
 * @param source the ring or file that they were lost in
 * @param cause why
 */
public record Loss(long count, long fromNanos, long toNanos, String source, String cause) {

  /** Reads the event that a cursor stands on. */
  public static Loss of(EventCursor event) {
    EventType type = EventTypes.LOST_TYPE;
    return new Loss(
        type.fields().get(0).readLong(event.bytes(), event.payload()),
        type.fields().get(1).readLong(event.bytes(), event.payload()),
        type.fields().get(2).readLong(event.bytes(), event.payload()),
        text(type.fields().get(3), event),
        text(type.fields().get(4), event));
  }

  private static String text(Field field, EventCursor event) {
    int start = field.dataStart(event.bytes(), event.payload());
    int length = field.dataLength(event.bytes(), event.payload());
    return new String(event.bytes(), start, length, StandardCharsets.UTF_8);
  }
}
