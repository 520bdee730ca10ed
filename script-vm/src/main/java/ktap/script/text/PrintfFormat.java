package ktap.script.text;

import java.util.Arrays;

/**
 * A format of {@code printf}, taken apart: pieces of plain text and conversions.
 *
 * <pre>
 *  %[flags][width][.precision]conversion      flags - + blank # 0; at most two digits each
 * </pre>
 *
 * <p>What is wrong in a format is a piece as well, so that an error comes in its turn, after the
 * arguments before it were looked at. Immutable.
 */
final class PrintfFormat {
  private static final String FLAGS = "-+ #0";
  private static final int MAX_FLAGS = 5;

  private final byte[] format;
  private final Piece[] pieces;

  private PrintfFormat(byte[] format, Piece[] pieces) {
    this.format = format;
    this.pieces = pieces;
  }

  /**
   * Plain text or a conversion.
   *
   * @param conversion its letter; 0 for plain text, {@value #WRONG} for a mistake
   * @param from first byte of plain text in the format
   * @param to byte behind its last
   * @param precision digits after the point or most bytes of a string; -1 if not given
   * @param mistake what is wrong
   */
  record Piece(
      char conversion, int from, int to, int flags, int width, int precision, String mistake) {
    static final char TEXT = 0;
    static final char WRONG = 1;

    boolean isLeft() {
      return (flags & 1) != 0;
    }

    boolean hasPlus() {
      return (flags & 2) != 0;
    }

    boolean hasBlank() {
      return (flags & 4) != 0;
    }

    boolean isAlternate() {
      return (flags & 8) != 0;
    }

    boolean hasZeros() {
      return (flags & 16) != 0;
    }
  }

  byte[] bytes() {
    return format;
  }

  Piece[] pieces() {
    return pieces;
  }

  static PrintfFormat parse(byte[] format) {
    return new Parser(format).parse();
  }

  private static final class Parser {
    private final byte[] format;
    private Piece[] pieces = new Piece[8];
    private int count;
    private int at;

    Parser(byte[] format) {
      this.format = format;
    }

    PrintfFormat parse() {
      while (at < format.length) {
        int start = at;
        while (at < format.length && format[at] != '%') {
          at++;
        }
        if (at > start) {
          add(new Piece(Piece.TEXT, start, at, 0, 0, -1, ""));
        }
        if (at < format.length && !conversion()) {
          break;
        }
      }
      return new PrintfFormat(format, Arrays.copyOf(pieces, count));
    }

    private void add(Piece piece) {
      if (count == pieces.length) {
        pieces = Arrays.copyOf(pieces, count * 2);
      }
      pieces[count++] = piece;
    }

    private boolean mistake(String message) {
      add(new Piece(Piece.WRONG, 0, 0, 0, 0, -1, message));
      return false;
    }

    private boolean conversion() {
      at++;
      if (letter() == '%') {
        add(new Piece(Piece.TEXT, at, at + 1, 0, 0, -1, ""));
        at++;
        return true;
      }
      int flags = 0;
      int flagCount = 0;
      for (int flag; (flag = FLAGS.indexOf(letter())) >= 0; at++) {
        flags |= 1 << flag;
        flagCount++;
      }
      if (flagCount > MAX_FLAGS) {
        return mistake("error: invalid format (repeated flags)");
      }
      int width = number();
      int precision = -1;
      if (letter() == '.') {
        at++;
        precision = number();
      }
      char letter = letter();
      if (letter >= '0' && letter <= '9') {
        return mistake("error: invalid format (width or precision too long)");
      }
      if ("cdiouxXpsfeg".indexOf(letter) < 0 || at >= format.length) {
        String found = at >= format.length ? "" : String.valueOf(letter);
        return mistake("error: invalid option '%" + found + "' to 'format'");
      }
      add(new Piece(letter, 0, 0, flags, width, precision, ""));
      at++;
      return true;
    }

    /** The byte that stands here; 1, which is no part of any format, at the end. */
    private char letter() {
      return at < format.length ? (char) (format[at] & 0xff) : 1;
    }

    private int number() {
      int number = 0;
      for (int digits = 0; digits < 2 && letter() >= '0' && letter() <= '9'; digits++) {
        number = number * 10 + letter() - '0';
        at++;
      }
      return number;
    }
  }
}
