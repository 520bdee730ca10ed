package ktap.script.syntax;

import ktap.script.source.SourceSpan;
import ktap.script.value.ByteString;

/**
 * A word of the language with its place.
 *
 * @param number the value of an {@code INTEGER}, the bits of a {@code FLOAT}; 0 for others
 * @param text the name, the content of a string with its escapes resolved, the raw text of an event
 *     or timer; empty for others
 * @param isFirstOnLine whether only white space and comments stand before it on its line
 */
public record Token(
    TokenKind kind, SourceSpan span, long number, ByteString text, boolean isFirstOnLine) {

  boolean is(TokenKind other) {
    return kind == other;
  }

  boolean isName(String name) {
    return kind == TokenKind.NAME && text.length() == name.length() && text.toString().equals(name);
  }
}
