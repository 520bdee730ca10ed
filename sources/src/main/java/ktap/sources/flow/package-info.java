/**
 * What flows: event types, the batches that carry events, and the records that operators give out.
 *
 * <p>Read {@link ktap.sources.flow.EventBatch} first: it draws the bytes. {@link
 * ktap.sources.flow.EventType} says what the bytes of one event mean, {@link
 * ktap.sources.flow.EventCursor} walks them, {@link ktap.sources.flow.Item} lists all that can
 * travel between two stages, and {@link ktap.sources.flow.EventSource} is where it comes from.
 *
 * <p>This package depends on the JDK alone. It must not know where events come from (a kernel, a
 * file, a generator), what a script is, or where results go.
 */
@NullMarked
package ktap.sources.flow;

import org.jspecify.annotations.NullMarked;
