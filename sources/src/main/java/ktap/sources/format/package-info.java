/**
 * What the kernel says about its events, and how it writes them: {@code format} files.
 *
 * <p>Read {@link ktap.sources.format.FormatFile} first: it makes an event type of a format file's
 * text.
 *
 * <p>Depends on the flow model alone. It must not know where the texts come from: tracefs, a trace
 * file, a recording.
 */
@NullMarked
package ktap.sources.format;

import org.jspecify.annotations.NullMarked;
