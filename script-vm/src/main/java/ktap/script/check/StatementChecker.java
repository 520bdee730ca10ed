package ktap.script.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.BinaryOperator;
import ktap.script.syntax.SyntaxTree;
import ktap.script.syntax.SyntaxTree.Expr;
import ktap.script.syntax.SyntaxTree.FunctionBody;
import ktap.script.syntax.SyntaxTree.Name;
import ktap.script.syntax.SyntaxTree.Stat;
import ktap.script.value.ByteString;
import ktap.sources.filter.EventFilter;
import ktap.sources.flow.EventName;

/** Checks the statements of one function. */
final class StatementChecker {
  private final ProgramFacts facts;
  private final FunctionScope scope;
  private final ExpressionChecker expressions;
  private final List<EventName> events;

  /**
   * @param events those that the handler around it is called for; none outside of handlers
   * @param seesEvents whether it may run for an event
   */
  StatementChecker(
      ProgramFacts facts, FunctionScope scope, List<EventName> events, boolean seesEvents) {
    this.facts = facts;
    this.scope = scope;
    this.events = events;
    this.expressions = new ExpressionChecker(facts, scope, this, events, seesEvents);
  }

  Block block(List<Stat> statements) {
    scope.open();
    Block block = statements(statements);
    scope.close();
    return block;
  }

  /** In the block that is open. */
  private Block statements(List<Stat> statements) {
    lookAhead(statements);
    List<Statement> checked = new ArrayList<>();
    for (Stat statement : statements) {
      checked.add(statement(statement));
    }
    return new Block(checked);
  }

  /** Collects the labels, which statements before them may refer to. */
  private void lookAhead(List<Stat> statements) {
    for (Stat statement : statements) {
      if (statement instanceof SyntaxTree.Label label && !scope.addLabel(label.name().text())) {
        error(label.name().span(), "duplicate label '" + label.name().text() + "'");
      }
    }
  }

  private Statement statement(Stat statement) {
    return switch (statement) {
      case SyntaxTree.If s -> ifStatement(s);
      case SyntaxTree.While s ->
          new Statement.While(
              s.span(), expressions.check(s.condition()), block(s.body().statements()));
      case SyntaxTree.NumericFor s -> numericFor(s);
      case SyntaxTree.GenericFor s -> genericFor(s);
      case SyntaxTree.Repeat s -> repeat(s);
      case SyntaxTree.Do s -> new Statement.DoBlock(s.span(), block(s.body().statements()));
      case SyntaxTree.FunctionStat s -> functionStatement(s);
      case SyntaxTree.Declaration s -> declaration(s);
      case SyntaxTree.Label s -> new Statement.Label(s.span(), s.name().text());
      case SyntaxTree.Goto s -> gotoStatement(s);
      case SyntaxTree.Break s -> new Statement.Break(s.span());
      case SyntaxTree.Continue s -> new Statement.Continue(s.span());
      case SyntaxTree.Return s -> returnStatement(s);
      case SyntaxTree.Trace s -> trace(s);
      case SyntaxTree.TraceEnd s ->
          new Statement.TraceEnd(s.span(), handler(s.handler(), "trace_end", List.of(), false));
      case SyntaxTree.Timer s -> timer(s);
      case SyntaxTree.Assignment s -> assignment(s);
      case SyntaxTree.Update s -> {
        Expression value = expressions.check(s.value());
        yield new Statement.Update(s.span(), expressions.target(s.target()), s.operator(), value);
      }
      case SyntaxTree.UpdateOfLast s -> updateOfLast(s);
      case SyntaxTree.Aggregate s -> aggregate(s);
      case SyntaxTree.CallStat s ->
          ProbeCall.traceOf(s)
              .map(this::trace)
              .orElseGet(() -> new Statement.Evaluate(s.span(), expressions.check(s.call())));
    };
  }

  private Statement ifStatement(SyntaxTree.If s) {
    List<Statement.If.Branch> branches = new ArrayList<>();
    for (SyntaxTree.Branch branch : s.branches()) {
      Expression condition = expressions.check(branch.condition());
      branches.add(new Statement.If.Branch(condition, block(branch.body().statements())));
    }
    Optional<Block> otherwise = s.otherwise().map(body -> block(body.statements()));
    return new Statement.If(s.span(), branches, otherwise);
  }

  private Statement numericFor(SyntaxTree.NumericFor s) {
    Expression first = expressions.check(s.first());
    Expression last = expressions.check(s.last());
    Optional<Expression> step = s.step().map(expressions::check);
    scope.open();
    Variable variable = declare(s.variable());
    Block body = block(s.body().statements());
    scope.close();
    return new Statement.NumericFor(s.span(), variable, first, last, step, body);
  }

  private Statement genericFor(SyntaxTree.GenericFor s) {
    if (s.iterators().size() != 1 || !(s.iterators().getFirst() instanceof SyntaxTree.Call)) {
      facts.diagnostics.add(
          Diagnostic.error(
              s.iterators().getFirst().span(),
              "ktap only support pairs iteraor",
              "write for (k, v in pairs(t)) or sort_pairs(t)"));
    }
    Expression iterator = expressions.check(s.iterators().getFirst());
    scope.open();
    List<Variable> variables = declare(s.variables());
    Block body = block(s.body().statements());
    scope.close();
    return new Statement.GenericFor(s.span(), variables, iterator, body);
  }

  private Statement repeat(SyntaxTree.Repeat s) {
    scope.open();
    Block body = statements(s.body().statements());
    Expression condition = expressions.check(s.condition());
    scope.close();
    return new Statement.Repeat(s.span(), body, condition);
  }

  private Statement gotoStatement(SyntaxTree.Goto s) {
    if (facts.dialect == Dialect.MODERN) {
      error(
          new SourceSpan(s.span().start(), s.span().start() + 4), "unexpected symbol near 'goto'");
    } else if (!scope.hasLabel(s.name().text())) {
      error(s.name().span(), "undefined label '" + s.name().text() + "'");
    }
    return new Statement.Goto(s.span(), s.name().text());
  }

  private Statement returnStatement(SyntaxTree.Return s) {
    facts.returnsSeveral |=
        s.values().size() > 1
            || !s.values().isEmpty() && s.values().getLast() instanceof SyntaxTree.Varargs;
    return new Statement.Return(s.span(), expressions.all(s.values()));
  }

  private Statement declaration(SyntaxTree.Declaration s) {
    List<Expression> values = expressions.all(s.values());
    return new Statement.Declaration(s.span(), declare(s.names()), values);
  }

  private List<Variable> declare(List<Name> names) {
    List<Variable> variables = new ArrayList<>();
    for (Name name : names) {
      variables.add(declare(name));
    }
    return variables;
  }

  private Variable declare(Name name) {
    boolean isReserved =
        facts.dialect == Dialect.MODERN && ExpressionChecker.isReserved(name.text());
    if (isReserved) {
      facts.diagnostics.add(
          Diagnostic.error(
              name.span(),
              "'<name>' expected near '" + name.text() + "'",
              "'"
                  + name.text()
                  + "' is a variable of the language; choose another name; scripts of 2013 needn't:"
                  + " --dialect 2013-12"));
    }
    return scope.declare(name.text(), name.span());
  }

  private Statement functionStatement(SyntaxTree.FunctionStat s) {
    Name first = s.path().getFirst();
    boolean isPlain = s.path().size() == 1;
    if (isPlain && (s.isLocal() || !facts.dialect.functionsAreGlobal())) {
      Variable variable = declare(first);
      return new Statement.LocalFunction(
          s.span(), variable, function(s.function(), first.text(), false));
    }
    Expression target = expressions.path(s.path());
    StringBuilder name = new StringBuilder();
    for (Name part : s.path()) {
      name.append(name.isEmpty() ? "" : ".").append(part.text());
    }
    CheckedFunction function = function(s.function(), name.toString(), s.isMethod());
    return new Statement.Assignment(
        s.span(), List.of(target), List.of(new Expression.Function(s.function().span(), function)));
  }

  private Statement assignment(SyntaxTree.Assignment s) {
    List<Expression> values = expressions.all(s.values());
    List<Expression> targets = new ArrayList<>();
    for (Expr target : s.targets()) {
      targets.add(expressions.target(target));
    }
    return new Statement.Assignment(s.span(), targets, values);
  }

  /** All values are there before the first target changes. */
  private Statement updateOfLast(SyntaxTree.UpdateOfLast s) {
    facts.diagnostics.add(
        Diagnostic.warning(
            s.span(),
            "only the last variable is added to, the others are assigned, as in the original",
            "write a += for each of them"));
    List<Variable> held = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    for (Expr target : s.targets()) {
      Variable variable = new Variable("a value", target.span());
      held.add(variable);
      values.add(new Expression.Local(target.span(), variable));
    }
    List<Statement> statements = new ArrayList<>();
    statements.add(new Statement.Declaration(s.span(), held, expressions.all(s.values())));
    List<Expression> targets = new ArrayList<>();
    for (Expr target : s.targets()) {
      targets.add(expressions.target(target));
    }
    statements.add(
        new Statement.Update(
            s.span(), targets.removeLast(), BinaryOperator.ADD, values.removeLast()));
    statements.add(new Statement.Assignment(s.span(), targets, values));
    return new Statement.DoBlock(s.span(), new Block(statements));
  }

  private Statement aggregate(SyntaxTree.Aggregate s) {
    Expression value = expressions.check(s.value());
    Expression target = expressions.target(s.target());
    if (target instanceof Expression.Index index) {
      return new Statement.Aggregate(s.span(), index, value);
    }
    facts.diagnostics.add(
        Diagnostic.error(
            s.target().span(),
            "<<< must be operate on ptable",
            "name the key too: " + "t[\"all\"] <<< value"));
    return new Statement.Evaluate(s.span(), value);
  }

  private Statement trace(SyntaxTree.Trace s) {
    List<EventDefinition> definitions =
        EventTextParser.parse(s.text().toString(), s.textSpan().start(), facts.diagnostics);
    List<EventName> matching = facts.events.check(definitions);
    for (EventFilter filter : facts.events.filters(definitions)) {
      facts.readsTask |= filter.readsTask();
    }
    Expression handler = handler(s.handler(), "trace " + s.text(), matching, true);
    return new Statement.Trace(s.span(), definitions, handler);
  }

  private Statement timer(SyntaxTree.Timer s) {
    String text = s.text().toString();
    String interval = TimerText.interval(text);
    OptionalLong period = TimerText.periodNanos(interval);
    if (period.isEmpty()) {
      facts.diagnostics.add(
          Diagnostic.error(
              s.textSpan(),
              "cannot parse timer interval: " + interval,
              "a number and a unit, s, ms, us, ns, m or hz: tick-1s, tick-100ms, profile-99hz"));
    }
    Expression handler = handler(s.handler(), text, List.of(), false);
    return new Statement.Timer(s.span(), text.startsWith("profile"), period.orElse(1), handler);
  }

  private Expression handler(Expr handler, String name, List<EventName> matching, boolean isEvent) {
    return handler instanceof SyntaxTree.FunctionExpr literal
        ? new Expression.Function(
            literal.span(), handlerFunction(literal.function(), name, matching, isEvent))
        : expressions.check(handler);
  }

  private CheckedFunction handlerFunction(
      FunctionBody body, String name, List<EventName> matching, boolean isEvent) {
    FunctionScope inner = new FunctionScope(scope, body.isVarargs());
    inner.open();
    List<Variable> parameters = new ArrayList<>();
    boolean isVariable =
        !body.parameters().isEmpty()
            && Assigned.in(body.body(), body.parameters().getFirst().text());
    for (Name parameter : body.parameters()) {
      boolean isFirst = parameters.isEmpty() && isEvent;
      parameters.add(
          isFirst && !isVariable
              ? inner.declareEvent(parameter.text(), parameter.span())
              : inner.declare(parameter.text(), parameter.span()));
    }
    Block block = body(body, matching, inner, isEvent);
    List<Statement> statements = new ArrayList<>();
    if (!parameters.isEmpty()
        && (!isEvent || isVariable || inner.usesEvent() || parameters.size() > 1)) {
      Expression event = new Expression.Event(parameters.getFirst().span(), EventVariable.EVENT);
      List<Expression> values = isEvent ? List.of(event) : List.of();
      statements.add(new Statement.Declaration(event.span(), parameters, values));
    }
    statements.addAll(block.statements());
    return new CheckedFunction(
        body.span(),
        name,
        List.of(),
        body.isVarargs(),
        inner.upvalues(),
        true,
        new Block(statements));
  }

  /** Checks a function inside of this one. */
  CheckedFunction function(FunctionBody body, String name, boolean isMethod) {
    FunctionScope inner = new FunctionScope(scope, body.isVarargs());
    inner.open();
    List<Variable> parameters = new ArrayList<>();
    if (isMethod) {
      parameters.add(inner.declare("self", body.span()));
    }
    Set<String> names = new HashSet<>();
    for (Name parameter : body.parameters()) {
      if (!names.add(parameter.text())) {
        error(parameter.span(), "duplicate parameter '" + parameter.text() + "'");
      }
      parameters.add(inner.declare(parameter.text(), parameter.span()));
    }
    Block block = body(body, events, inner, true);
    return new CheckedFunction(
        body.span(), name, parameters, body.isVarargs(), inner.upvalues(), false, block);
  }

  private Block body(
      FunctionBody body, List<EventName> matching, FunctionScope inner, boolean seesEvents) {
    Block block =
        new StatementChecker(facts, inner, matching, seesEvents).block(body.body().statements());
    inner.close();
    return block;
  }

  private void error(SourceSpan span, String message) {
    facts.diagnostics.add(Diagnostic.error(span, message));
  }

  static ByteString string(Name name) {
    return ByteString.of(name.text());
  }
}
