package ktap.script.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.script.check.CheckedFunction;
import ktap.script.check.Expression;
import ktap.script.check.Variable;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.BinaryOperator;
import ktap.script.syntax.UnaryOperator;
import ktap.script.value.BuiltIn;
import org.jspecify.annotations.Nullable;

/**
 * Compiles expressions: into a register ({@link #into}), into whatever register holds them already
 * ({@link #anywhere}), into jumps ({@link #jumpIf}), or with all their values ({@link #open}).
 */
final class ExpressionCompiler {
  private static final int NO_REGISTER = -1;

  private final Frame frame;
  private final CodeBuilder code;

  ExpressionCompiler(Frame frame) {
    this.frame = frame;
    this.code = frame.code;
  }

  // ---- where values go ----

  /** A register that holds the value: the variable's own, or a new one. */
  int anywhere(Expression expression) {
    if (expression instanceof Expression.Local local && !Frame.isCell(local.variable())) {
      return frame.register(local.variable());
    }
    return next(expression);
  }

  /** The next register, with the value in it. */
  int next(Expression expression) {
    if (expression instanceof Expression.Call call) {
      int register = frame.free();
      int made = call(call);
      frame.release(register);
      frame.take();
      move(call.span(), made, register);
      return register;
    }
    int register = frame.take();
    into(expression, register);
    return register;
  }

  /** Into a variable's register, which the expression itself may read. */
  void intoVariable(Expression expression, int register) {
    boolean writesEarly =
        switch (expression) {
          case Expression.Logical _,
              Expression.Conditional _,
              Expression.TableConstructor _,
              Expression.Single _ ->
              true;
          default -> false;
        };
    if (writesEarly) {
      int free = frame.free();
      int made = next(expression);
      code.add(expression.span(), Op.MOVE, register, made, 0);
      frame.release(free);
    } else {
      into(expression, register);
    }
  }

  /** Puts the value into a register. Registers taken meanwhile are given back. */
  void into(Expression expression, int to) {
    int free = frame.free();
    SourceSpan span = expression.span();
    switch (expression) {
      case Expression.Nil _ -> code.add(span, Op.NIL, to, 1, 0);
      case Expression.BooleanLiteral literal ->
          code.add(span, literal.value() ? Op.TRUE : Op.FALSE, to, 0, 0);
      case Expression.IntegerLiteral literal -> integer(span, literal.value(), to);
      case Expression.FloatLiteral literal ->
          code.add(span, Op.CONST, to, code.constant(literal.value()), 0);
      case Expression.StringLiteral literal ->
          code.add(span, Op.CONST, to, code.constant(literal.value()), 0);
      case Expression.Local local -> local(span, local.variable(), to);
      case Expression.Upvalue upvalue ->
          code.add(
              span,
              Frame.isCell(upvalue.variable()) ? Op.LOAD_UPCELL : Op.UPVALUE,
              to,
              upvalue.index(),
              0);
      case Expression.Global global -> code.add(span, Op.LOAD_GLOBAL, to, global.index(), 0);
      case Expression.BuiltInName builtIn -> builtIn(builtIn, to);
      case Expression.Event event -> event(event, to);
      case Expression.EventArgument argument ->
          code.add(span, Op.ARGUMENT, to, argument.index(), 0);
      case Expression.ComputedArgument argument ->
          code.add(span, Op.COMPUTED_ARGUMENT, to, anywhere(argument.number()), 0);
      case Expression.EventField field ->
          code.add(span, Op.FIELD, to, frame.program.field(field.name()), 0);
      case Expression.CapturedField field ->
          code.add(span, Op.FIELD, to, frame.program.field(field.fieldName()), 0);
      case Expression.Index index -> index(index, to);
      case Expression.CompositeKey key -> compositeKey(key, to);
      case Expression.Call call -> move(span, call(call), to);
      case Expression.MethodCall call -> move(span, methodCall(call), to);
      case Expression.Function function -> function(span, function.function(), to, null);
      case Expression.TableConstructor table -> table(table, to);
      case Expression.Unary unary -> unary(unary, to);
      case Expression.Binary binary -> binary(binary, to);
      case Expression.Logical logical -> logical(logical, to);
      case Expression.Conditional conditional -> conditional(conditional, to);
      case Expression.Varargs _ -> {
        int rest = frame.take();
        code.add(span, Op.REST, rest, 0, 0);
        code.add(span, Op.ADJUST, rest, 1, 0);
        code.add(span, Op.MOVE, to, rest, 0);
      }
      case Expression.Single single -> into(single.inner(), to);
      case Expression.Emit emit -> {
        emit(emit);
        code.add(span, Op.NIL, to, 1, 0);
      }
    }
    frame.release(free);
  }

  private void move(SourceSpan span, int from, int to) {
    if (from != to) {
      code.add(span, Op.MOVE, to, from, 0);
    }
  }

  // ---- names and literals ----

  void integer(SourceSpan span, long value, int to) {
    if (value == (int) value) {
      code.add(span, Op.wide(Op.INT, to, (int) value));
    } else {
      code.add(span, Op.CONST, to, code.constant(value), 0);
    }
  }

  private void local(SourceSpan span, Variable variable, int to) {
    int register = frame.register(variable);
    if (Frame.isCell(variable)) {
      code.add(span, Op.LOAD_CELL, to, register, 0);
    } else {
      move(span, register, to);
    }
  }

  private void builtIn(Expression.BuiltInName name, int to) {
    if (name.name().equals("arg")) {
      code.add(name.span(), Op.LOAD_GLOBAL, to, frame.program.arguments(), 0);
      return;
    }
    Optional<Object> value = frame.program.builtIns().value(name.name());
    code.add(name.span(), Op.CONST, to, code.constant(value.orElse(null)), 0);
  }

  private void event(Expression.Event event, int to) {
    int opcode =
        switch (event.variable()) {
          case EVENT -> Op.EVENT;
          case EVENT_TEXT -> Op.EVENT_TEXT;
          case EVENT_LINE -> Op.EVENT_LINE;
          case EVENT_NAME -> Op.PROBENAME;
          case FIELD_COUNT -> Op.FIELD_COUNT;
          case EVENT_FORMAT -> Op.EVENT_FORMAT;
          case IS_SYSTEM_CALL_ENTRY -> Op.IS_SYSTEM_CALL_ENTRY;
          case SYSTEM_CALL_NUMBER -> Op.ARGUMENT;
          case PID -> Op.PID;
          case TID -> Op.TID;
          case UID -> Op.UID;
          case CPU -> Op.CPU;
          case COMMAND -> Op.EXECNAME;
        };
    code.add(event.span(), opcode, to, 0, 0);
  }

  /** A closure; {@code self} is the variable through which it can call itself. */
  void function(SourceSpan span, CheckedFunction function, int to, @Nullable Variable self) {
    Prototype child = new FunctionCompiler(frame.program, frame, function, self).compile();
    frame.children.add(child);
    code.add(span, Op.CLOSURE, to, frame.children.size() - 1, 0);
  }

  // ---- tables ----

  private void index(Expression.Index index, int to) {
    SourceSpan span = index.span();
    Optional<Object> member = member(index);
    if (member.isPresent()) {
      code.add(span, Op.CONST, to, code.constant(member.get()), 0);
      return;
    }
    int object = anywhere(index.object());
    switch (index.key()) {
      case Expression.StringLiteral literal ->
          code.add(span, Op.GET_FIELD, to, object, code.constant(literal.value()));
      case Expression.IntegerLiteral literal when isSmall(literal.value()) ->
          code.add(span, Op.GET_INT, to, object, (int) literal.value());
      default -> code.add(span, Op.GET, to, object, anywhere(index.key()));
    }
  }

  /** A member of a library table. */
  private Optional<Object> member(Expression.Index index) {
    return index.object() instanceof Expression.BuiltInName table
            && index.key() instanceof Expression.StringLiteral name
        ? frame.program.builtIns().member(table.name(), name.value().toString())
        : Optional.empty();
  }

  private void compositeKey(Expression.CompositeKey key, int to) {
    int first = frame.free();
    for (Expression part : key.parts()) {
      next(part);
    }
    code.add(key.span(), Op.KEY, to, first, key.parts().size());
  }

  /** {@code object[key] = value}. */
  void store(SourceSpan span, int object, Expression key, int value) {
    switch (key) {
      case Expression.StringLiteral literal ->
          code.add(span, Op.SET_FIELD, object, code.constant(literal.value()), value);
      case Expression.IntegerLiteral literal when isSmall(literal.value()) ->
          code.add(span, Op.SET_INT, object, (int) literal.value(), value);
      default -> code.add(span, Op.SET, object, anywhere(key), value);
    }
  }

  private void table(Expression.TableConstructor table, int to) {
    code.add(table.span(), Op.NEW_TABLE, to, 0, 0);
    long position = 1;
    int last = table.entries().size() - 1;
    for (int i = 0; i <= last; i++) {
      int free = frame.free();
      Expression.TableConstructor.Entry entry = table.entries().get(i);
      SourceSpan span = entry.value().span();
      if (entry.key().isPresent()) {
        Expression key = entry.key().get();
        int keyRegister = isConstantKey(key) ? NO_REGISTER : anywhere(key);
        int value = anywhere(entry.value());
        if (keyRegister == NO_REGISTER) {
          store(span, to, key, value);
        } else {
          code.add(span, Op.SET, to, keyRegister, value);
        }
      } else if (i == last && isOpen(entry.value(), false) && isSmall(position)) {
        int first = open(entry.value());
        code.add(span, Op.SET_OPEN, to, first, (int) position);
      } else {
        int value = anywhere(entry.value());
        store(span, to, new Expression.IntegerLiteral(span, position), value);
        position++;
      }
      frame.release(free);
    }
  }

  static boolean isConstantKey(Expression key) {
    return key instanceof Expression.StringLiteral
        || key instanceof Expression.IntegerLiteral literal && isSmall(literal.value());
  }

  static boolean isSmall(long value) {
    return value == (short) value;
  }

  // ---- calls ----

  /** Whether an expression may give another number of values than one, and that counts here. */
  private boolean isOpen(Expression expression, boolean toBuiltIn) {
    return switch (expression) {
      case Expression.Varargs _ -> true;
      case Expression.Call call ->
          known(call.function()).isEmpty() && (toBuiltIn || frame.program.program().givesSeveral());
      case Expression.MethodCall _ -> frame.program.program().givesSeveral();
      default -> false;
    };
  }

  /** Puts all values of a call or {@code ...} into the next registers; gives the first. */
  int open(Expression expression) {
    return switch (expression) {
      case Expression.Varargs rest -> {
        int first = frame.free();
        code.add(rest.span(), Op.REST, first, 0, 0);
        frame.take();
        yield first;
      }
      case Expression.Call call -> call(call, true);
      case Expression.MethodCall call -> methodCall(call, true);
      default -> throw new IllegalStateException("one value: " + expression);
    };
  }

  /** Whether several values can come of it where several fit. */
  boolean givesMany(Expression expression) {
    return isOpen(expression, false);
  }

  /** The built-in that an expression names. */
  private Optional<Object> known(Expression function) {
    return switch (function) {
      case Expression.BuiltInName name when !name.name().equals("arg") ->
          frame.program.builtIns().value(name.name()).filter(BuiltIn.class::isInstance);
      case Expression.Index index -> member(index).filter(BuiltIn.class::isInstance);
      default -> Optional.empty();
    };
  }

  int call(Expression.Call call) {
    return call(call, false);
  }

  /** Compiles a call; the result is in the register that is given, further ones behind it. */
  private int call(Expression.Call call, boolean all) {
    Optional<Object> builtIn = known(call.function());
    List<Expression> arguments = call.arguments();
    boolean spread = !arguments.isEmpty() && isOpen(arguments.getLast(), builtIn.isPresent());
    SourceSpan span = call.span();
    if (builtIn.isPresent() && !spread) {
      int first = arguments(arguments);
      code.add(span, Op.CALL_BUILT_IN, first, code.constant(builtIn.get()), arguments.size());
      return first;
    }
    if (call.function() instanceof Expression.Upvalue upvalue
        && !Frame.isCell(upvalue.variable())
        && !spread
        && !all) {
      int first = arguments(arguments);
      code.add(span, Op.CALL_UPVALUE, first, upvalue.index(), arguments.size());
      return first;
    }
    // what is open must lie where the caller looks for it: at the first free register
    int result = frame.take();
    int callee = callee(call.function(), result);
    return finishCall(span, callee, arguments, NO_REGISTER, spread, all, result);
  }

  private int callee(Expression function, int scratch) {
    if (function instanceof Expression.Local local && !Frame.isCell(local.variable())) {
      frame.release(scratch);
      return frame.register(local.variable());
    }
    into(function, scratch);
    return scratch;
  }

  /** Arguments, call, and the results moved to where they are looked for. */
  private int finishCall(
      SourceSpan span,
      int callee,
      List<Expression> arguments,
      int self,
      boolean spread,
      boolean all,
      int result) {
    int first = frame.free();
    if (self != NO_REGISTER) {
      code.add(span, Op.MOVE, frame.take(), self, 0);
    }
    int fixed = spread ? arguments.size() - 1 : arguments.size();
    for (int i = 0; i < fixed; i++) {
      next(arguments.get(i));
    }
    int count = frame.free() - first;
    if (spread) {
      open(arguments.getLast());
    }
    frame.release(first);
    frame.take();
    int opcode = spread ? Op.CALL_WITH_OPEN : all ? Op.CALL_OPEN : Op.CALL;
    code.add(span, opcode, first, callee, count);
    if (spread && !all) {
      code.add(span, Op.ADJUST, first, 1, 0);
    }
    if (all && first != result) {
      code.add(span, Op.MOVE_OPEN, result, first, 0);
      return result;
    }
    return first;
  }

  private int arguments(List<Expression> arguments) {
    int first = frame.free();
    for (Expression argument : arguments) {
      next(argument);
    }
    frame.release(first);
    return frame.take();
  }

  private int methodCall(Expression.MethodCall call) {
    return methodCall(call, false);
  }

  private int methodCall(Expression.MethodCall call, boolean all) {
    int result = frame.take();
    int object = anywhere(call.object());
    code.add(call.span(), Op.GET_FIELD, result, object, code.constant(call.name()));
    boolean spread = !call.arguments().isEmpty() && isOpen(call.arguments().getLast(), false);
    return finishCall(call.span(), result, call.arguments(), object, spread, all, result);
  }

  /** A call in the place of this frame; false if that can't be. */
  boolean tailCall(Expression expression) {
    if (!(expression instanceof Expression.Call call)
        || known(call.function()).isPresent()
        || !call.arguments().isEmpty() && isOpen(call.arguments().getLast(), false)) {
      return false;
    }
    int free = frame.free();
    int callee = anywhere(call.function());
    int first = arguments(call.arguments());
    code.add(call.span(), Op.TAIL_CALL, first, callee, call.arguments().size());
    frame.release(free);
    return true;
  }

  void emit(Expression.Emit emit) {
    int free = frame.free();
    for (Expression value : emit.values()) {
      next(value);
    }
    code.add(
        emit.span(),
        Op.EMIT,
        free,
        emit.values().size(),
        code.constant((Object) List.copyOf(emit.columns())));
    frame.release(free);
  }

  // ---- operators ----

  private void unary(Expression.Unary unary, int to) {
    int opcode =
        switch (unary.operator()) {
          case NEGATE -> Op.NEGATE;
          case NOT -> Op.NOT;
          case BIT_NOT -> Op.BIT_NOT;
        };
    code.add(unary.span(), opcode, to, anywhere(unary.operand()), 0);
  }

  private void binary(Expression.Binary binary, int to) {
    BinaryOperator operator = binary.operator();
    if (operator.isComparison()) {
      truth(binary, to);
    } else if (operator == BinaryOperator.CONCATENATE) {
      concat(binary, to);
    } else {
      arithmetic(binary.span(), operator, binary.left(), binary.right(), to);
    }
  }

  private void arithmetic(
      SourceSpan span, BinaryOperator operator, Expression left, Expression right, int to) {
    if (right instanceof Expression.IntegerLiteral literal) {
      long value = operator == BinaryOperator.SUBTRACT ? -literal.value() : literal.value();
      int opcode = isSmall(value) ? withInteger(operator, value) : -1;
      if (opcode >= 0) {
        code.add(span, opcode, to, anywhere(left), (int) value);
        return;
      }
    }
    if (left instanceof Expression.IntegerLiteral literal
        && isSmall(literal.value())
        && (operator == BinaryOperator.ADD || operator == BinaryOperator.MULTIPLY)) {
      int opcode = withInteger(operator, literal.value());
      code.add(span, opcode, to, anywhere(right), (int) literal.value());
      return;
    }
    int first = anywhere(left);
    int second = anywhere(right);
    code.add(span, opcode(operator), to, first, second);
  }

  private static int withInteger(BinaryOperator operator, long value) {
    return switch (operator) {
      case ADD, SUBTRACT -> Op.ADD_INT;
      case MULTIPLY -> Op.MUL_INT;
      case DIVIDE -> value == 0 ? -1 : Op.DIV_INT;
      case MODULO -> value == 0 ? -1 : Op.MOD_INT;
      default -> -1;
    };
  }

  /** The opcode of an operator that isn't a comparison. */
  static int opcode(BinaryOperator operator) {
    return switch (operator) {
      case ADD -> Op.ADD;
      case SUBTRACT -> Op.SUB;
      case MULTIPLY -> Op.MUL;
      case DIVIDE -> Op.DIV;
      case MODULO -> Op.MOD;
      case POWER -> Op.POW;
      case BIT_AND -> Op.BIT_AND;
      case BIT_OR -> Op.BIT_OR;
      case SHIFT_LEFT -> Op.SHIFT_LEFT;
      case SHIFT_RIGHT -> Op.SHIFT_RIGHT;
      case CONCATENATE, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          throw new IllegalStateException("no arithmetic: " + operator);
    };
  }

  private void concat(Expression.Binary binary, int to) {
    List<Expression> parts = new ArrayList<>();
    Expression rest = binary;
    while (rest instanceof Expression.Binary chain
        && chain.operator() == BinaryOperator.CONCATENATE) {
      parts.add(chain.left());
      rest = chain.right();
    }
    parts.add(rest);
    int first = frame.free();
    for (Expression part : parts) {
      next(part);
    }
    code.add(binary.span(), Op.CONCAT, to, first, parts.size());
  }

  private void truth(Expression condition, int to) {
    Label whenFalse = new Label();
    Label end = new Label();
    jumpIf(condition, false, whenFalse);
    code.add(condition.span(), Op.TRUE, to, 0, 0);
    code.jump(condition.span(), Op.JUMP, 0, 0, end);
    code.place(whenFalse);
    code.add(condition.span(), Op.FALSE, to, 0, 0);
    code.place(end);
  }

  private void logical(Expression.Logical logical, int to) {
    Label end = new Label();
    into(logical.left(), to);
    code.jump(logical.span(), logical.isAnd() ? Op.IF_FALSE : Op.IF_TRUE, to, 0, end);
    into(logical.right(), to);
    code.place(end);
  }

  private void conditional(Expression.Conditional conditional, int to) {
    Label otherwise = new Label();
    Label end = new Label();
    jumpIf(conditional.condition(), false, otherwise);
    into(conditional.whenTrue(), to);
    code.jump(conditional.span(), Op.JUMP, 0, 0, end);
    code.place(otherwise);
    into(conditional.whenFalse(), to);
    code.place(end);
  }

  // ---- conditions ----

  /** Jumps if the condition is what {@code sense} says; else goes on. */
  void jumpIf(Expression condition, boolean sense, Label target) {
    int free = frame.free();
    switch (condition) {
      case Expression.BooleanLiteral literal -> {
        if (literal.value() == sense) {
          code.jump(literal.span(), Op.JUMP, 0, 0, target);
        }
      }
      case Expression.Unary unary when unary.operator() == UnaryOperator.NOT ->
          jumpIf(unary.operand(), !sense, target);
      case Expression.Logical logical -> {
        if (logical.isAnd() == sense) {
          Label skip = new Label();
          jumpIf(logical.left(), !sense, skip);
          jumpIf(logical.right(), sense, target);
          code.place(skip);
        } else {
          jumpIf(logical.left(), sense, target);
          jumpIf(logical.right(), sense, target);
        }
      }
      case Expression.Binary binary when binary.operator().isComparison() ->
          compare(binary, sense, target);
      default ->
          code.jump(
              condition.span(), sense ? Op.IF_TRUE : Op.IF_FALSE, anywhere(condition), 0, target);
    }
    frame.release(free);
  }

  private void compare(Expression.Binary binary, boolean sense, Label target) {
    SourceSpan span = binary.span();
    Expression left = binary.left();
    Expression right = binary.right();
    switch (binary.operator()) {
      case EQUAL -> equal(span, left, right, sense, target);
      case NOT_EQUAL -> equal(span, left, right, !sense, target);
      default -> {
        if (right instanceof Expression.IntegerLiteral literal && isSmall(literal.value())) {
          int opcode = withInteger(binary.operator(), sense);
          code.jump(span, opcode, anywhere(left), (int) literal.value(), target);
        } else if (left instanceof Expression.IntegerLiteral literal && isSmall(literal.value())) {
          int opcode = withInteger(mirrored(binary.operator()), sense);
          code.jump(span, opcode, anywhere(right), (int) literal.value(), target);
        } else {
          order(span, binary.operator(), anywhere(left), anywhere(right), sense, target);
        }
      }
    }
  }

  private void order(
      SourceSpan span, BinaryOperator operator, int left, int right, boolean sense, Label target) {
    int less = sense ? Op.IF_LESS : Op.IF_NOT_LESS;
    int atMost = sense ? Op.IF_AT_MOST : Op.IF_NOT_AT_MOST;
    switch (operator) {
      case LESS -> code.jump(span, less, left, right, target);
      case LESS_OR_EQUAL -> code.jump(span, atMost, left, right, target);
      case GREATER -> code.jump(span, less, right, left, target);
      default -> code.jump(span, atMost, right, left, target);
    }
  }

  private static BinaryOperator mirrored(BinaryOperator operator) {
    return switch (operator) {
      case LESS -> BinaryOperator.GREATER;
      case LESS_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      case GREATER -> BinaryOperator.LESS;
      default -> BinaryOperator.LESS_OR_EQUAL;
    };
  }

  private static int withInteger(BinaryOperator operator, boolean sense) {
    return switch (operator) {
      case LESS -> sense ? Op.IF_LESS_INT : Op.IF_NOT_LESS_INT;
      case LESS_OR_EQUAL -> sense ? Op.IF_AT_MOST_INT : Op.IF_NOT_AT_MOST_INT;
      case GREATER -> sense ? Op.IF_MORE_INT : Op.IF_NOT_MORE_INT;
      default -> sense ? Op.IF_AT_LEAST_INT : Op.IF_NOT_AT_LEAST_INT;
    };
  }

  private void equal(
      SourceSpan span, Expression left, Expression right, boolean sense, Label target) {
    if (right instanceof Expression.Nil) {
      code.jump(span, sense ? Op.IF_NIL : Op.IF_NOT_NIL, anywhere(left), 0, target);
      return;
    }
    int constant = literal(right);
    if (constant >= 0) {
      int opcode = sense ? Op.IF_EQUAL_CONST : Op.IF_NOT_EQUAL_CONST;
      code.jump(span, opcode, anywhere(left), constant, target);
      return;
    }
    int first = anywhere(left);
    int second = anywhere(right);
    code.jump(span, sense ? Op.IF_EQUAL : Op.IF_NOT_EQUAL, first, second, target);
  }

  /** The constant that holds a literal; -1 if it is none. */
  private int literal(Expression expression) {
    return switch (expression) {
      case Expression.Nil _ -> code.constant((Object) null);
      case Expression.BooleanLiteral literal -> code.constant((Object) literal.value());
      case Expression.IntegerLiteral literal -> code.constant(literal.value());
      case Expression.FloatLiteral literal -> code.constant(literal.value());
      case Expression.StringLiteral literal -> code.constant(literal.value());
      default -> -1;
    };
  }
}
