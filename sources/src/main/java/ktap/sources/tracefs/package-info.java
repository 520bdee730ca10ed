/**
 * The live source: the running kernel's tracepoints, through an own tracefs instance.
 *
 * <p>Read {@link ktap.sources.tracefs.TracefsSource} first; {@link
 * ktap.sources.tracefs.TraceRequest} says what it is asked for, {@link
 * ktap.sources.tracefs.TracefsCatalog} what there is to ask for.
 *
 * <p>Depends on the flow model, on the decoders of pages and formats, and on the system calls. It
 * must not know what a script is or where events go.
 */
@NullMarked
package ktap.sources.tracefs;

import org.jspecify.annotations.NullMarked;
