/**
 * Who the threads of a stream are: process and command name by thread id, as they are at one time.
 *
 * <p>{@link ktap.sources.tasks.Tasks} is all of it. Each source tells it what its own stream says
 * of threads that begin, rename themselves and end.
 *
 * <p>Depends on the flow model alone. It must not know where the events come from.
 */
@NullMarked
package ktap.sources.tasks;

import org.jspecify.annotations.NullMarked;
