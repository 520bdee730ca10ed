package ktap.sources.format;

/**
 * A C declaration taken apart: {@code const char * name}, {@code u8 name[16]}, {@code u64[] name}.
 *
 * @param type without the name, but with the brackets of an array
 */
record Declaration(String type, String name) {

  static Declaration parse(String text) {
    int bracket = text.endsWith("]") ? text.indexOf('[') : -1;
    int nameEnd = bracket < 0 ? text.length() : bracket;
    int nameStart = nameStart(text, nameEnd);
    String brackets = text.substring(nameEnd);
    return new Declaration(
        text.substring(0, nameStart).strip() + brackets, text.substring(nameStart, nameEnd));
  }

  static String nameOf(String text) {
    int colon = text.indexOf(':');
    return parse(colon < 0 ? text : text.substring(0, colon).strip()).name();
  }

  boolean isArray() {
    return type.endsWith("]") && type.indexOf('[') >= 0;
  }

  String elementType() {
    return isArray() ? type.substring(0, type.indexOf('[')).strip() : type;
  }

  /** The number in the brackets, 0 if there is none that could be read. */
  int elementCount() {
    int count = 0;
    for (int i = type.indexOf('[') + 1; i < type.length() - 1; i++) {
      char c = type.charAt(i);
      if (c < '0' || c > '9' || count > 1_000_000) {
        return 0;
      }
      count = count * 10 + c - '0';
    }
    return count;
  }

  private static int nameStart(String text, int end) {
    int at = end;
    while (at > 0
        && (Character.isLetterOrDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '_')) {
      at--;
    }
    return at;
  }
}
