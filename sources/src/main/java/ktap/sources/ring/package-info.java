/**
 * The kernel's ring buffer as it lies in memory and in files: sub-buffers ("pages") of packed
 * events, as {@code per_cpu/cpuN/trace_pipe_raw} gives them out and {@code trace.dat} stores them.
 *
 * <p>Read {@link ktap.sources.ring.RingPage} first. Pure: bytes in, events out.
 *
 * <p>Depends on the flow model's {@link ktap.sources.flow.Bytes} alone. It must not know where
 * pages come from or what the events mean.
 */
@NullMarked
package ktap.sources.ring;

import org.jspecify.annotations.NullMarked;
