package ktap.sources.flow;

/**
 * Shell patterns over short names: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}, and a
 * backslash before a character that stands for itself.
 */
public final class Glob {
  private Glob() {}

  public static boolean isGlob(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '?' || c == '[' || c == '\\') {
        return true;
      }
    }
    return false;
  }

  /** Whether the whole text fits the pattern. Takes time in proportion to both lengths. */
  public static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      int step =
          p < pattern.length() && pattern.charAt(p) != '*' ? one(pattern, p, text.charAt(t)) : 0;
      if (step > 0) {
        p += step;
        t++;
      } else if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
      } else if (star >= 0) {
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** How many characters of the pattern the character used up; 0 if it doesn't fit. */
  private static int one(String pattern, int p, char c) {
    char first = pattern.charAt(p);
    if (first == '?') {
      return 1;
    }
    if (first == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? 2 : 0;
    }
    int end = first == '[' ? pattern.indexOf(']', p + 2) : -1;
    if (end < 0) {
      return first == c ? 1 : 0;
    }
    boolean negated = pattern.charAt(p + 1) == '!' || pattern.charAt(p + 1) == '^';
    return inSet(pattern, negated ? p + 2 : p + 1, end, c) != negated ? end + 1 - p : 0;
  }

  private static boolean inSet(String pattern, int from, int end, char c) {
    for (int i = from; i < end; i++) {
      if (i + 2 < end && pattern.charAt(i + 1) == '-') {
        if (pattern.charAt(i) <= c && c <= pattern.charAt(i + 2)) {
          return true;
        }
        i += 2;
      } else if (pattern.charAt(i) == c) {
        return true;
      }
    }
    return false;
  }
}
