package ktap.script.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.script.check.Block;
import ktap.script.check.CheckedFunction;
import ktap.script.check.EventDefinition;
import ktap.script.check.Expression;
import ktap.script.check.Statement;
import ktap.script.check.Variable;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compiles one function, statement by statement; functions inside it get compilers of their own.
 */
final class FunctionCompiler {
  private final ProgramCompiler program;
  private final @Nullable Frame outer;
  private final CheckedFunction function;
  private final @Nullable Variable self;
  private final Frame frame;
  private final CodeBuilder code;
  private final ExpressionCompiler expressions;
  private final Deque<Loop> loops = new ArrayDeque<>();
  private final Deque<Map<String, Label>> scopes = new ArrayDeque<>();

  /** Where {@code break} and {@code continue} go. */
  private record Loop(Label end, Label next) {}

  FunctionCompiler(ProgramCompiler program, @Nullable Frame outer, CheckedFunction function) {
    this(program, outer, function, null);
  }

  FunctionCompiler(
      ProgramCompiler program,
      @Nullable Frame outer,
      CheckedFunction function,
      @Nullable Variable self) {
    this.program = program;
    this.outer = outer;
    this.function = function;
    this.self = self;
    this.frame = new Frame(program, function);
    this.code = frame.code;
    this.expressions = new ExpressionCompiler(frame);
  }

  Prototype compile() {
    int first = frame.take(function.parameters().size());
    if (function.isVarargs()) {
      frame.take();
    }
    for (Variable parameter : function.parameters()) {
      frame.bind(parameter, first++);
    }
    block(function.body());
    code.add(endOf(function.span()), Op.RETURN_NIL, 0, 0, 0);
    return frame.build(captures());
  }

  private static SourceSpan endOf(SourceSpan span) {
    return new SourceSpan(Math.max(span.start(), span.end() - 1), span.end());
  }

  private List<Prototype.Capture> captures() {
    List<Prototype.Capture> captures = new ArrayList<>();
    for (CheckedFunction.Capture capture : function.upvalues()) {
      Variable variable = capture.variable();
      boolean isCell = Frame.isCell(variable);
      Prototype.Capture.Kind kind;
      int index = capture.index();
      if (!capture.isLocal()) {
        kind = Prototype.Capture.Kind.UPVALUE;
      } else if (variable.equals(self) && !isCell) {
        kind = Prototype.Capture.Kind.SELF;
        index = 0;
      } else {
        kind = Prototype.Capture.Kind.REGISTER;
        index = outer == null ? 0 : outer.register(variable);
      }
      captures.add(new Prototype.Capture(kind, index, variable.name(), isCell));
    }
    return captures;
  }

  // ---- blocks ----

  private void block(Block block) {
    int free = frame.free();
    openLabels(block);
    for (Statement statement : block.statements()) {
      statement(statement);
    }
    scopes.pop();
    frame.release(free);
  }

  private void openLabels(Block block) {
    Map<String, Label> labels = Map.of();
    for (Statement statement : block.statements()) {
      if (statement instanceof Statement.Label label) {
        labels = labels.isEmpty() ? new HashMap<>() : labels;
        labels.put(label.name(), new Label());
      }
    }
    scopes.push(labels);
  }

  private void statement(Statement statement) {
    int free = frame.free();
    SourceSpan span = statement.span();
    switch (statement) {
      case Statement.Declaration declaration -> {
        declaration(declaration);
        return; // its registers stay
      }
      case Statement.LocalFunction local -> {
        localFunction(local);
        return;
      }
      case Statement.Assignment assignment -> assignment(assignment);
      case Statement.Update update -> update(update);
      case Statement.Aggregate aggregate -> {
        int object = expressions.anywhere(aggregate.target().object());
        int key = expressions.anywhere(aggregate.target().key());
        code.add(span, Op.AGGREGATE, object, key, expressions.anywhere(aggregate.value()));
      }
      case Statement.Evaluate evaluate -> evaluate(evaluate.expression());
      case Statement.If condition -> condition(condition);
      case Statement.While loop -> whileLoop(loop);
      case Statement.Repeat loop -> repeat(loop);
      case Statement.NumericFor loop -> numericFor(loop);
      case Statement.GenericFor loop -> genericFor(loop);
      case Statement.DoBlock block -> block(block.body());
      case Statement.Break _ -> code.jump(span, Op.JUMP, 0, 0, loop().end());
      case Statement.Continue _ -> code.jump(span, Op.JUMP, 0, 0, loop().next());
      case Statement.Goto jump -> {
        Label label = label(jump.label());
        code.jump(span, label.isPlaced() ? Op.LOOP : Op.JUMP, 0, 0, label);
      }
      case Statement.Label label -> code.place(label(label.name()));
      case Statement.Return back -> back(back);
      case Statement.Trace trace -> trace(trace);
      case Statement.TraceEnd end ->
          code.add(span, Op.AT_END, expressions.anywhere(end.handler()), 0, 0);
      case Statement.Timer timer ->
          code.add(
              span,
              Op.TIMER,
              expressions.anywhere(timer.handler()),
              program.statement(new Program.TimerStatement(timer.periodNanos(), timer.isProfile())),
              0);
    }
    frame.release(free);
  }

  private Loop loop() {
    return loops.element();
  }

  private Label label(String name) {
    for (Map<String, Label> scope : scopes) {
      Label label = scope.get(name);
      if (label != null) {
        return label;
      }
    }
    throw new IllegalStateException("no label " + name);
  }

  private void trace(Statement.Trace trace) {
    List<Program.Definition> definitions = new ArrayList<>();
    for (EventDefinition event : trace.events()) {
      definitions.add(new Program.Definition(event.pattern(), event.filter()));
    }
    int handler = expressions.anywhere(trace.handler());
    int statement = program.statement(new Program.TraceStatement(definitions));
    code.add(trace.span(), Op.TRACE, handler, statement, 0);
  }

  // ---- declaring and assigning ----

  private void declaration(Statement.Declaration declaration) {
    List<Variable> variables = declaration.variables();
    int first = values(declaration.span(), declaration.values(), variables.size());
    for (Variable variable : variables) {
      frame.bind(variable, first++);
    }
  }

  /** Evaluates expressions into so many registers that follow each other; these stay taken. */
  private int values(SourceSpan span, List<Expression> values, int wanted) {
    int first = frame.free();
    for (int i = 0; i < values.size(); i++) {
      Expression value = values.get(i);
      boolean last = i == values.size() - 1;
      if (last && wanted > values.size() && expressions.givesMany(value)) {
        expressions.open(value);
        code.add(span, Op.ADJUST, first + i, wanted - i, 0);
      } else if (i < wanted) {
        expressions.next(value);
        continue;
      } else {
        int free = frame.free();
        expressions.anywhere(value);
        frame.release(free);
        continue;
      }
      frame.release(first);
      frame.take(wanted);
      return first;
    }
    if (wanted > values.size()) {
      code.add(span, Op.NIL, first + values.size(), wanted - values.size(), 0);
    }
    frame.release(first);
    frame.take(wanted);
    return first;
  }

  private void localFunction(Statement.LocalFunction local) {
    Variable variable = local.variable();
    int register = frame.take();
    if (Frame.isCell(variable)) {
      code.add(local.span(), Op.NIL, register, 1, 0);
      frame.bind(variable, register);
      int made = frame.take();
      expressions.function(local.span(), local.function(), made, variable);
      code.add(local.span(), Op.STORE_CELL, register, made, 0);
      frame.release(made);
    } else {
      frame.bind(variable, register);
      expressions.function(local.span(), local.function(), register, variable);
    }
  }

  private void assignment(Statement.Assignment assignment) {
    if (assignment.targets().size() == 1 && assignment.values().size() == 1) {
      assign(assignment.span(), assignment.targets().getFirst(), assignment.values().getFirst());
      return;
    }
    List<int[]> places = new ArrayList<>();
    for (Expression target : assignment.targets()) {
      places.add(
          target instanceof Expression.Index index
              ? new int[] {expressions.next(index.object()), expressions.next(index.key())}
              : new int[0]);
    }
    int value = values(assignment.span(), assignment.values(), assignment.targets().size());
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).length > 0) {
        code.add(assignment.span(), Op.SET, places.get(i)[0], places.get(i)[1], value + i);
      } else {
        store(assignment.span(), assignment.targets().get(i), value + i);
      }
    }
  }

  private void assign(SourceSpan span, Expression target, Expression value) {
    switch (target) {
      case Expression.Local local when !Frame.isCell(local.variable()) ->
          expressions.intoVariable(value, frame.register(local.variable()));
      case Expression.Index index -> {
        int object = expressions.anywhere(index.object());
        if (ExpressionCompiler.isConstantKey(index.key())) {
          expressions.store(span, object, index.key(), expressions.anywhere(value));
        } else {
          int key = expressions.anywhere(index.key());
          code.add(span, Op.SET, object, key, expressions.anywhere(value));
        }
      }
      default -> store(span, target, expressions.anywhere(value));
    }
  }

  /** A register into a variable. */
  private void store(SourceSpan span, Expression target, int value) {
    switch (target) {
      case Expression.Local local ->
          code.add(
              span,
              Frame.isCell(local.variable()) ? Op.STORE_CELL : Op.MOVE,
              frame.register(local.variable()),
              value,
              0);
      case Expression.Upvalue upvalue -> code.add(span, Op.STORE_UPCELL, value, upvalue.index(), 0);
      case Expression.Global global -> code.add(span, Op.STORE_GLOBAL, value, global.index(), 0);
      default -> throw new IllegalStateException("no variable: " + target);
    }
  }

  private void update(Statement.Update update) {
    if (update.operator() == BinaryOperator.ADD) {
      add(update.span(), update.target(), update.value());
      return;
    }
    SourceSpan span = update.span();
    if (update.target() instanceof Expression.Index index) {
      int object = expressions.next(index.object());
      int key = expressions.next(index.key());
      int value = expressions.anywhere(update.value());
      int now = frame.take();
      code.add(span, Op.GET, now, object, key);
      combine(span, update.operator(), now, value);
      code.add(span, Op.SET, object, key, now);
      return;
    }
    int value = expressions.anywhere(update.value());
    int now = expressions.next(update.target());
    combine(span, update.operator(), now, value);
    store(span, update.target(), now);
  }

  private void combine(SourceSpan span, BinaryOperator operator, int left, int right) {
    if (operator == BinaryOperator.CONCATENATE) {
      int first = frame.take(2);
      code.add(span, Op.MOVE, first, left, 0);
      code.add(span, Op.MOVE, first + 1, right, 0);
      code.add(span, Op.CONCAT, left, first, 2);
    } else {
      code.add(span, Op.ZERO, left, left, 0);
      code.add(span, ExpressionCompiler.opcode(operator), left, left, right);
    }
  }

  private void add(SourceSpan span, Expression target, Expression value) {
    boolean isSmall =
        value instanceof Expression.IntegerLiteral literal
            && ExpressionCompiler.isSmall(literal.value());
    int small = value instanceof Expression.IntegerLiteral literal ? (int) literal.value() : 0;
    switch (target) {
      case Expression.Index index -> {
        int object = expressions.anywhere(index.object());
        int key = expressions.anywhere(index.key());
        if (isSmall) {
          code.add(span, Op.INCREASE_INT, object, key, small);
        } else {
          code.add(span, Op.INCREASE, object, key, expressions.anywhere(value));
        }
      }
      case Expression.Upvalue upvalue -> {
        if (isSmall) {
          code.add(span, Op.ADD_UPCELL_INT, upvalue.index(), 0, small);
        } else {
          code.add(span, Op.ADD_UPCELL, expressions.anywhere(value), upvalue.index(), 0);
        }
      }
      case Expression.Local local when !Frame.isCell(local.variable()) -> {
        int register = frame.register(local.variable());
        int by = expressions.anywhere(value);
        code.add(span, Op.ADD_TO, register, register, by);
      }
      default -> {
        int by = expressions.anywhere(value);
        int now = expressions.next(target);
        code.add(span, Op.ADD_TO, now, now, by);
        store(span, target, now);
      }
    }
  }

  private void evaluate(Expression expression) {
    switch (expression) {
      case Expression.Emit emit -> expressions.emit(emit);
      default -> expressions.next(expression);
    }
  }

  // ---- control ----

  private void condition(Statement.If condition) {
    Label end = new Label();
    int last = condition.branches().size() - 1;
    for (int i = 0; i <= last; i++) {
      Statement.If.Branch branch = condition.branches().get(i);
      Label otherwise = new Label();
      expressions.jumpIf(branch.condition(), false, otherwise);
      block(branch.body());
      if (i < last || condition.otherwise().isPresent()) {
        code.jump(condition.span(), Op.JUMP, 0, 0, end);
      }
      code.place(otherwise);
    }
    if (condition.otherwise().isPresent()) {
      block(condition.otherwise().get());
    }
    code.place(end);
  }

  private void whileLoop(Statement.While loop) {
    Label top = new Label();
    Label end = new Label();
    code.place(top);
    expressions.jumpIf(loop.condition(), false, end);
    Label next = new Label();
    loops.push(new Loop(end, next));
    block(loop.body());
    loops.pop();
    code.place(next);
    code.jump(head(loop.span()), Op.LOOP, 0, 0, top);
    code.place(end);
  }

  private void repeat(Statement.Repeat loop) {
    Label top = new Label();
    Label next = new Label();
    Label end = new Label();
    code.place(top);
    loops.push(new Loop(end, next));
    int free = frame.free();
    openLabels(loop.body());
    for (Statement statement : loop.body().statements()) {
      statement(statement);
    }
    code.place(next);
    expressions.jumpIf(loop.condition(), true, end);
    scopes.pop();
    frame.release(free);
    code.jump(head(loop.span()), Op.LOOP, 0, 0, top);
    code.place(end);
    loops.pop();
  }

  private void numericFor(Statement.NumericFor loop) {
    SourceSpan span = head(loop.span());
    int base = expressions.next(loop.first());
    expressions.next(loop.last());
    Optional<Expression> step = loop.step();
    if (step.isPresent()) {
      expressions.next(step.get());
    } else {
      code.add(span, Op.wide(Op.INT, frame.take(), 1));
    }
    int visible = frame.take();
    Label body = new Label();
    Label next = new Label();
    Label end = new Label();
    code.jump(span, Op.FOR_PREPARE, base, 0, end);
    code.place(body);
    bind(span, loop.variable(), visible);
    loops.push(new Loop(end, next));
    block(loop.body());
    loops.pop();
    code.place(next);
    code.jump(span, Op.FOR_LOOP, base, 0, body);
    code.place(end);
  }

  /** A loop's variable: one that closures share is a new one in each round. */
  private void bind(SourceSpan span, Variable variable, int register) {
    if (Frame.isCell(variable)) {
      int own = frame.take();
      code.add(span, Op.MOVE, own, register, 0);
      frame.bind(variable, own);
    } else {
      frame.bind(variable, register);
    }
  }

  private void genericFor(Statement.GenericFor loop) {
    SourceSpan span = head(loop.span());
    int base = expressions.next(loop.iterator());
    int names = loop.variables().size();
    int first = frame.take(Math.max(2, names));
    Label top = new Label();
    Label next = new Label();
    Label end = new Label();
    code.add(loop.iterator().span(), Op.EACH_PREPARE, base, 0, 0);
    code.place(top);
    code.jump(span, Op.EACH_NEXT, base, Math.min(2, names), end);
    if (names > 2) {
      code.add(span, Op.NIL, first + 2, names - 2, 0);
    }
    for (int i = 0; i < names; i++) {
      bind(span, loop.variables().get(i), first + i);
    }
    loops.push(new Loop(end, next));
    block(loop.body());
    loops.pop();
    code.place(next);
    code.jump(span, Op.JUMP, 0, 0, top);
    code.place(end);
  }

  /** The place of a loop as a whole is its first word. */
  private static SourceSpan head(SourceSpan span) {
    return new SourceSpan(span.start(), Math.min(span.end(), span.start() + 3));
  }

  private void back(Statement.Return back) {
    List<Expression> values = back.values();
    SourceSpan span = back.span();
    if (values.isEmpty()) {
      code.add(span, Op.RETURN_NIL, 0, 0, 0);
      return;
    }
    Expression last = values.getLast();
    if (values.size() == 1 && expressions.tailCall(last)) {
      return;
    }
    if (values.size() == 1 && !expressions.givesMany(last)) {
      code.add(span, Op.RETURN, expressions.anywhere(last), 0, 0);
      return;
    }
    int first = frame.free();
    for (int i = 0; i < values.size() - 1; i++) {
      expressions.next(values.get(i));
    }
    if (expressions.givesMany(last)) {
      expressions.open(last);
      code.add(span, Op.RETURN_OPEN, first, values.size() - 1, 0);
    } else {
      expressions.next(last);
      code.add(span, Op.RETURN_MANY, first, values.size(), 0);
    }
  }
}
