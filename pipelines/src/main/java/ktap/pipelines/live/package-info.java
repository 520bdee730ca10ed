/**
 * A script over the running kernel, its output straight to the console: what {@code ktap script.kp}
 * is.
 *
 * <p>Read {@link ktap.pipelines.live.LiveRun} first. The thread that reads the rings runs the
 * script and writes its output: three stages in one loop, without a queue between them, so that a
 * slow console slows the reader and an event is on the screen a few milliseconds after it happened.
 *
 * <p>Depends on the language and the flow model. It must not know the command line, nor YAML.
 */
@NullMarked
package ktap.pipelines.live;

import org.jspecify.annotations.NullMarked;
