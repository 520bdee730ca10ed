/**
 * Recordings: streams of events kept in a directory, and read back as a source like any other.
 *
 * <p>Read {@link ktap.sources.recording.Document} first: it draws the bytes. {@link
 * ktap.sources.recording.RecordingWriter} writes, {@link ktap.sources.recording.RecordingSource}
 * replays, {@link ktap.sources.recording.RecordingCatalog} is what a script is checked against, and
 * {@link ktap.sources.recording.RecordingInfo} tells what is in one without reading it all.
 *
 * <p>A recording is a Chronicle queue; {@link ktap.sources.recording.RecordingQueue} is the only
 * class that knows the library. It writes; reading goes by the documented layout of its files, so
 * that a damaged one can't do more than be damaged.
 *
 * <p>This package depends on the flow model and Chronicle Queue. It must not know where the events
 * came from, what a script is, or where results go.
 */
@NullMarked
package ktap.sources.recording;

import org.jspecify.annotations.NullMarked;
