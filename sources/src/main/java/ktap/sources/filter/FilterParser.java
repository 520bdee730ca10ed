package ktap.sources.filter;

import ktap.sources.filter.FilterTree.Amount;
import ktap.sources.filter.FilterTree.And;
import ktap.sources.filter.FilterTree.Cpus;
import ktap.sources.filter.FilterTree.Not;
import ktap.sources.filter.FilterTree.Operator;
import ktap.sources.filter.FilterTree.Or;
import ktap.sources.filter.FilterTree.Predicate;
import ktap.sources.filter.FilterTree.Value;
import ktap.sources.filter.FilterTree.Words;

/**
 * Reads a filter.
 *
 * <pre>
 * or        = and { "||" and }
 * and       = not { "&amp;&amp;" not }
 * not       = "!" not | "(" or ")" | predicate
 * predicate = name ( "==" | "!=" | "&lt;=" | "&gt;=" | "&lt;" | "&gt;" | "&amp;" | "~" ) value
 * value     = number | "'" text "'" | '"' text '"' | "CPUS{" list "}" | word
 * </pre>
 */
final class FilterParser {
  private static final int DEEPEST = 200;
  private static final int MOST_COMPARISONS = 1000;
  private static final int CPUS = 8192;

  private final String text;
  private int at;
  private int depth;
  private int comparisons;

  FilterParser(String text) {
    this.text = text;
  }

  FilterTree parse() {
    FilterTree tree = or();
    if (at < text.length()) {
      throw expected("'&&' or '||' between two comparisons");
    }
    return tree;
  }

  private FilterTree or() {
    FilterTree left = and();
    while (accept("||")) {
      left = new Or(left, and());
    }
    return left;
  }

  private FilterTree and() {
    FilterTree left = not();
    while (accept("&&")) {
      left = new And(left, not());
    }
    return left;
  }

  private FilterTree not() {
    if (depth++ > DEEPEST) {
      throw new FilterException("the filter is nested deeper than " + DEEPEST + " levels", at);
    }
    FilterTree tree;
    if (accept("!")) {
      tree = new Not(not());
    } else if (accept("(")) {
      tree = or();
      if (!accept(")")) {
        throw expected("')'");
      }
    } else {
      tree = predicate();
    }
    depth--;
    return tree;
  }

  private FilterTree predicate() {
    skipBlanks();
    if (comparisons++ == MOST_COMPARISONS) {
      throw new FilterException(
          "the filter has more than " + MOST_COMPARISONS + " comparisons", at);
    }
    int start = at;
    while (at < text.length() && (isWordPart(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    if (at == start || Character.isDigit(text.charAt(start))) {
      at = start;
      throw expected("the name of a field");
    }
    String field = text.substring(start, at);
    Operator operator = operator(field);
    return new Predicate(field, operator, value(field, operator), start);
  }

  private Operator operator(String field) {
    for (Operator operator : Operator.values()) {
      if (!text.startsWith("&&", skipBlanks()) && accept(operator.symbol)) {
        return operator;
      }
    }
    throw expected("one of == != < <= > >= & ~ behind '" + field + "'");
  }

  private Value value(String field, Operator operator) {
    skipBlanks();
    char first = at < text.length() ? text.charAt(at) : 0;
    if (first == '"' || first == '\'') {
      int end = text.indexOf(first, at + 1);
      if (end < 0) {
        throw new FilterException("the text that starts here has no closing " + first, at);
      }
      String quoted = text.substring(at + 1, end);
      at = end + 1;
      return new Words(quoted);
    }
    int start = at;
    if (text.startsWith("CPUS{", at)) {
      return cpus();
    }
    while (at < text.length() && isBarePart(text.charAt(at), operator)) {
      at++;
    }
    if (at == start) {
      throw expected("a number or a text to compare '" + field + "' with");
    }
    String word = text.substring(start, at);
    boolean isNumber = Character.isDigit(first) || first == '-' && word.length() > 1;
    return isNumber ? number(word, start) : new Words(word);
  }

  private static Amount number(String word, int start) {
    boolean isNegative = word.startsWith("-");
    String digits = isNegative ? word.substring(1) : word;
    boolean isHex = digits.startsWith("0x") || digits.startsWith("0X");
    boolean isOctal = !isHex && digits.length() > 1 && digits.charAt(0) == '0';
    try {
      long value =
          Long.parseUnsignedLong(
              isHex ? digits.substring(2) : digits, isHex ? 16 : isOctal ? 8 : 10);
      if (isNegative && value < 0 && value != Long.MIN_VALUE) {
        throw new FilterException("'" + word + "' has more than 64 bits", start);
      }
      return new Amount(isNegative ? -value : value, !isNegative && value < 0);
    } catch (NumberFormatException e) {
      throw new FilterException("expected a number or a quoted text, found '" + word + "'", start);
    }
  }

  private Cpus cpus() {
    int start = at;
    int end = text.indexOf('}', at);
    if (end < 0) {
      throw new FilterException("the list of CPUs that starts here has no closing }", at);
    }
    boolean[] set = new boolean[CPUS];
    for (String part : text.substring(at + 5, end).split(",", -1)) {
      int dash = part.indexOf('-');
      int from = cpu(dash < 0 ? part : part.substring(0, dash), start);
      int to = cpu(dash < 0 ? part : part.substring(dash + 1), start);
      for (int cpu = from; cpu <= to; cpu++) {
        set[cpu] = true;
      }
    }
    at = end + 1;
    return new Cpus(set, text.substring(start, at));
  }

  private static int cpu(String digits, int position) {
    try {
      int cpu = Integer.parseInt(digits.strip());
      if (cpu >= 0 && cpu < CPUS) {
        return cpu;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new FilterException(
        "expected numbers of CPUs as in CPUS{0-3,5}, found '" + digits + "'", position);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static boolean isBarePart(char c, Operator operator) {
    boolean isGlobPart = operator == Operator.GLOB && "*?[]!".indexOf(c) >= 0;
    return isWordPart(c) || isGlobPart || "-+.:/@".indexOf(c) >= 0;
  }

  private boolean accept(String symbol) {
    boolean found = text.startsWith(symbol, skipBlanks());
    if (found) {
      at += symbol.length();
      skipBlanks();
    }
    return found;
  }

  private int skipBlanks() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private FilterException expected(String what) {
    skipBlanks();
    String found = at >= text.length() ? "the end of the filter" : "'" + text.substring(at) + "'";
    return new FilterException("expected " + what + ", found " + found, at);
  }
}
