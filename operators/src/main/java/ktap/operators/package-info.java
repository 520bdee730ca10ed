/**
 * What stands between sources and sinks: a polled source as a flux, scripts and filters as
 * operators.
 *
 * <p>Read {@link ktap.operators.Operator} first, then {@link ktap.operators.SourceFlux}, which
 * turns its handle, and {@link ktap.operators.ScriptOperator}. All of it runs on one thread: a
 * batch goes through every operator and into every sink before the next one is polled, so that
 * back-pressure needs no queue.
 *
 * <p>Depends on the flow model, the facade of the script language and Reactor. It must not know
 * where events come from, where items go, or what a pipeline file looks like.
 */
@NullMarked
package ktap.operators;

import org.jspecify.annotations.NullMarked;
