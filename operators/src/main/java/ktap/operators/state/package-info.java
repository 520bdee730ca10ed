/**
 * The state of a script in a directory, so that it survives the process.
 *
 * <p>Read {@link ktap.operators.state.StateStore} first: it appends checkpoints. {@link
 * ktap.operators.state.StoredState} finds the last one that is whole. Depends on the journal of
 * {@code ktap.sources.recording}, which is a Chronicle queue, and on {@code ktap.script.state},
 * which makes bytes of values; it must not know events or what runs the script.
 */
@NullMarked
package ktap.operators.state;

import org.jspecify.annotations.NullMarked;
