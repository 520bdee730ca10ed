/**
 * The interpreter: it says what a script means, the other engines have to agree with it.
 *
 * <p>Read {@link ktap.script.vm.Interpreter} first, then {@link ktap.script.vm.Operations}, where
 * the operators are written once for all engines, and {@link ktap.script.vm.Machine}, the state of
 * one run. Depends on the bytecode and the values; it must not know syntax, or how another engine
 * works: that one is behind {@link ktap.script.vm.Compiler}.
 */
@NullMarked
package ktap.script.vm;

import org.jspecify.annotations.NullMarked;
