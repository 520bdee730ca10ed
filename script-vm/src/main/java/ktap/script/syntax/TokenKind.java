package ktap.script.syntax;

/** The kinds of tokens; those of fixed text with that text. */
@SuppressWarnings("EnumOrdinal") // the order is that of the groups below
public enum TokenKind {
  NAME,
  INTEGER,
  FLOAT,
  STRING,
  /** The raw text between {@code trace} and the opening brace. */
  EVENT_TEXT,
  /** {@code tick-1s} or {@code profile-10ms}, raw up to the opening brace. */
  TIMER,
  /** An address of the kernel by its symbol, {@code `name`}. */
  KERNEL_SYMBOL,
  COMMENT,
  END_OF_FILE,

  BREAK("break"),
  DO("do"),
  ELSE("else"),
  ELSEIF("elseif"),
  END("end"),
  FALSE("false"),
  FOR("for"),
  FUNCTION("function"),
  GOTO("goto"),
  IF("if"),
  IN("in"),
  NIL("nil"),
  REPEAT("repeat"),
  RETURN("return"),
  THEN("then"),
  TRACE("trace"),
  TRACE_END("trace_end"),
  TRUE("true"),
  UNTIL("until"),
  VAR("var"),
  WHILE("while"),

  PLUS("+"),
  MINUS("-"),
  STAR("*"),
  SLASH("/"),
  PERCENT("%"),
  CARET("^"),
  CONCAT(".."),
  ELLIPSIS("..."),
  ASSIGN("="),
  PLUS_ASSIGN("+="),
  MINUS_ASSIGN("-="),
  STAR_ASSIGN("*="),
  AGGREGATE("<<<"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  SHIFT_LEFT("<<"),
  SHIFT_RIGHT(">>"),
  AND("&&"),
  OR("||"),
  NOT("!"),
  BIT_AND("&"),
  BIT_OR("|"),
  BIT_NOT("~"),
  QUESTION("?"),
  LEFT_PARENTHESIS("("),
  RIGHT_PARENTHESIS(")"),
  LEFT_BRACE("{"),
  RIGHT_BRACE("}"),
  LEFT_BRACKET("["),
  RIGHT_BRACKET("]"),
  COMMA(","),
  SEMICOLON(";"),
  DOUBLE_COLON("::"),
  COLON(":"),
  DOT(".");

  private static final TokenKind[] ALL = values();

  private final String text;

  TokenKind() {
    this("");
  }

  TokenKind(String text) {
    this.text = text;
  }

  /** The token's text, empty where that varies. */
  public String text() {
    return text;
  }

  boolean isKeyword() {
    return compareTo(BREAK) >= 0 && compareTo(WHILE) <= 0;
  }

  /** The keyword of a text, or {@link #NAME}. */
  static TokenKind ofWord(String word) {
    for (int i = BREAK.ordinal(); i <= WHILE.ordinal(); i++) {
      if (ALL[i].text.equals(word)) {
        return ALL[i];
      }
    }
    return NAME;
  }

  /** The longest punctuation at a place in a text; {@link #END_OF_FILE} if there is none. */
  static TokenKind punctuationAt(byte[] bytes, int at) {
    TokenKind longest = END_OF_FILE;
    for (int i = PLUS.ordinal(); i < ALL.length; i++) {
      String text = ALL[i].text;
      if (text.length() > longest.text.length() && startsAt(bytes, at, text)) {
        longest = ALL[i];
      }
    }
    return longest;
  }

  private static boolean startsAt(byte[] bytes, int at, String text) {
    if (at + text.length() > bytes.length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
