/**
 * The files that {@code perf record} writes, as a source: {@code perf.data} in file mode and in
 * pipe mode (linux/tools/perf/Documentation/perf.data-file-format.txt).
 *
 * <p>Read {@link ktap.sources.perfdata.PerfDataFile} first. Inside, {@code PerfHeader} says what is
 * in a file, {@code RecordReader} gives its records one behind the other, {@code RecordQueue}
 * brings them into the order of time, and {@code PerfEventFeed} makes events of them.
 *
 * <p>Depends on the flow model, formats, tasks, and what trace files have in common. It must not
 * know how a script or a pipeline uses the events.
 */
@NullMarked
package ktap.sources.perfdata;

import org.jspecify.annotations.NullMarked;
