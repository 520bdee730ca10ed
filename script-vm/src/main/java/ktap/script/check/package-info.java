/**
 * What a script means once its names are resolved: the checked program, and the checker that makes
 * it.
 *
 * <p>Read {@link ktap.script.check.CheckedProgram} first, then {@link ktap.script.check.Expression}
 * and {@link ktap.script.check.Statement}; {@link ktap.script.check.Checker} turns the parser's
 * tree into them. This package knows the syntax tree and the event catalog; it must not know
 * bytecode, engines or the library's functions, of which it sees only what {@link
 * ktap.script.check.BuiltIns} tells.
 */
@NullMarked
package ktap.script.check;

import org.jspecify.annotations.NullMarked;
