package ktap.script.text;

import ktap.script.aggregation.Summary;
import ktap.script.text.PrintfFormat.Piece;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.EventTextValue;
import ktap.script.value.EventValue;
import ktap.script.value.KernelAddress;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.StackValue;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * {@code printf}: writes arguments as a format says.
 *
 * <p>As in the original, nil and {@code argstr} under {@code %s} end the text of the call: scripts
 * of the time rely on the line break that ends {@code argstr} there.
 */
public final class PrintfWriter {
  private final ValueText values;
  private final FormatCache formats = new FormatCache();
  private final ByteText digits = new ByteText(64);

  public PrintfWriter(ValueText values) {
    this.values = values;
  }

  /**
   * Appends the text of {@code printf(format, ...)}; the format is in the register {@code base}.
   *
   * @param count registers, the format's included
   * @throws ScriptRuntimeException if the format or an argument is wrong; argument 1 is the format
   */
  public void append(
      ByteText out,
      CallContext context,
      long[] numbers,
      @Nullable Object[] refs,
      int base,
      int count) {
    if (count == 0 || !(refs[base] instanceof ByteString text)) {
      throw new IllegalStateException("the format was checked to be a string");
    }
    PrintfFormat format = formats.get(text);
    int argument = 1;
    for (Piece piece : format.pieces()) {
      switch (piece.conversion()) {
        case Piece.TEXT -> out.append(format.bytes(), piece.from(), piece.to() - piece.from());
        case Piece.WRONG -> throw ScriptRuntimeException.error(piece.mistake());
        default -> {
          if (argument >= count) {
            throw ScriptRuntimeException.error(
                "error: bad argument #"
                    + (argument + 1)
                    + ": (no value): the format asks for more values than were given");
          }
          long number = numbers[base + argument];
          Object ref = refs[base + argument];
          argument++;
          if (!appendOne(out, context, piece, number, ref, argument)) {
            return;
          }
        }
      }
    }
  }

  /** Appends one argument; false if the text of the call ends with it. */
  private boolean appendOne(
      ByteText out,
      CallContext context,
      Piece piece,
      long number,
      @Nullable Object ref,
      int position) {
    switch (piece.conversion()) {
      case 's' -> {
        return appendString(out, context, piece, number, ref, position);
      }
      case 'f', 'e', 'g' -> appendFloat(out, piece, real(number, ref, position));
      case 'p' -> {
        String kernelId = ref instanceof KernelAddress address ? address.kernelId() : "";
        long address = integer(number, ref, position);
        StackText.appendSymbol(out, context.kernelNames(kernelId), address);
      }
      default -> appendInteger(out, piece, integer(number, ref, position));
    }
    return true;
  }

  private static long integer(long number, @Nullable Object ref, int position) {
    if (ref == Tag.INT) {
      return number;
    }
    if (ref == Tag.FLOAT) {
      return (long) Double.longBitsToDouble(number);
    }
    if (ref instanceof KernelAddress address) {
      return address.address();
    }
    if (ref instanceof Summary summary) {
      return summary.count();
    }
    throw wrongType(position, "%d takes a number", ref);
  }

  private static ScriptRuntimeException wrongType(
      int position, String expected, @Nullable Object ref) {
    String found =
        switch (ref) {
          case null -> "nil";
          case Tag _ -> "a number; %d prints it";
          case ByteString _ -> "a string; %s prints it";
          case Boolean _ -> "a boolean; tostring(v) makes a string of any value";
          default -> "something else; tostring(v) makes a string of any value";
        };
    return ScriptRuntimeException.error(
        "error: wrong type of argument " + position + ": " + expected + ", found " + found);
  }

  private static double real(long number, @Nullable Object ref, int position) {
    return ref == Tag.FLOAT ? Double.longBitsToDouble(number) : integer(number, ref, position);
  }

  private boolean appendString(
      ByteText out,
      CallContext context,
      Piece piece,
      long number,
      @Nullable Object ref,
      int position) {
    if (ref instanceof ByteString string) {
      int length = string.length();
      if (piece.precision() >= 0) {
        length = Math.min(length, piece.precision());
      }
      appendPadded(out, piece, string.bytes(), length);
      return true;
    }
    if (ref == null) {
      out.append("nil");
      return false;
    }
    if (ref == EventTextValue.INSTANCE) {
      values.append(out, context, number, ref);
      out.appendByte('\n');
      return false;
    }
    if (ref instanceof StackValue
        || ref instanceof KernelAddress
        || ref instanceof Summary
        || ref instanceof EventValue) {
      digits.clear();
      values.appendKey(digits, context, number, ref);
      appendPadded(out, piece, digits.bytes(), digits.length());
      return true;
    }
    throw wrongType(position, "%s takes a string", ref);
  }

  private static void appendPadded(ByteText out, Piece piece, byte[] bytes, int length) {
    int start = out.length();
    out.append(bytes, 0, length);
    pad(out, piece, start);
  }

  private static void pad(ByteText out, Piece piece, int start) {
    if (piece.isLeft()) {
      out.padRight(start, piece.width(), ' ');
    } else {
      out.padLeft(start, piece.width(), ' ');
    }
  }

  private void appendInteger(ByteText out, Piece piece, long value) {
    int start = out.length();
    if (piece.conversion() == 'c') {
      out.appendByte((int) value);
      pad(out, piece, start);
      return;
    }
    digits.clear();
    switch (piece.conversion()) {
      case 'd', 'i' -> {
        appendSign(out, piece, value < 0);
        digits.appendUnsigned(value < 0 ? -value : value);
      }
      case 'u' -> digits.appendUnsigned(value);
      case 'o' -> {
        if (piece.isAlternate() && value != 0) {
          out.appendByte('0');
        }
        digits.appendOctal(value);
      }
      case 'x' -> {
        out.append(piece.isAlternate() ? "0x" : "");
        digits.appendHex(value);
      }
      default -> {
        out.append(piece.isAlternate() ? "0X" : "");
        digits.appendUpperHex(value);
      }
    }
    appendDigits(out, piece, start);
  }

  private static void appendSign(ByteText out, Piece piece, boolean negative) {
    if (negative) {
      out.appendByte('-');
    } else if (piece.hasPlus()) {
      out.appendByte('+');
    } else if (piece.hasBlank()) {
      out.appendByte(' ');
    }
  }

  /** Appends the digits behind sign and prefix, which stand from {@code start} on. */
  private void appendDigits(ByteText out, Piece piece, int start) {
    int prefix = out.length() - start;
    int wanted = Math.max(piece.precision(), digits.length());
    if (piece.hasZeros() && !piece.isLeft()) {
      wanted = Math.max(wanted, piece.width() - prefix);
    }
    out.appendFill('0', wanted - digits.length()).append(digits);
    pad(out, piece, start);
  }

  private void appendFloat(ByteText out, Piece piece, double value) {
    int start = out.length();
    boolean negative = value < 0 || value == 0 && 1 / value < 0;
    appendSign(out, piece, negative);
    digits.clear();
    double absolute = Math.abs(value);
    int precision = piece.precision() < 0 ? 6 : piece.precision();
    switch (piece.conversion()) {
      case 'f' -> FloatText.appendFixed(digits, absolute, precision, piece.isAlternate());
      case 'e' -> FloatText.appendScientific(digits, absolute, precision, piece.isAlternate());
      default -> FloatText.appendGeneral(digits, absolute, precision, piece.isAlternate());
    }
    int prefix = out.length() - start;
    if (piece.hasZeros() && !piece.isLeft() && Double.isFinite(value)) {
      out.appendFill('0', piece.width() - prefix - digits.length());
    }
    out.append(digits);
    pad(out, piece, start);
  }

  /** The text of a formatted call as a string of its own. */
  public ByteString format(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteText out = new ByteText(64);
    append(out, context, numbers, refs, base, count);
    return ByteString.copy(out.bytes(), 0, out.length());
  }
}
