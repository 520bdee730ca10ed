/**
 * What a script can change, as bytes: so that it outlives the run.
 *
 * <p>Read {@link ktap.script.state.ScriptState} first: it writes what changed since the last
 * checkpoint, and gives a run that begins what an earlier one had. {@link
 * ktap.script.state.StateImage} reads the bytes, without a script too. Depends on the values, the
 * aggregations and {@link ktap.script.vm.Variables}; it must not know where the bytes are kept.
 */
@NullMarked
package ktap.script.state;

import org.jspecify.annotations.NullMarked;
