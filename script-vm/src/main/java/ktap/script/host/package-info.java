/**
 * What a running script reaches outside of itself: where its output goes, which machine it speaks
 * of, what the time is.
 *
 * <p>Read {@link ktap.script.host.ScriptHost} first. This package depends on the flow model alone;
 * it must not know the language.
 */
@NullMarked
package ktap.script.host;

import org.jspecify.annotations.NullMarked;
