/**
 * Where results go: the console, files of text, JSON Lines and CSV, histograms.
 *
 * <p>Read {@link ktap.sinks.Sink} first: all of them have its four verbs. {@link
 * ktap.sinks.ItemEncoder} turns items into bytes, one implementation for each pair of what ({@link
 * ktap.sinks.Selection}) and how ({@link ktap.sinks.Format}); {@link ktap.sinks.OutputFile} lets a
 * file appear only when it is complete.
 *
 * <p>Depends on the flow model and on the text of events. It must not know scripts, pipelines, or
 * where events come from.
 */
@NullMarked
package ktap.sinks;

import org.jspecify.annotations.NullMarked;
