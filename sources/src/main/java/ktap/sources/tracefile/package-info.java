/**
 * What the trace files of other tools have in common: reading them bounded by their size, the
 * formats of events that they carry along, and how a stream that is read from a file is played.
 *
 * <p>Read {@link ktap.sources.tracefile.EventFeed} and {@link ktap.sources.tracefile.Playback}
 * first. {@link ktap.sources.tracefile.TracingData} is the blob of formats that both perf.data and
 * trace.dat hold; {@link ktap.sources.tracefile.EventFormats} are the event types in it.
 *
 * <p>Depends on the flow model, the formats, ring pages, and on the recordings for the settings of
 * a replay. It must not know the files themselves.
 */
@NullMarked
package ktap.sources.tracefile;

import org.jspecify.annotations.NullMarked;
