/**
 * Where traces are opened that someone took earlier, whoever that was.
 *
 * <p>Read {@link ktap.sources.replay.ReplayedTraces} first: it opens them; {@link
 * ktap.sources.replay.ForeignTraces} those of other tools. {@link ktap.sources.replay.TraceFormat}
 * tells by the first bytes what a file is.
 *
 * <p>This package depends on the packages of the formats, one {@code case} for each. It must not
 * know their layouts, nor what a script is.
 */
@NullMarked
package ktap.sources.replay;

import org.jspecify.annotations.NullMarked;
