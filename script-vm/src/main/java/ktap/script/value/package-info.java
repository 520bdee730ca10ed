/**
 * The values of the language while a script runs, and how built-ins are called.
 *
 * <p>A register is a pair in two parallel arrays, {@code long[] numbers} and {@code Object[] refs}.
 * The reference says what it holds:
 *
 * <pre>
 *  null              nil
 *  Tag.INT           a 64-bit integer, in the number
 *  Tag.FLOAT         a double, its bits in the number
 *  Boolean           true, false: Boolean.TRUE and Boolean.FALSE only, so that == compares them
 *  ByteString        a string
 *  Table, Key        a table; a composite key
 *  Closure, BuiltIn  functions
 *  Aggregation       what {@code <<<} feeds
 *  EventTextValue, KernelAddress, StackValue   values that are made text late
 *  EventValue                                  the event that a handler of 2013 is given
 * </pre>
 *
 * <p>Read {@link ktap.script.value.Table} first, then {@link ktap.script.value.BuiltInFunction}.
 * This package depends on the flow model and on {@code ktap.script.host}; it must not know the
 * syntax, the bytecode or an engine.
 */
@NullMarked
package ktap.script.value;

import org.jspecify.annotations.NullMarked;
