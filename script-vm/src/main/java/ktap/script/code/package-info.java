/**
 * Register bytecode: what the compiler makes of a checked script, and what the engines and the
 * lister read.
 *
 * <p>Read {@link ktap.script.code.Opcode} first: it draws the instruction and tells what each one
 * does. {@link ktap.script.code.Prototype} is one function, {@link ktap.script.code.Program} a
 * whole script, {@link ktap.script.code.ProgramCompiler} makes it, {@link ktap.script.code.Listing}
 * shows it.
 *
 * <p>Depends on values, on source text and on the checked tree. It must not know how instructions
 * are executed.
 */
@NullMarked
package ktap.script.code;

import org.jspecify.annotations.NullMarked;
