package ktap.sources.format;

import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Field.Kind;

/**
 * Reads a tracefs {@code format} file (Documentation/trace/events.rst). The common fields, the same
 * in all events, are left out.
 *
 * <pre>{@code
 * EventType type = FormatFile.parse(new EventName("sched", "sched_switch"), text);
 * }</pre>
 *
 * <p>The file tells size and sign of what is stored. Two things it doesn't tell are taken from the
 * name of the C type: the size of an array's elements, and what counts of the 8-byte register that
 * a system call's argument is stored in.
 */
public final class FormatFile {
  private static final String DATA_LOCATOR = "__data_loc ";
  private static final String RELATIVE_LOCATOR = "__rel_loc ";

  /** An event lies in one page of the kernel's ring, and none has more. */
  private static final int MOST_BYTES = 1 << 16;

  private final EventName name;
  private final List<Field> fields = new ArrayList<>();
  private int bitsUsed;

  private FormatFile(EventName name) {
    this.name = name;
  }

  /**
   * @throws FormatException if the text isn't that of a format file
   */
  public static EventType parse(EventName name, String text) {
    return new FormatFile(name).parse(text);
  }

  /** The same where the name of the event is taken from the text, as in trace files. */
  public static EventType parse(String system, String text) {
    return parse(new EventName(system, lineAfter(text, "name: ", system + ":?")), text);
  }

  private EventType parse(String text) {
    int id = number(lineAfter(text, "ID: ", name.toString()), "ID: ");
    int at = 0;
    while (at < text.length()) {
      int end = endOfLine(text, at);
      int start = skipBlanks(text, at, end);
      if (text.startsWith("field:", start)) {
        addField(text.substring(start, end));
      } else if (text.startsWith("print fmt: ", start)) {
        return new EventType(name, id, fields, text.substring(start + 11).strip());
      }
      at = end + 1;
    }
    return new EventType(name, id, fields, "");
  }

  private static String lineAfter(String text, String key, String event) {
    int at = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
    if (!text.startsWith(key, at)) {
      throw new FormatException("the format of " + event + " has no line '" + key.strip() + "'");
    }
    return text.substring(at + key.length(), endOfLine(text, at)).strip();
  }

  /** Reads {@code field:TYPE NAME; offset:N; size:N; signed:N;}. */
  private void addField(String line) {
    int semicolon = line.indexOf(';');
    if (semicolon < 0) {
      throw wrong(line);
    }
    int offset = part(line, "offset:");
    int size = part(line, "size:");
    if (offset < 0 || size < 0 || (long) offset + size > MOST_BYTES) {
      throw wrong(line);
    }
    boolean signed = line.contains("signed:") && part(line, "signed:") != 0;
    String declaration = line.substring("field:".length(), semicolon).strip();
    if (!Declaration.nameOf(declaration).startsWith("common_")) {
      fields.add(field(declaration, offset, size, signed));
    }
  }

  private Field field(String declaration, int offset, int size, boolean signed) {
    if (declaration.startsWith(DATA_LOCATOR)) {
      String rest = declaration.substring(DATA_LOCATOR.length());
      return dynamic(rest, offset, size, signed, Kind.DYNAMIC_TEXT, Kind.DYNAMIC_ARRAY);
    }
    if (declaration.startsWith(RELATIVE_LOCATOR)) {
      String rest = declaration.substring(RELATIVE_LOCATOR.length());
      return dynamic(rest, offset, size, signed, Kind.RELATIVE_TEXT, Kind.RELATIVE_ARRAY);
    }
    int colon = declaration.indexOf(':');
    if (colon > 0) {
      return bitField(declaration, colon, offset, size, signed);
    }
    Declaration parts = Declaration.parse(declaration);
    return parts.isArray()
        ? array(parts, offset, size, signed)
        : scalar(parts, offset, size, signed);
  }

  /** {@code char[] name}, {@code u64[] name}, {@code cpumask_t name}: locators of 4 bytes. */
  private static Field dynamic(
      String declaration, int offset, int size, boolean signed, Kind text, Kind array) {
    Declaration parts = Declaration.parse(declaration);
    String element = parts.elementType();
    CTypes.CType type = CTypes.of(element, new CTypes.CType(1, signed));
    Kind kind = element.equals("char") ? text : array;
    return new Field(
        parts.name(), parts.type(), kind, offset, size, type.size(), type.signed(), 0, 0);
  }

  /** {@code unsigned int name:3}: bits in the order of declaration, from the lowest one on. */
  private Field bitField(String declaration, int colon, int offset, int size, boolean signed) {
    Declaration parts = Declaration.parse(declaration.substring(0, colon).strip());
    int bits = number(declaration.substring(colon + 1).strip(), declaration);
    Field before = fields.isEmpty() ? null : fields.getLast();
    boolean continues = before != null && before.bitCount() > 0 && before.offset() == offset;
    int first = continues ? bitsUsed : 0;
    bitsUsed = first + bits;
    return new Field(
        parts.name(), parts.type(), Kind.BIT_FIELD, offset, size, size, signed, first, bits);
  }

  private static Field array(Declaration parts, int offset, int size, boolean signed) {
    String element = parts.elementType();
    boolean isText = element.equals("char") || element.equals("const char");
    Kind kind = isText ? Kind.TEXT : CTypes.isStructure(element) ? Kind.OPAQUE : Kind.ARRAY;
    int elementSize = isText ? 1 : CTypes.of(element, guess(parts, size, signed)).size();
    return new Field(parts.name(), parts.type(), kind, offset, size, elementSize, signed, 0, 0);
  }

  /** An element type that isn't known by name: by the number in the brackets. */
  private static CTypes.CType guess(Declaration parts, int size, boolean signed) {
    int count = parts.elementCount();
    int each = count > 0 && size % count == 0 ? size / count : 1;
    boolean isInteger = each == 1 || each == 2 || each == 4 || each == 8;
    return new CTypes.CType(isInteger ? each : 1, signed);
  }

  private Field scalar(Declaration parts, int offset, int size, boolean signed) {
    String type = parts.type();
    boolean isNumber = size == 1 || size == 2 || size == 4 || size == 8;
    if (!isNumber || CTypes.isStructure(type)) {
      return new Field(parts.name(), type, Kind.OPAQUE, offset, size, 1, false, 0, 0);
    }
    CTypes.CType stored = new CTypes.CType(size, signed);
    CTypes.CType counts = isRegister(size) ? CTypes.of(type, stored) : stored;
    return new Field(
        parts.name(), type, Kind.INTEGER, offset, size, counts.size(), counts.signed(), 0, 0);
  }

  private boolean isRegister(int size) {
    return size == 8 && name.system().equals("syscalls") && name.name().startsWith("sys_enter_");
  }

  private int part(String line, String key) {
    int at = line.indexOf(key);
    // "signed:" is also the end of a type's name, but never behind the first semicolon
    int from = at < 0 ? -1 : line.indexOf(key, line.indexOf(';'));
    if (from < 0) {
      throw wrong(line);
    }
    int end = line.indexOf(';', from);
    return number(line.substring(from + key.length(), end < 0 ? line.length() : end), line);
  }

  private int number(String digits, String where) {
    try {
      return Integer.parseInt(digits.strip());
    } catch (NumberFormatException e) {
      throw wrong(where);
    }
  }

  private FormatException wrong(String line) {
    return new FormatException(
        "the format of " + name + " has a line that can't be read: '" + line.strip() + "'");
  }

  private static int endOfLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private static int skipBlanks(String text, int from, int end) {
    int at = from;
    while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
