package ktap.sources.ring;

/**
 * Where the parts of a page's header lie, as tracefs tells in {@code events/header_page}.
 *
 * @param timestampOffset where the time of the first event lies, 8 bytes
 * @param commitOffset where the number of bytes in use lies, with flags above it
 * @param commitSize 8 bytes from a 64-bit kernel, 4 from a 32-bit one
 * @param dataOffset where the events begin
 */
public record PageLayout(int timestampOffset, int commitOffset, int commitSize, int dataOffset) {
  /** That of every 64-bit kernel so far. */
  public static final PageLayout USUAL = new PageLayout(0, 8, 8, 16);

  /**
   * Reads the text of {@code events/header_page}.
   *
   * @throws IllegalArgumentException if a part is missing
   */
  public static PageLayout parse(String headerPage) {
    return new PageLayout(
        number(headerPage, " timestamp;", "offset:"),
        number(headerPage, " commit;", "offset:"),
        number(headerPage, " commit;", "size:"),
        number(headerPage, " data;", "offset:"));
  }

  private static int number(String text, String field, String part) {
    int at = text.indexOf(field);
    at = at < 0 ? at : text.indexOf(part, at);
    if (at < 0) {
      throw new IllegalArgumentException(
          "events/header_page tells no " + part + " of the field" + field.replace(";", ""));
    }
    int number = 0;
    for (int i = at + part.length(); i < text.length() && isDigit(text.charAt(i)); i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
