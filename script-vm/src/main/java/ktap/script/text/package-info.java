/**
 * How values become text: {@code print}, {@code printf}, histograms, floating-point numbers.
 *
 * <p>Read {@link ktap.script.text.PrintfFormat} first. All write into a {@code ByteText} and touch
 * nothing else. Depends on the values and the aggregations; it must not know the library.
 */
@NullMarked
package ktap.script.text;

import org.jspecify.annotations.NullMarked;
