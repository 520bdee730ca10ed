/**
 * What the kernel says about its events, and how it writes them: {@code format} files and the text
 * of events.
 *
 * <p>Read {@link ktap.sources.format.FormatFile} first: it makes an event type of a format file's
 * text. {@link ktap.sources.format.EventText} writes events as the kernel's trace file does, by
 * {@code Expression}s that {@code PrintFormatParser} reads from the print format; {@link
 * ktap.sources.format.KernelFiles} knows what addresses and constants are called.
 *
 * <p>Depends on the flow model alone. It must not know where the events come from: tracefs, a trace
 * file, a recording.
 */
@NullMarked
package ktap.sources.format;

import org.jspecify.annotations.NullMarked;
