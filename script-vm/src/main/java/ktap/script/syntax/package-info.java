/**
 * The grammar: tokens, lexer, syntax tree, parser, and the formatter that writes a script in the
 * canonical layout.
 *
 * <p>One grammar serves every family of the language; where they differ, the parser accepts all and
 * the checker decides. Read {@link ktap.script.syntax.Parser} first: one method for each rule, the
 * rule above it. This package depends on {@code ktap.script.source} and on the language's strings;
 * it must not know what names mean.
 */
@NullMarked
package ktap.script.syntax;

import org.jspecify.annotations.NullMarked;
