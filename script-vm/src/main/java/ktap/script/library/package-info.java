/**
 * All built-in functions and library tables, as a table of values: {@link
 * ktap.script.library.Library} lists them, {@link ktap.script.library.Definition} is one row of it.
 *
 * <p>The functions stand in classes by subject, {@code …Functions}. Each is called by the
 * convention of {@link ktap.script.value.BuiltInFunction}; types of arguments were checked before,
 * by what its row declares. To add a function: write it, and add its row to {@code Library}.
 *
 * <p>Depends on the values, the text and the aggregations. It must not know the syntax, the
 * bytecode or an engine.
 */
@NullMarked
package ktap.script.library;

import org.jspecify.annotations.NullMarked;
