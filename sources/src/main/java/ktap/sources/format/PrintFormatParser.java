package ktap.sources.format;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.KernelNames;
import ktap.sources.format.CTypes.CType;
import ktap.sources.format.Expression.Binary;
import ktap.sources.format.Expression.Cast;
import ktap.sources.format.Expression.Choice;
import ktap.sources.format.Expression.Constant;
import ktap.sources.format.Expression.Data;
import ktap.sources.format.Expression.DataAs;
import ktap.sources.format.Expression.DataFrom;
import ktap.sources.format.Expression.Element;
import ktap.sources.format.Expression.LengthOf;
import ktap.sources.format.Expression.Literal;
import ktap.sources.format.Expression.Names;
import ktap.sources.format.Expression.Pointer;
import ktap.sources.format.Expression.Printed;
import ktap.sources.format.Expression.Scalar;
import ktap.sources.format.Expression.Unary;
import ktap.sources.format.Expression.UnknownAddress;

/**
 * Reads the text behind {@code print fmt:}, a format string and C expressions over the event's
 * fields.
 *
 * <pre>
 * print      = string { "," choice }
 * choice     = binary [ "?" choice ":" choice ]
 * binary     = unary { operator unary }
 * unary      = ( "-" | "~" | "!" | "+" | "&amp;" | "*" | "(" type ")" ) unary | postfix
 * postfix    = primary { "[" choice "]" }
 * primary    = "(" choice ")" | "REC->" name | number | character | string { string }
 *            | "sizeof" "(" type ")" | macro "(" arguments ")" | name
 * </pre>
 */
final class PrintFormatParser {
  /** What a print format has that can't be worked out here; the message is a clause. */
  static final class NotPossible extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotPossible(String message) {
      super(message, null, false, false);
    }
  }

  private final EventType type;
  private final KernelNames names;
  private final String text;
  private int at;
  private boolean isCastToPointer;

  private PrintFormatParser(EventType type, KernelNames names) {
    this.type = type;
    this.names = names;
    this.text = type.printFormat();
  }

  /**
   * @throws NotPossible if there is something in it that only the kernel can work out
   */
  static FormatString parse(EventType type, KernelNames names) {
    return new PrintFormatParser(type, names).print();
  }

  private FormatString print() {
    byte[] format = string();
    List<Expression> arguments = new ArrayList<>();
    while (accept(",")) {
      arguments.add(choice());
    }
    skipBlanks();
    if (at < text.length()) {
      throw unexpected();
    }
    return FormatString.compile(format, arguments);
  }

  private Expression choice() {
    Expression condition = binary(BinaryOperator.LOOSEST);
    if (!accept("?")) {
      return condition;
    }
    Expression yes = choice();
    expect(":");
    Expression no = choice();
    return new Choice(condition, yes, no, yes.type().with(no.type()));
  }

  private Expression binary(int loosest) {
    Expression left = unary();
    while (true) {
      skipBlanks();
      BinaryOperator operator = BinaryOperator.at(text, at);
      if (operator == null || operator.precedence < loosest) {
        return left;
      }
      at += operator.symbol.length();
      left = combine(operator, left, binary(operator.precedence + 1));
    }
  }

  private static Expression combine(BinaryOperator operator, Expression left, Expression right) {
    if (operator == BinaryOperator.ADD && left.isData()) {
      return new DataFrom(left, right);
    }
    if (left instanceof UnknownAddress) {
      return left;
    }
    if (left instanceof Pointer pointer && operator == BinaryOperator.ADD) {
      if (pointer.step() == 0) {
        throw new NotPossible("computes with the address of a structure of unknown size");
      }
      Expression step = new Constant(pointer.step(), CTypes.LONG);
      Expression skipped = new Binary(BinaryOperator.MULTIPLY, right, step, CTypes.LONG);
      return new Binary(operator, pointer.operand(), skipped, CTypes.POINTER);
    }
    CType worked = operator.typeFor(left.type(), right.type());
    boolean isTruth =
        operator.isComparison() || operator.precedence <= BinaryOperator.AND.precedence;
    Expression both = new Binary(operator, left, right, worked);
    return isTruth ? new Cast(both, CTypes.INT) : both;
  }

  private Expression unary() {
    skipBlanks();
    char c = current();
    return switch (c) {
      case '-', '~' -> {
        Expression operand = operand();
        yield new Unary(c, operand, operand.type().promoted());
      }
      case '!' -> new Unary(c, operand(), CTypes.INT);
      case '+' -> operand();
      case '&' -> addressOf(operand());
      case '*' -> new Element(dataOf(operand()), new Constant(0, CTypes.INT));
      case '(' -> castOrPostfix();
      default -> postfix();
    };
  }

  private Expression operand() {
    at++;
    return unary();
  }

  private Expression castOrPostfix() {
    int before = at++;
    String castType = typeName();
    if (castType.isEmpty() || !accept(")")) {
      at = before;
      return postfix();
    }
    isCastToPointer = castType.endsWith("*");
    Expression operand = unary();
    isCastToPointer = false;
    return cast(castType, operand);
  }

  private Expression cast(String castType, Expression operand) {
    if (CTypes.isStructure(castType)) {
      throw new NotPossible("casts to " + castType);
    }
    if (!castType.endsWith("*")) {
      return new Cast(operand, CTypes.of(castType, operand.type()));
    }
    if (operand instanceof UnknownAddress) {
      return operand;
    }
    String pointee = castType.substring(0, castType.length() - 1).strip();
    if (operand.isData()) {
      return new DataAs(operand, CTypes.of(pointee, CTypes.BYTE));
    }
    if (CTypes.isStructure(pointee)) {
      OptionalLong size = names.constant("sizeof(" + pointee + ")");
      return new Pointer(operand, size.orElse(0));
    }
    boolean isPointer = operand.type().equals(CTypes.POINTER);
    return isPointer ? operand : new Cast(operand, CTypes.POINTER);
  }

  private static Expression addressOf(Expression operand) {
    return switch (operand) {
      case Scalar scalar -> new Data(scalar.field(), scalar.type());
      case Element element -> new DataFrom(element.data(), element.index());
      default -> dataOf(operand);
    };
  }

  private static Expression dataOf(Expression operand) {
    if (!operand.isData()) {
      throw new NotPossible("reads memory of the kernel");
    }
    return operand;
  }

  private Expression postfix() {
    Expression operand = primary();
    while (accept("[")) {
      Expression index = choice();
      expect("]");
      operand = new Element(dataOf(operand), index);
    }
    skipBlanks();
    if (current() == '.' || text.startsWith("->", at)) {
      throw new NotPossible("reads a member of a structure");
    }
    return operand;
  }

  private Expression primary() {
    skipBlanks();
    char c = current();
    if (text.startsWith("REC->", at) || text.startsWith("(REC)->", at)) {
      at = text.indexOf('>', at) + 1;
      return field(name());
    }
    if (c == '(') {
      at++;
      Expression inner = choice();
      expect(")");
      return inner;
    }
    if (c == '"') {
      return new Literal(string());
    }
    if (c == '\'') {
      return character();
    }
    if (c >= '0' && c <= '9') {
      return number();
    }
    if (c == '{') {
      throw new NotPossible("has statements of C");
    }
    return named(name());
  }

  private Expression field(String fieldName) {
    Field field =
        type.field(fieldName)
            .orElseThrow(() -> new NotPossible("uses an unknown field '" + fieldName + "'"));
    CType element = new CType(field.valueSize(), field.signed());
    return field.isInteger() ? new Scalar(field, element) : new Data(field, element);
  }

  private Expression named(String name) {
    if (!accept("(")) {
      return constant(name);
    }
    if (name.startsWith("__get_")) {
      return getter(name);
    }
    Helper helper = Helper.named(name);
    if (helper != null) {
      return printed(helper);
    }
    return switch (name) {
      case "sizeof" -> sizeOf();
      case "__builtin_expect" -> expected();
      case "__builtin_choose_expr", "__builtin_constant_p", "typeof" ->
          throw new NotPossible("uses " + name + "()");
      case "__print_ns_to_secs" -> overSecond(BinaryOperator.DIVIDE);
      case "__print_ns_without_secs" -> overSecond(BinaryOperator.REMAINDER);
      default -> throw new NotPossible("calls the kernel's function " + name + "()");
    };
  }

  private Expression constant(String name) {
    OptionalLong value = names.constant(name);
    if (value.isEmpty() && isCastToPointer && Character.isLowerCase(name.charAt(0))) {
      return new UnknownAddress();
    }
    if (value.isEmpty()) {
      throw new NotPossible("uses the kernel's name " + name + ", whose value isn't known");
    }
    long number = value.getAsLong();
    return new Constant(number, number == (int) number ? CTypes.INT : CTypes.LONG);
  }

  private Expression getter(String macro) {
    Helper helper = Helper.named(macro);
    String fieldName = name();
    expect(")");
    if (!(field(fieldName) instanceof Data data)) {
      throw new NotPossible("takes the scalar '" + fieldName + "' for an array");
    }
    if (helper != null) {
      return new Printed(helper, List.of(data), Names.EMPTY);
    }
    return switch (macro) {
      case "__get_str", "__get_rel_str", "__get_dynamic_array", "__get_rel_dynamic_array" -> data;
      case "__get_sockaddr", "__get_rel_sockaddr" -> data;
      case "__get_dynamic_array_len", "__get_rel_dynamic_array_len" -> new LengthOf(data);
      default -> throw new NotPossible("calls the kernel's macro " + macro + "()");
    };
  }

  private Expression printed(Helper helper) {
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < helper.arguments; i++) {
      if (i > 0) {
        expect(",");
      }
      arguments.add(i == 0 && helper == Helper.DYNAMIC_ARRAY ? field(name()) : choice());
    }
    Names table = helper.hasTable ? table() : Names.EMPTY;
    expect(")");
    return new Printed(helper, List.copyOf(arguments), table);
  }

  /** {@code { , { value, "name" } }}, up to a pair without a name. */
  private Names table() {
    List<Long> values = new ArrayList<>();
    List<byte[]> texts = new ArrayList<>();
    Payload none = new Payload(names);
    boolean isEnded = false;
    while (accept(",")) {
      expect("{");
      if (accept("}")) {
        continue;
      }
      long value = choice().number(none);
      expect(",");
      Expression name = choice();
      expect("}");
      isEnded |= !(name instanceof Literal);
      if (!isEnded && name instanceof Literal(byte[] bytes)) {
        values.add(value);
        texts.add(bytes);
      }
    }
    long[] numbers = new long[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i);
    }
    return new Names(numbers, texts.toArray(new byte[0][]));
  }

  private Expression expected() {
    Expression value = choice();
    expect(",");
    choice();
    expect(")");
    return value;
  }

  private Expression overSecond(BinaryOperator operator) {
    Expression nanos = choice();
    expect(")");
    Expression second = new Constant(1_000_000_000, CTypes.UNSIGNED_LONG);
    return new Binary(operator, nanos, second, CTypes.UNSIGNED_LONG);
  }

  private Expression sizeOf() {
    int start = at;
    String measured = typeName();
    if (measured.isEmpty() || !accept(")")) {
      throw new NotPossible("uses sizeof of an expression");
    }
    CType known = CTypes.of(measured, new CType(0, false));
    long size =
        known.size() > 0 ? known.size() : names.constant("sizeof(" + measured + ")").orElse(0);
    if (size == 0) {
      throw new NotPossible("uses sizeof(" + text.substring(start, at) + ", which isn't known");
    }
    return new Constant(size, CTypes.UNSIGNED_LONG);
  }

  /** The name of a type, if one stands here; empty, and nothing read, if not. */
  private String typeName() {
    int before = at;
    StringBuilder words = new StringBuilder();
    while (true) {
      skipBlanks();
      int start = at;
      while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        break;
      }
      words.append(words.isEmpty() ? "" : " ").append(text, start, at);
    }
    String base = words.toString();
    boolean isPointer = false;
    while (accept("*")) {
      words.append(isPointer ? "*" : " *");
      isPointer = true;
      accept("const");
    }
    boolean isType = isTypeName(base, isPointer);
    if (!isType) {
      at = before;
    }
    return isType ? words.toString() : "";
  }

  private boolean isTypeName(String base, boolean isPointer) {
    if (base.isEmpty() || Character.isDigit(base.charAt(0)) || base.equals("REC")) {
      return false;
    }
    skipBlanks();
    boolean closes = current() == ')';
    return closes && (isPointer || base.indexOf(' ') > 0 || CTypes.isTypeName(base));
  }

  private Expression number() {
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    int end = at;
    int longs = 0;
    boolean isUnsigned = false;
    for (char c = last(end); c == 'u' || c == 'l'; c = last(--end)) {
      isUnsigned |= c == 'u';
      longs += c == 'l' ? 1 : 0;
    }
    String digits = text.substring(start, end);
    boolean isDecimal = digits.equals("0") || digits.charAt(0) != '0';
    long value = value(digits);
    return new Constant(value, literalType(value, isDecimal, isUnsigned, longs > 0));
  }

  private char last(int end) {
    return Character.toLowerCase(text.charAt(end - 1));
  }

  private long value(String digits) {
    try {
      if (digits.startsWith("0x") || digits.startsWith("0X")) {
        return Long.parseUnsignedLong(digits.substring(2), 16);
      }
      boolean isOctal = digits.length() > 1 && digits.charAt(0) == '0';
      return Long.parseUnsignedLong(digits, isOctal ? 8 : 10);
    } catch (NumberFormatException e) {
      throw new NotPossible("has a number that can't be read: " + digits);
    }
  }

  private static CType literalType(
      long value, boolean isDecimal, boolean isUnsigned, boolean isLong) {
    boolean fitsInt = value >= 0 && value <= Integer.MAX_VALUE;
    boolean fitsUnsigned = value >= 0 && value <= 0xffffffffL;
    if (!isLong && fitsInt) {
      return isUnsigned ? CTypes.UNSIGNED_INT : CTypes.INT;
    }
    if (!isLong && fitsUnsigned && (isUnsigned || !isDecimal)) {
      return CTypes.UNSIGNED_INT;
    }
    return isUnsigned || value < 0 ? CTypes.UNSIGNED_LONG : CTypes.LONG;
  }

  private Expression character() {
    at++;
    ByteText one = new ByteText();
    escaped(one);
    if (current() != '\'') {
      throw unexpected();
    }
    at++;
    return new Constant(one.bytes()[0], CTypes.INT);
  }

  /** One or more strings, which C joins. */
  private byte[] string() {
    ByteText bytes = new ByteText();
    skipBlanks();
    if (current() != '"') {
      throw unexpected();
    }
    while (accept("\"")) {
      while (at < text.length() && text.charAt(at) != '"') {
        escaped(bytes);
      }
      at++;
    }
    return bytes.toBytes();
  }

  private void escaped(ByteText out) {
    char c = current();
    at++;
    if (c != '\\') {
      out.append(String.valueOf(c));
      return;
    }
    char escape = current();
    at++;
    switch (escape) {
      case 'n' -> out.appendByte('\n');
      case 't' -> out.appendByte('\t');
      case 'r' -> out.appendByte('\r');
      case 'x' -> out.appendByte(digits(16, 2));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        out.appendByte(digits(8, 3));
      }
      default -> out.append(String.valueOf(escape));
    }
  }

  private int digits(int radix, int most) {
    int value = 0;
    for (int i = 0; i < most && Character.digit(current(), radix) >= 0; i++) {
      value = value * radix + Character.digit(current(), radix);
      at++;
    }
    return value;
  }

  private String name() {
    skipBlanks();
    int start = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw unexpected();
    }
    return text.substring(start, at);
  }

  private boolean accept(String symbol) {
    skipBlanks();
    boolean found = text.startsWith(symbol, at);
    at += found ? symbol.length() : 0;
    return found;
  }

  private void expect(String symbol) {
    if (!accept(symbol)) {
      throw unexpected();
    }
  }

  private char current() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  private NotPossible unexpected() {
    String rest = text.substring(Math.min(at, text.length()), Math.min(text.length(), at + 20));
    return new NotPossible("can't be read at '" + rest + "'");
  }
}
