/**
 * The other engine: makes JVM code of bytecode that got hot, and gives the same answers as the
 * interpreter.
 *
 * <p>A unit is a whole function, or one loop of a function that runs. It bets that numbers stay
 * integers where they were; each bet is a guard, and when one fails the registers go back to where
 * the interpreter keeps them and it goes on at that instruction. A bet that was lost is not made
 * again there.
 *
 * <p>Read {@link ktap.script.jit.Jit} first, then {@link ktap.script.jit.Inference} (which types
 * are known where) and {@link ktap.script.jit.Emitter} (the code). Depends on the interpreter's
 * machine and on bytecode; nothing depends on it but the facade, which loads it when something is
 * hot.
 */
@NullMarked
package ktap.script.jit;

import org.jspecify.annotations.NullMarked;
