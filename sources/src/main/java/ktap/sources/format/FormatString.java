package ktap.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.format.Expression.Constant;

/**
 * A format string with its arguments, ready to print one event after the other, as the kernel's
 * {@code vsnprintf} does (lib/vsprintf.c, Documentation/core-api/printk-formats.rst).
 */
final class FormatString {
  private final List<Piece> pieces;

  private FormatString(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  void append(Payload event, ByteText out) {
    for (int i = 0; i < pieces.size(); i++) {
      pieces.get(i).append(event, out);
    }
  }

  static FormatString compile(byte[] format, List<Expression> arguments) {
    return new FormatString(new Compiler(format, arguments).pieces());
  }

  /** A part of the format: text that stands for itself, or a conversion. */
  sealed interface Piece {
    void append(Payload event, ByteText out);
  }

  @SuppressWarnings("ArrayRecordComponent") // hot path, stays in the package
  record Verbatim(byte[] text) implements Piece {
    @Override
    public void append(Payload event, ByteText out) {
      out.append(text);
    }
  }

  /** {@code %c}. */
  record Letter(Layout layout, Expression argument) implements Piece {
    @Override
    public void append(Payload event, ByteText out) {
      int start = out.length();
      out.appendByte((int) argument.number(event));
      layout.fill(start, event, out);
    }
  }

  /** {@code %s}. */
  record Words(Layout layout, Expression argument) implements Piece {
    @Override
    public void append(Payload event, ByteText out) {
      int start = out.length();
      int limit = layout.precision(event);
      argument.appendText(event, limit < 0 ? Integer.MAX_VALUE : limit, out);
      layout.fill(start, event, out);
    }
  }

  /** {@code %p} and its many forms. */
  record Address(Layout layout, PointerFormat form, String options, Expression argument)
      implements Piece {
    @Override
    public void append(Payload event, ByteText out) {
      int start = out.length();
      form.append(argument, options, layout.width(event), event, out);
      if (form.isPadded) {
        layout.fill(start, event, out);
      }
    }
  }

  /**
   * {@code %d %u %x %o}.
   *
   * @param size bytes of the C type that the letters before the conversion name
   */
  record Digits(Layout layout, char conversion, int size, Expression argument) implements Piece {
    @Override
    public void append(Payload event, ByteText out) {
      boolean isSigned = conversion == 'd';
      long value = new CTypes.CType(size, isSigned).cut(argument.number(event));
      int start = out.length();
      appendSign(isSigned && value < 0, out);
      appendPrefix(value, out);
      int digitsStart = out.length();
      appendDigits(isSigned && value < 0 ? -value : value, out);
      int precision = layout.precision(event);
      out.padLeft(digitsStart, precision, '0');
      if (layout.zeros() && !layout.left() && precision < 0) {
        out.padLeft(digitsStart, layout.width(event) - (digitsStart - start), '0');
      }
      layout.fill(start, event, out);
    }

    private void appendSign(boolean isNegative, ByteText out) {
      if (isNegative) {
        out.appendByte('-');
      } else if (conversion == 'd' && (layout.plus() || layout.space())) {
        out.appendByte(layout.plus() ? '+' : ' ');
      }
    }

    private void appendPrefix(long value, ByteText out) {
      if (layout.alternate() && (conversion == 'x' || conversion == 'X')) {
        out.append(conversion == 'x' ? "0x" : "0X");
      } else if (layout.alternate() && conversion == 'o' && value != 0) {
        out.appendByte('0');
      }
    }

    private void appendDigits(long value, ByteText out) {
      switch (conversion) {
        case 'x' -> out.appendHex(value);
        case 'X' -> out.appendUpperHex(value);
        case 'o' -> out.appendOctal(value);
        default -> out.appendUnsigned(value);
      }
    }
  }

  /**
   * Flags, width and precision of a conversion.
   *
   * @param width from an argument, negative means left
   * @param precision constant -1 if there is none
   */
  record Layout(
      boolean left,
      boolean plus,
      boolean space,
      boolean alternate,
      boolean zeros,
      boolean hasWidth,
      Expression width,
      Expression precision) {
    /** The width without its sign; -1 if there is none. */
    int width(Payload event) {
      return !hasWidth ? -1 : (int) Math.min(Math.abs(width.number(event)), 1 << 15);
    }

    int precision(Payload event) {
      return (int) Math.max(-1, Math.min(precision.number(event), 1 << 15));
    }

    /** Fills what was written since {@code start} up to the width. */
    void fill(int start, Payload event, ByteText out) {
      if (!hasWidth) {
        return;
      }
      if (left || width.number(event) < 0) {
        out.padRight(start, width(event), ' ');
      } else {
        out.padLeft(start, width(event), ' ');
      }
    }
  }

  private static final Expression NONE = new Constant(-1, CTypes.INT);

  /** Takes a format string apart, each conversion with the arguments that it eats. */
  private static final class Compiler {
    private final byte[] format;
    private final List<Expression> arguments;
    private final List<Piece> pieces = new ArrayList<>();
    private final ByteText text = new ByteText();
    private int at;
    private int used;

    Compiler(byte[] format, List<Expression> arguments) {
      this.format = format;
      this.arguments = arguments;
    }

    List<Piece> pieces() {
      while (at < format.length) {
        byte b = format[at++];
        if (b != '%') {
          text.appendByte(b);
        } else if (current() == '%') {
          text.appendByte('%');
          at++;
        } else {
          flushText();
          pieces.add(conversion());
        }
      }
      flushText();
      return pieces;
    }

    private void flushText() {
      if (!text.isEmpty()) {
        pieces.add(new Verbatim(text.toBytes()));
        text.clear();
      }
    }

    private Piece conversion() {
      int start = at;
      Layout layout = layout();
      int size = size();
      char letter = current();
      at++;
      return switch (letter) {
        case 'c' -> new Letter(layout, next());
        case 's' -> new Words(layout, next());
        case 'd', 'i' -> new Digits(layout, 'd', size, next());
        case 'u', 'x', 'X', 'o' -> new Digits(layout, letter, size, next());
        case 'p' -> address(layout);
        default ->
            throw new PrintFormatParser.NotPossible(
                "has an unknown conversion '%"
                    + new String(format, start, Math.min(at, format.length) - start, UTF_8)
                    + "'");
      };
    }

    private Piece address(Layout layout) {
      int start = at;
      while (Character.isLetterOrDigit(current())) {
        at++;
      }
      String letters = new String(format, start, at - start, UTF_8);
      // the kernel skips all of them, whether it knows them or not
      return new Address(layout, PointerFormat.of(letters), letters, next());
    }

    private Layout layout() {
      int start = at;
      while ("-+ #0".indexOf(current()) >= 0) {
        at++;
      }
      String flags = new String(format, start, at - start, UTF_8);
      boolean hasWidth = current() == '*' || Character.isDigit(current());
      Expression width = amount(NONE);
      Expression precision = NONE;
      if (current() == '.') {
        at++;
        precision = amount(new Constant(0, CTypes.INT));
      }
      return new Layout(
          flags.indexOf('-') >= 0,
          flags.indexOf('+') >= 0,
          flags.indexOf(' ') >= 0,
          flags.indexOf('#') >= 0,
          flags.indexOf('0') >= 0,
          hasWidth,
          width,
          precision);
    }

    private Expression amount(Expression none) {
      if (current() == '*') {
        at++;
        return next();
      }
      int start = at;
      int value = 0;
      while (current() >= '0' && current() <= '9') {
        value = Math.min(value * 10 + current() - '0', 1 << 15);
        at++;
      }
      return at == start ? none : new Constant(value, CTypes.INT);
    }

    /** Bytes of the number that the length letters name. */
    private int size() {
      int start = at;
      while ("hlLqjzt".indexOf(current()) >= 0) {
        at++;
      }
      String letters = new String(format, start, at - start, UTF_8);
      return switch (letters) {
        case "" -> 4;
        case "h" -> 2;
        case "hh" -> 1;
        default -> 8;
      };
    }

    private Expression next() {
      if (used == arguments.size()) {
        throw new PrintFormatParser.NotPossible("has fewer arguments than conversions");
      }
      return arguments.get(used++);
    }

    private char current() {
      return at < format.length ? (char) format[at] : '\uffff';
    }
  }
}
