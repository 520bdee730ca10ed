/**
 * The language: what a script is to those who run one. {@link ktap.script.Script} compiles, {@link
 * ktap.script.ScriptRun} runs.
 *
 * <p>The index of the language, in the order of the phases: {@code source} (text, places,
 * diagnostics), {@code syntax} (tokens, lexer, tree, parser), {@code check} (scopes, dialect,
 * checked tree), {@code code} (register bytecode and its compiler), {@code vm} (interpreter, the
 * oracle), {@code jit} (the same bytecode as JVM code), {@code value} (values while it runs),
 * {@code library} and {@code text} (built-ins), {@code host} (what a script reaches outside),
 * {@code state} (what outlives a run).
 */
@NullMarked
package ktap.script;

import org.jspecify.annotations.NullMarked;
