/**
 * What {@code <<<} feeds: values that sum up many numbers in little room. All are commutative
 * monoids: an empty one, {@code add}, {@code merge}; the result doesn't depend on the order, so
 * that parts from CPUs, partitions or hosts can be put together.
 *
 * <p>Read {@link ktap.script.aggregation.Summary} first, then {@link
 * ktap.script.aggregation.Shape}, which says what {@code hist(v)} on the right of {@code <<<} is.
 * Depends on the values and on {@code ByteText}; it must not know the library or an engine.
 */
@NullMarked
package ktap.script.aggregation;

import org.jspecify.annotations.NullMarked;
