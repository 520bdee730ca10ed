package ktap.script.syntax;

import java.util.ArrayList;
import java.util.List;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import ktap.script.value.ByteString;

/**
 * Cuts a script into tokens. Never fails: what can't be a token is skipped and reported.
 *
 * <p>Bytes, not characters: a name may hold any byte from 0x80 on.
 */
public final class Lexer {
  /**
   * What was found.
   *
   * @param tokens ends with {@link TokenKind#END_OF_FILE}
   * @param comments comments in the order of the text
   * @param diagnostics mistakes in the order of the text
   */
  public record Result(List<Token> tokens, List<Token> comments, List<Diagnostic> diagnostics) {
    public Result {
      tokens = List.copyOf(tokens);
      comments = List.copyOf(comments);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** After so many the rest of the text goes unread: that isn't a script. */
  private static final int MOST_MISTAKES = 100;

  /** More than anybody writes or would have written by a program, and a bound for memory. */
  private static final int MOST_TOKENS = 500_000;

  private static final ByteString EMPTY = ByteString.EMPTY;

  private final byte[] bytes;
  private final boolean dashesAreComments;
  private final boolean zeroMeansOctal;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Token> comments = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private int at;
  private boolean firstOnLine = true;

  private Lexer(SourceText source, boolean dashesAreComments, boolean zeroMeansOctal) {
    this.bytes = source.bytes();
    this.dashesAreComments = dashesAreComments;
    this.zeroMeansOctal = zeroMeansOctal;
  }

  /**
   * Cuts a whole script.
   *
   * @param dashesAreComments whether {@code --} starts a comment, as it does from 2014 on; before,
   *     {@code 1 -- 2} is 3, and only what starts a line is a comment
   */
  public static Result lex(SourceText source, boolean dashesAreComments) {
    return lex(source, dashesAreComments, true);
  }

  /**
   * Cuts a whole script.
   *
   * @param zeroMeansOctal whether {@code 010} is 8; in mid-2013 it was 10
   */
  public static Result lex(SourceText source, boolean dashesAreComments, boolean zeroMeansOctal) {
    Lexer lexer = new Lexer(source, dashesAreComments, zeroMeansOctal);
    lexer.run();
    return new Result(lexer.tokens, lexer.comments, lexer.diagnostics);
  }

  private void run() {
    if (startsWith("\u00ef\u00bb\u00bf")) {
      at = 3;
    }
    while (true) {
      skipSpace();
      boolean isTooLong = isFull() && at < bytes.length;
      if (isTooLong) {
        error(at, at + 1, "script too long: the " + MOST_TOKENS + " words and signs end here");
        tokens.clear(); // no mistake in them matters more
      }
      if (isTooLong || at == bytes.length || diagnostics.size() == MOST_MISTAKES) {
        at = bytes.length;
        add(TokenKind.END_OF_FILE, at);
        return;
      }
      token();
      firstOnLine = tokens.isEmpty();
    }
  }

  private boolean isFull() {
    return tokens.size() + comments.size() >= MOST_TOKENS;
  }

  private void token() {
    byte b = bytes[at];
    if (isNameStart(b)) {
      word();
    } else if (isDigit(b)) {
      number();
    } else if (b == '"' || b == '\'') {
      string(b);
    } else if (b == '[' && longBracketLevel(at) >= 0) {
      longString();
    } else if (b == '[' && at + 1 < bytes.length && bytes[at + 1] == '=') {
      longDelimiter();
    } else if (b == '`') {
      kernelSymbol();
    } else {
      punctuation();
    }
  }

  // White space and comments.

  private void skipSpace() {
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b == '\n' || b == '\r') {
        firstOnLine = true;
        at++;
      } else if (b == ' ' || b == '\t' || b == 0x0b || b == '\f') {
        at++;
      } else if (isFull()) {
        return;
      } else if (b == '#') {
        lineComment();
      } else if (b == '-'
          && (dashesAreComments || firstOnLine)
          && at + 1 < bytes.length
          && bytes[at + 1] == '-') {
        dashComment();
      } else {
        return;
      }
    }
  }

  private void lineComment() {
    int start = at;
    while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    addComment(start);
  }

  private void dashComment() {
    int level = at + 2 < bytes.length && bytes[at + 2] == '[' ? longBracketLevel(at + 2) : -1;
    if (level < 0) {
      lineComment();
      return;
    }
    int start = at;
    if (!skipLongBracket(at + 2, level)) {
      error(start, start + 4 + level, "unfinished long comment near '<eof>'");
    }
    addComment(start);
  }

  private void addComment(int start) {
    comments.add(
        new Token(
            TokenKind.COMMENT,
            new SourceSpan(start, at),
            0,
            ByteString.copy(bytes, start, at - start),
            firstOnLine));
  }

  // Names, keywords, event texts.

  private void word() {
    int start = at;
    while (at < bytes.length && isNamePart(bytes[at])) {
      at++;
    }
    ByteString name = ByteString.copy(bytes, start, at - start);
    String word = name.toString();
    boolean isMember = !tokens.isEmpty() && last().is(TokenKind.DOT);
    if (isMember) {
      add(TokenKind.NAME, start, 0, name);
    } else if (isTimer(word)) {
      rawText();
      add(TokenKind.TIMER, start, 0, trimmed(start));
    } else {
      TokenKind kind = TokenKind.ofWord(word);
      add(kind, start, 0, kind == TokenKind.NAME ? name : EMPTY);
      if (kind == TokenKind.TRACE) {
        eventText();
      }
    }
  }

  private boolean isTimer(String word) {
    return (word.equals("tick") || word.equals("profile"))
        && at + 1 < bytes.length
        && (bytes[at] == '-' || bytes[at] == '+')
        && !isSpace(bytes[at + 1])
        && bytes[at + 1] != bytes[at];
  }

  /** What stands between {@code trace} and its brace, unless it is a string as in 2013. */
  private void eventText() {
    while (at < bytes.length && isSpace(bytes[at])) {
      at++;
    }
    if (at == bytes.length || bytes[at] == '"' || bytes[at] == '\'') {
      return;
    }
    int start = at;
    rawText();
    firstOnLine = false;
    add(TokenKind.EVENT_TEXT, start, 0, trimmed(start));
  }

  private void rawText() {
    while (at < bytes.length && bytes[at] != '{') {
      at = bytes[at] == '"' || bytes[at] == '\'' ? afterQuoted() : at + 1;
    }
  }

  /** Behind a quoted text that ends on its line; else behind the quote alone. */
  private int afterQuoted() {
    for (int i = at + 1; i < bytes.length && bytes[i] != '\n'; i++) {
      if (bytes[i] == bytes[at]) {
        return i + 1;
      }
    }
    return at + 1;
  }

  private ByteString trimmed(int start) {
    int end = at;
    while (end > start && isSpace(bytes[end - 1])) {
      end--;
    }
    return ByteString.copy(bytes, start, end - start);
  }

  private void kernelSymbol() {
    int start = at++;
    while (at < bytes.length && isNamePart(bytes[at])) {
      at++;
    }
    if (at < bytes.length && bytes[at] == '`' && at > start + 1) {
      at++;
      add(TokenKind.KERNEL_SYMBOL, start, 0, ByteString.copy(bytes, start + 1, at - start - 2));
    } else {
      error(start, at, "unfinished kernel symbol near '" + shown(start, at) + "'");
    }
  }

  // Numbers.

  private void number() {
    int start = at;
    boolean isHex = bytes[at] == '0' && at + 1 < bytes.length && (bytes[at + 1] | 0x20) == 'x';
    while (at < bytes.length && isNumberPart(isHex)) {
      at++;
    }
    String lexeme = ByteString.copy(bytes, start, at - start).toString();
    boolean isFloat =
        !isHex
            && (lexeme.indexOf('.') >= 0 || lexeme.indexOf('e') >= 0 || lexeme.indexOf('E') >= 0);
    if (isFloat) {
      floatingPoint(start, lexeme);
    } else {
      integer(start, lexeme);
    }
  }

  private boolean isNumberPart(boolean isHex) {
    byte b = bytes[at];
    if (isNamePart(b)) {
      return true;
    }
    if (b == '.') {
      // 1 ..2 needs its space: as in the original, 1..2 is one malformed number
      return true;
    }
    boolean isSign = b == '+' || b == '-';
    return isSign
        && !isHex
        && (bytes[at - 1] | 0x20) == 'e'
        && at + 1 < bytes.length
        && isDigit(bytes[at + 1]);
  }

  private void floatingPoint(int start, String lexeme) {
    char last = lexeme.charAt(lexeme.length() - 1);
    if (isDigit((byte) last) || last == '.') {
      try {
        double value = Double.parseDouble(lexeme);
        add(TokenKind.FLOAT, start, Double.doubleToRawLongBits(value), EMPTY);
        return;
      } catch (NumberFormatException e) {
        // told below
      }
    }
    malformed(start);
  }

  private void integer(int start, String lexeme) {
    int radix = 10;
    int from = 0;
    if (lexeme.length() > 1 && lexeme.charAt(0) == '0') {
      boolean isHex = (lexeme.charAt(1) | 0x20) == 'x';
      // the early versions read numbers with strtod, which knows no octal
      radix = isHex ? 16 : zeroMeansOctal ? 8 : 10;
      from = isHex ? 2 : 1;
    }
    long value = 0;
    boolean saturated = false;
    for (int i = from; i < lexeme.length(); i++) {
      int digit = Character.digit(lexeme.charAt(i), radix);
      if (digit < 0) {
        malformed(start);
        return;
      }
      saturated |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, radix)) > 0;
      value = value * radix + digit;
    }
    if (from == lexeme.length()) {
      malformed(start);
      return;
    }
    add(TokenKind.INTEGER, start, saturated ? -1 : value, EMPTY);
  }

  private void malformed(int start) {
    error(start, at, "malformed number near '" + shown(start, at) + "'");
    add(TokenKind.INTEGER, start);
  }

  // Strings.

  private void string(byte quote) {
    int start = at++;
    StringBytes content = new StringBytes();
    while (at < bytes.length && bytes[at] != quote) {
      byte b = bytes[at];
      if (b == '\n' || b == '\r') {
        unfinished(start);
        return;
      }
      if (b == '\\') {
        escape(start, content);
      } else {
        content.add(b);
        at++;
      }
    }
    if (at >= bytes.length) {
      at = bytes.length;
      error(start, at, "unfinished string near '<eof>'");
      add(TokenKind.STRING, start, 0, content.build());
      return;
    }
    at++;
    add(TokenKind.STRING, start, 0, content.build());
  }

  private void unfinished(int start) {
    error(start, at, "unfinished string near '" + shown(start, at) + "'");
    add(TokenKind.STRING, start);
  }

  private void escape(int start, StringBytes content) {
    int escape = at++;
    if (at == bytes.length) {
      return;
    }
    byte b = bytes[at];
    int plain = "abfnrtv\\\"'".indexOf(b);
    if (plain >= 0) {
      content.add((byte) "\u0007\b\f\n\r\t\u000b\\\"'".charAt(plain));
      at++;
    } else if (b == '\n' || b == '\r') {
      content.add((byte) '\n');
      lineBreak();
    } else if (b == 'z') {
      at++;
      while (at < bytes.length && isSpace(bytes[at])) {
        at++;
      }
    } else if (b == 'x') {
      hexEscape(start, escape, content);
    } else {
      decimalEscape(start, escape, content);
    }
  }

  private void hexEscape(int start, int escape, StringBytes content) {
    int high = at + 1 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
    int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
    at = Math.min(at + (high < 0 ? 1 : low < 0 ? 2 : 3), bytes.length);
    if (high < 0 || low < 0) {
      invalidEscape(start, escape);
    } else {
      content.add((byte) (high << 4 | low));
    }
  }

  private void decimalEscape(int start, int escape, StringBytes content) {
    int value = 0;
    int digits = 0;
    while (digits < 3 && at < bytes.length && isDigit(bytes[at])) {
      value = value * 10 + bytes[at++] - '0';
      digits++;
    }
    if (digits == 0 || value > 255) {
      at = Math.min(Math.max(at, escape + 2), bytes.length);
      invalidEscape(start, escape);
    } else {
      content.add((byte) value);
    }
  }

  private void invalidEscape(int start, int escape) {
    error(escape, at, "invalid escape sequence near '" + shown(start, at) + "'");
  }

  private void longString() {
    int start = at;
    int level = longBracketLevel(at);
    int content = at + level + 2;
    if (!skipLongBracket(at, level)) {
      error(start, content, "unfinished long string near '<eof>'");
      add(TokenKind.STRING, start);
      return;
    }
    int end = at - level - 2;
    if (content < end && (bytes[content] == '\n' || bytes[content] == '\r')) {
      byte first = bytes[content++];
      boolean isPair = content < end && bytes[content] != first && isLineBreak(bytes[content]);
      content += isPair ? 1 : 0;
    }
    add(TokenKind.STRING, start, 0, ByteString.copy(bytes, content, end - content));
  }

  private void longDelimiter() {
    int start = at++;
    while (at < bytes.length && bytes[at] == '=') {
      at++;
    }
    error(start, at, "invalid long string delimiter near '" + shown(start, at) + "'");
    add(TokenKind.STRING, start);
  }

  /** The number of equal signs of {@code [==[} at a place; −1 if that isn't there. */
  private int longBracketLevel(int from) {
    int i = from + 1;
    while (i < bytes.length && bytes[i] == '=') {
      i++;
    }
    return i < bytes.length && bytes[i] == '[' ? i - from - 1 : -1;
  }

  private boolean skipLongBracket(int from, int level) {
    for (int i = from + level + 2; i < bytes.length; i++) {
      if (bytes[i] == ']' && closesAt(i, level)) {
        at = i + level + 2;
        return true;
      }
    }
    at = bytes.length;
    return false;
  }

  private boolean closesAt(int i, int level) {
    for (int k = 1; k <= level; k++) {
      if (i + k >= bytes.length || bytes[i + k] != '=') {
        return false;
      }
    }
    return i + level + 1 < bytes.length && bytes[i + level + 1] == ']';
  }

  // Punctuation.

  private void punctuation() {
    TokenKind kind = TokenKind.punctuationAt(bytes, at);
    int start = at;
    if (kind == TokenKind.END_OF_FILE) {
      at++;
      while (at < bytes.length && (bytes[at] & 0xc0) == 0x80) {
        at++;
      }
      error(start, at, "unexpected symbol near '" + shown(start, at) + "'");
      return;
    }
    at += kind.text().length();
    add(kind, start);
  }

  // What all of the above use.

  private Token last() {
    return tokens.get(tokens.size() - 1);
  }

  private void add(TokenKind kind, int start) {
    add(kind, start, 0, EMPTY);
  }

  private void add(TokenKind kind, int start, long number, ByteString text) {
    tokens.add(new Token(kind, new SourceSpan(start, at), number, text, firstOnLine));
  }

  private void error(int start, int end, String message) {
    diagnostics.add(Diagnostic.error(new SourceSpan(start, Math.max(start, end)), message));
  }

  private String shown(int start, int end) {
    return ByteString.copy(bytes, start, Math.min(end - start, 60)).toString();
  }

  private void lineBreak() {
    byte first = bytes[at++];
    if (at < bytes.length && isLineBreak(bytes[at]) && bytes[at] != first) {
      at++;
    }
  }

  private boolean startsWith(String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLineBreak(byte b) {
    return b == '\n' || b == '\r';
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isNameStart(byte b) {
    return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b < 0;
  }

  private static boolean isNamePart(byte b) {
    return isNameStart(b) || isDigit(b);
  }
}
