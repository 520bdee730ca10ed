/**
 * A generator of events: for tests, demonstrations and benchmarks, where no kernel is wanted or the
 * same stream must come twice.
 *
 * <p>Read {@link ktap.sources.synthetic.SyntheticSettings} first: it says what can be asked for.
 * {@link ktap.sources.synthetic.BuiltInEvents} are the event types that are always there, {@link
 * ktap.sources.synthetic.SyntheticSource} makes the events.
 *
 * <p>This package depends on the flow model and the reader of format files. It must not know a
 * kernel, a recording or a script.
 */
@NullMarked
package ktap.sources.synthetic;

import org.jspecify.annotations.NullMarked;
