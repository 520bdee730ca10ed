/**
 * The files that {@code trace-cmd} writes, {@code trace.dat} of versions 6 and 7, as a source
 * (trace-cmd.dat.v6(5), trace-cmd.dat.v7(5)).
 *
 * <p>Read {@link ktap.sources.tracedat.TraceDatFile} first. Inside, {@code TraceDatReader} finds
 * out what is in a file, {@code CpuPages} gives the ring pages of one CPU, and {@code TraceDatFeed}
 * merges their events by time.
 *
 * <p>Depends on the flow model, ring pages, formats, tasks, and what trace files have in common. It
 * must not know how a script or a pipeline uses the events.
 */
@NullMarked
package ktap.sources.tracedat;

import org.jspecify.annotations.NullMarked;
