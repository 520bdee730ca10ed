/**
 * The filters that stand between slashes behind an event: read once, said to the kernel where it
 * can take them, and tested again on each event with the same result.
 *
 * <p>Read {@link ktap.sources.filter.EventFilter} first. {@code FilterParser} makes the tree,
 * {@code KernelFilter} says it in the kernel's words, {@code FilterTest} is what runs for each
 * event.
 *
 * <p>Depends on the flow model alone. It must not know tracefs or perf, nor who asks.
 */
@NullMarked
package ktap.sources.filter;

import org.jspecify.annotations.NullMarked;
