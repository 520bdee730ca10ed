package ktap.sources.format;

import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Field;
import ktap.sources.format.CTypes.CType;

/**
 * An expression of a print format, worked out for one event after the other without allocating. It
 * is a number, a text, or data that lies in the event; asked for what it isn't, it gives what C
 * would make of it as far as that can be told from outside.
 */
sealed interface Expression {
  /** The C type of the number, or of one element of the data. */
  CType type();

  /** The number, cut to its type and widened to 64 bits. */
  long number(Payload event);

  /** Appends what {@code %s} prints, at most {@code limit} bytes. */
  default void appendText(Payload event, int limit, ByteText out) {
    long address = number(event);
    int start = out.length();
    if (address == 0) {
      out.append("(null)");
    } else if (!event.names.appendText(address, out)) {
      out.append("0x").appendHex(address);
      return;
    }
    out.cut((int) Math.min(out.length(), (long) start + limit));
  }

  /** Whether it is data in the event, so that the two methods below make sense. */
  default boolean isData() {
    return false;
  }

  /** Whether it is an address of the kernel that can't be known from outside. */
  default boolean isUnknown(Payload event) {
    return false;
  }

  default int dataStart(Payload event) {
    return event.end;
  }

  default int dataLength(Payload event) {
    return 0;
  }

  /** A number that is known beforehand. */
  record Constant(long value, CType type) implements Expression {
    @Override
    public long number(Payload event) {
      return value;
    }
  }

  /** {@code "text"}. */
  @SuppressWarnings("ArrayRecordComponent") // hot path, stays in the package
  record Literal(byte[] text) implements Expression {
    @Override
    public CType type() {
      return CTypes.POINTER;
    }

    @Override
    public long number(Payload event) {
      return 1;
    }

    @Override
    public void appendText(Payload event, int limit, ByteText out) {
      out.append(text, 0, Math.min(limit, text.length));
    }
  }

  /** {@code REC->field} of a scalar. */
  record Scalar(Field field, CType type) implements Expression {
    @Override
    public long number(Payload event) {
      return field.readLong(event.bytes, event.start);
    }
  }

  /** {@code REC->field} of an array, {@code &REC->field}, {@code __get_dynamic_array(field)}. */
  record Data(Field field, CType type) implements Expression {
    @Override
    public long number(Payload event) {
      return 1;
    }

    @Override
    public void appendText(Payload event, int limit, ByteText out) {
      event.appendText(dataStart(event), Math.min(limit, dataLength(event)), out);
    }

    @Override
    public boolean isData() {
      return true;
    }

    @Override
    public int dataStart(Payload event) {
      return field.dataStart(event.bytes, event.start);
    }

    @Override
    public int dataLength(Payload event) {
      int start = dataStart(event);
      boolean open = field.size() == 0;
      int length = open ? event.end - start : field.storedLength(event.bytes, event.start);
      return event.available(start, length);
    }
  }

  /** Data seen as elements of another type: {@code (u32 *)data}. */
  record DataAs(Expression data, CType type) implements Expression {
    @Override
    public long number(Payload event) {
      return 1;
    }

    @Override
    public void appendText(Payload event, int limit, ByteText out) {
      data.appendText(event, limit, out);
    }

    @Override
    public boolean isData() {
      return true;
    }

    @Override
    public int dataStart(Payload event) {
      return data.dataStart(event);
    }

    @Override
    public int dataLength(Payload event) {
      return data.dataLength(event);
    }
  }

  /** {@code data + n}. */
  record DataFrom(Expression data, Expression skipped) implements Expression {
    @Override
    public CType type() {
      return data.type();
    }

    @Override
    public long number(Payload event) {
      return 1;
    }

    @Override
    public void appendText(Payload event, int limit, ByteText out) {
      event.appendText(dataStart(event), Math.min(limit, dataLength(event)), out);
    }

    @Override
    public boolean isData() {
      return true;
    }

    @Override
    public int dataStart(Payload event) {
      return data.dataStart(event) + skippedBytes(event);
    }

    @Override
    public int dataLength(Payload event) {
      return data.dataLength(event) - skippedBytes(event);
    }

    private int skippedBytes(Payload event) {
      long bytes = skipped.number(event) * type().size();
      return (int) Math.max(0, Math.min(bytes, data.dataLength(event)));
    }
  }

  /** {@code data[n]}, {@code *data}. */
  record Element(Expression data, Expression index) implements Expression {
    @Override
    public CType type() {
      return data.type();
    }

    @Override
    public long number(Payload event) {
      long skip = index.number(event) * type().size();
      boolean isThere = skip >= 0 && skip + type().size() <= data.dataLength(event);
      int at = data.dataStart(event) + (int) skip;
      return isThere ? Field.integerAt(event.bytes, at, type().size(), type().signed()) : 0;
    }
  }

  /** {@code __get_dynamic_array_len(field)}. */
  record LengthOf(Data data) implements Expression {
    @Override
    public CType type() {
      return CTypes.INT;
    }

    @Override
    public long number(Payload event) {
      return data.dataLength(event);
    }
  }

  /** {@code (type)operand}. */
  record Cast(Expression operand, CType type) implements Expression {
    @Override
    public long number(Payload event) {
      return type.cut(operand.number(event));
    }
  }

  /** {@code (struct page *)operand}: a number that counts in steps of the structure's size. */
  record Pointer(Expression operand, long step) implements Expression {
    @Override
    public CType type() {
      return CTypes.POINTER;
    }

    @Override
    public long number(Payload event) {
      return operand.number(event);
    }
  }

  /** An address that the kernel computes from its own variables. */
  record UnknownAddress() implements Expression {
    @Override
    public CType type() {
      return CTypes.POINTER;
    }

    @Override
    public long number(Payload event) {
      return -1;
    }

    @Override
    public boolean isUnknown(Payload event) {
      return true;
    }
  }

  /** {@code -a}, {@code ~a}, {@code !a}. */
  record Unary(char operator, Expression operand, CType type) implements Expression {
    @Override
    public long number(Payload event) {
      long value = operand.number(event);
      return switch (operator) {
        case '-' -> type.cut(-value);
        case '~' -> type.cut(~value);
        default -> value == 0 ? 1 : 0;
      };
    }
  }

  /** {@code a + b} and all that is like it. */
  record Binary(BinaryOperator operator, Expression left, Expression right, CType type)
      implements Expression {
    @Override
    public long number(Payload event) {
      return switch (operator) {
        case AND -> left.number(event) != 0 && right.number(event) != 0 ? 1 : 0;
        case OR -> left.number(event) != 0 || right.number(event) != 0 ? 1 : 0;
        default -> operator.apply(left.number(event), right.number(event), type);
      };
    }
  }

  /** {@code condition ? a : b}. */
  record Choice(Expression condition, Expression yes, Expression no, CType type)
      implements Expression {
    @Override
    public long number(Payload event) {
      Expression chosen = chosen(event);
      return chosen.isData() ? chosen.number(event) : type.cut(chosen.number(event));
    }

    @Override
    public void appendText(Payload event, int limit, ByteText out) {
      chosen(event).appendText(event, limit, out);
    }

    @Override
    public boolean isUnknown(Payload event) {
      return chosen(event).isUnknown(event);
    }

    @Override
    public boolean isData() {
      return yes.isData() || no.isData();
    }

    @Override
    public int dataStart(Payload event) {
      return chosen(event).dataStart(event);
    }

    @Override
    public int dataLength(Payload event) {
      return chosen(event).dataLength(event);
    }

    private Expression chosen(Payload event) {
      return condition.number(event) != 0 ? yes : no;
    }
  }

  /** One of the kernel's {@code __print_…} macros: a text made of its arguments. */
  record Printed(Helper helper, List<Expression> arguments, Names table) implements Expression {
    @Override
    public CType type() {
      return CTypes.POINTER;
    }

    @Override
    public long number(Payload event) {
      return 1;
    }

    @Override
    public void appendText(Payload event, int limit, ByteText out) {
      int start = out.length();
      helper.append(arguments, table, event, out);
      out.cut((int) Math.min(out.length(), (long) start + limit));
    }
  }

  /** The pairs {@code { value, "name" }} of a helper; without any for most helpers. */
  @SuppressWarnings("ArrayRecordComponent") // hot path, stays in the package
  record Names(long[] values, byte[][] names) {
    static final Names EMPTY = new Names(new long[0], new byte[0][]);
  }
}
