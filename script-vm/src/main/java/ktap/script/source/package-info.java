/**
 * The text of a script, places in it, and what is said about them.
 *
 * <p>Read {@link ktap.script.source.Diagnostic} first. This package depends on the JDK alone; it
 * must not know the grammar. Pipelines use it for YAML files as well.
 */
@NullMarked
package ktap.script.source;

import org.jspecify.annotations.NullMarked;
