package ktap.script.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import ktap.script.check.BuiltIns.BuiltInFacts;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.script.syntax.SyntaxTree;
import ktap.script.syntax.SyntaxTree.Expr;
import ktap.script.syntax.SyntaxTree.Name;
import ktap.script.value.ByteString;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventName;
import ktap.sources.flow.Nearest;

/** Checks the expressions of one function: gives names their meaning. */
final class ExpressionChecker {
  private final ProgramFacts facts;
  private final FunctionScope scope;
  private final StatementChecker statements;
  private final List<EventName> events;
  private final boolean seesEvents;

  ExpressionChecker(
      ProgramFacts facts,
      FunctionScope scope,
      StatementChecker statements,
      List<EventName> events,
      boolean seesEvents) {
    this.seesEvents = seesEvents;
    this.facts = facts;
    this.scope = scope;
    this.statements = statements;
    this.events = events;
  }

  List<Expression> all(List<Expr> list) {
    List<Expression> checked = new ArrayList<>();
    for (Expr expression : list) {
      checked.add(check(expression));
    }
    return checked;
  }

  Expression check(Expr expression) {
    return switch (expression) {
      case SyntaxTree.Nil e -> new Expression.Nil(e.span());
      case SyntaxTree.BooleanLiteral e -> new Expression.BooleanLiteral(e.span(), e.value());
      case SyntaxTree.IntegerLiteral e -> new Expression.IntegerLiteral(e.span(), e.value());
      case SyntaxTree.FloatLiteral e -> new Expression.FloatLiteral(e.span(), e.value());
      case SyntaxTree.StringLiteral e -> new Expression.StringLiteral(e.span(), e.value());
      case SyntaxTree.KernelSymbol e -> kernelSymbol(e);
      case SyntaxTree.Varargs e -> varargs(e);
      case SyntaxTree.NameExpr e -> name(e.name(), e.span());
      case SyntaxTree.Member e -> member(e);
      case SyntaxTree.Index e -> index(e);
      case SyntaxTree.Call e -> call(e);
      case SyntaxTree.MethodCall e ->
          new Expression.MethodCall(
              e.span(), check(e.object()), StatementChecker.string(e.name()), all(e.arguments()));
      case SyntaxTree.FunctionExpr e ->
          new Expression.Function(e.span(), statements.function(e.function(), "function", false));
      case SyntaxTree.TableConstructor e -> table(e);
      case SyntaxTree.Unary e -> new Expression.Unary(e.span(), e.operator(), check(e.operand()));
      case SyntaxTree.Binary e ->
          new Expression.Binary(e.span(), e.operator(), check(e.left()), check(e.right()));
      case SyntaxTree.Logical e ->
          new Expression.Logical(e.span(), e.isAnd(), check(e.left()), check(e.right()));
      case SyntaxTree.Conditional e ->
          new Expression.Conditional(
              e.span(), check(e.condition()), check(e.whenTrue()), check(e.whenFalse()));
      case SyntaxTree.Parenthesised e -> parenthesised(e);
    };
  }

  private Expression parenthesised(SyntaxTree.Parenthesised e) {
    Expression inner = check(e.inner());
    boolean givesSeveral =
        inner instanceof Expression.Call
            || inner instanceof Expression.MethodCall
            || inner instanceof Expression.Varargs;
    return givesSeveral ? new Expression.Single(e.span(), inner) : inner;
  }

  private Expression varargs(SyntaxTree.Varargs e) {
    if (!scope.isVarargs()) {
      error(e.span(), "cannot use '...' outside a vararg function");
    }
    return new Expression.Varargs(e.span());
  }

  private Expression kernelSymbol(SyntaxTree.KernelSymbol e) {
    SyntaxTree.NameExpr function = new SyntaxTree.NameExpr(e.span(), "kernel_address");
    SyntaxTree.StringLiteral symbol =
        new SyntaxTree.StringLiteral(e.span(), ByteString.of(e.name()));
    return check(new SyntaxTree.Call(e.span(), function, List.of(symbol)));
  }

  // Names.

  /** Whether a name is a word of the language that can't be declared in scripts of 2014. */
  static boolean isReserved(String name) {
    return EventVariable.of(name).isPresent() || argumentNumber(name) >= 0;
  }

  /** N of {@code argN}, 0 to 9; −1 if it isn't that. */
  private static int argumentNumber(String name) {
    return name.length() == 4 && name.startsWith("arg") ? Character.digit(name.charAt(3), 10) : -1;
  }

  private Expression name(String name, SourceSpan span) {
    Optional<Expression> variable = scope.find(name, span);
    if (variable.isPresent()) {
      if (isEvent(variable.get())) {
        scope.useEvent();
      }
      return variable.get();
    }
    return eventName(name, span).orElseGet(() -> globalName(name, span));
  }

  private Optional<Expression> eventName(String name, SourceSpan span) {
    Optional<EventVariable> variable = EventVariable.of(name);
    if (variable.isPresent()) {
      return Optional.of(event(span, variable.get()));
    }
    int number = argumentNumber(name) - facts.dialect.firstArgument();
    return number < 0 || argumentNumber(name) < 0
        ? Optional.empty()
        : Optional.of(new Expression.EventArgument(span, number));
  }

  private Expression event(SourceSpan span, EventVariable variable) {
    facts.readsTask |=
        switch (variable) {
          case PID, COMMAND, UID -> true;
          default -> false;
        };
    if (variable == EventVariable.UID && seesEvents) {
      capture(Capture.UID, span);
    }
    return new Expression.Event(span, variable);
  }

  private void capture(Capture capture, SourceSpan span) {
    facts.captures.add(capture);
    facts.events.checkCapture(capture, span);
  }

  private boolean isEvent(Expression variable) {
    return variable instanceof Expression.Local local && scope.isEvent(local.variable());
  }

  private Expression globalName(String name, SourceSpan span) {
    Optional<BuiltInFacts> builtIn = facts.builtIns.find(name, facts.dialect);
    if (builtIn.isPresent()) {
      use(builtIn.get(), span);
      return new Expression.BuiltInName(span, name);
    }
    if (facts.dialect.hasGlobals()) {
      return new Expression.Global(span, name, facts.global(name));
    }
    undefined(name, span);
    return new Expression.Nil(span);
  }

  /** Collects what a built-in needs, and refuses what can't be. */
  private void use(BuiltInFacts builtIn, SourceSpan span) {
    builtIn.capture().ifPresent(capture -> capture(capture, span));
    builtIn.refusal().ifPresent(why -> error(span, why));
  }

  private void undefined(String name, SourceSpan span) {
    if (!facts.reportedNames.add(name)) {
      return;
    }
    String nearest = Checker.wantsHint(facts.diagnostics) ? nearest(name) : "";
    String hint =
        name.equals("args")
            ? "name a field behind it: args.filename"
            : nearest.isEmpty() ? "declare it before with 'var " + name + "'" : nearest;
    facts.diagnostics.add(Diagnostic.error(span, "undefined global variable '" + name + "'", hint));
  }

  private String nearest(String name) {
    List<String> known = new ArrayList<>(facts.builtIns.names(facts.dialect));
    scope.collectNames(known);
    known.addAll(EventVariable.names());
    Set<String> whole = new TreeSet<>();
    for (String candidate : known) {
      if (isShortFor(name, candidate)) {
        whole.add(candidate);
      }
    }
    return whole.size() == 1
        ? "did you mean '" + whole.iterator().next() + "'?"
        : Nearest.hint(name, known);
  }

  /** Whether letters were left out of a name, but not the most of them: errname, errno_name. */
  private static boolean isShortFor(String written, String name) {
    if (written.length() < 4 || written.length() * 2 < name.length()) {
      return false;
    }
    int found = 0;
    for (int i = 0; i < name.length() && found < written.length(); i++) {
      if (name.charAt(i) == written.charAt(found)) {
        found++;
      } else if (i == 0) {
        return false;
      }
    }
    return found == written.length();
  }

  // What is assigned to.

  /** A target of an assignment; of the names, those that may change. */
  Expression target(Expr target) {
    if (!(target instanceof SyntaxTree.NameExpr named)) {
      Expression place = check(target);
      return place instanceof Expression.Index ? place : ofTheEvent(target.span());
    }
    Optional<Expression> variable = scope.find(named.name(), named.span());
    if (variable.isPresent()) {
      markReassigned(variable.get());
      return variable.get();
    }
    boolean isBuiltIn = facts.builtIns.find(named.name(), facts.dialect).isPresent();
    boolean isReserved = isReserved(named.name());
    if (facts.dialect.hasGlobals() && !isReserved) {
      if (isBuiltIn) {
        facts.diagnostics.add(
            Diagnostic.warning(
                named.span(),
                "'" + named.name() + "' stays the function of that name, as in the original",
                "choose another name for the variable"));
      }
      return new Expression.Global(named.span(), named.name(), facts.global(named.name()));
    }
    if (facts.reportedNames.add(named.name())) {
      facts.diagnostics.add(cannotSet(named, isBuiltIn || isReserved));
    }
    return new Expression.Global(named.span(), named.name(), 0);
  }

  private Expression ofTheEvent(SourceSpan span) {
    facts.diagnostics.add(
        Diagnostic.error(
            span, "what belongs to an event can't be set", "keep it in a variable: var x = …"));
    return new Expression.Global(span, "", 0);
  }

  private static Diagnostic cannotSet(SyntaxTree.NameExpr named, boolean isOfTheLanguage) {
    String hint =
        isOfTheLanguage
            ? "'" + named.name() + "' belongs to the language; choose another name"
            : "declare it: var " + named.name() + "; scripts of 2013 needn't: --dialect 2013-12";
    return Diagnostic.error(
        named.span(), "cannot set global variable '" + named.name() + "'", hint);
  }

  private static void markReassigned(Expression variable) {
    switch (variable) {
      case Expression.Local local -> local.variable().markReassigned();
      case Expression.Upvalue upvalue -> upvalue.variable().markReassigned();
      default -> {}
    }
  }

  /** {@code a.b.c} as the target of a function's name. */
  Expression path(List<Name> path) {
    Name first = path.getFirst();
    Expr result = new SyntaxTree.NameExpr(first.span(), first.text());
    for (Name part : path.subList(1, path.size())) {
      result = new SyntaxTree.Member(result.span().to(part.span()), result, part);
    }
    return target(result);
  }

  // Members and indices.

  private Expression member(SyntaxTree.Member e) {
    String name = e.name().text();
    if (e.object() instanceof SyntaxTree.NameExpr object) {
      Optional<Expression> special = ofEvent(object, name, e.span());
      if (special.isPresent()) {
        return special.get();
      }
      libraryMember(object, e.name());
    }
    Expression key = new Expression.StringLiteral(e.name().span(), ByteString.of(name));
    return new Expression.Index(e.span(), check(e.object()), key);
  }

  /** {@code args.NAME}, and {@code e.NAME} where {@code e} is a handler's event. */
  private Optional<Expression> ofEvent(SyntaxTree.NameExpr object, String name, SourceSpan span) {
    Optional<Expression> variable = scope.find(object.name(), object.span());
    if (variable.isPresent()) {
      return isEvent(variable.get()) ? Optional.of(eventMember(name, span)) : Optional.empty();
    }
    if (!object.name().equals("args")) {
      return Optional.empty();
    }
    facts.events.checkField(events, name, span);
    return Optional.of(new Expression.EventField(span, name));
  }

  private Expression eventMember(String name, SourceSpan span) {
    return switch (name) {
      case "name" -> event(span, EventVariable.EVENT_NAME);
      case "tostring", "allfield" -> event(span, EventVariable.EVENT_LINE);
      case "fieldnum" -> event(span, EventVariable.FIELD_COUNT);
      case "print_fmt" -> event(span, EventVariable.EVENT_FORMAT);
      case "sc_is_enter" -> event(span, EventVariable.IS_SYSTEM_CALL_ENTRY);
      case "sc_nr" -> event(span, EventVariable.SYSTEM_CALL_NUMBER);
      case "retval" -> new Expression.EventArgument(span, 1);
      case "field", "regstr", "set_retval" -> {
        facts.diagnostics.add(
            Diagnostic.error(
                span,
                "'e." + name + "' can't be used here",
                "e.field(N) gives a field, e.tostring() the event as text; registers can't be"
                    + " read or changed from user space"));
        yield new Expression.Nil(span);
      }
      default -> numberedMember(name, span);
    };
  }

  private Expression numberedMember(String name, SourceSpan span) {
    boolean isArgument = name.startsWith("sc_arg");
    boolean isField = name.startsWith("field");
    String digits = isArgument ? name.substring(6) : isField ? name.substring(5) : "";
    if (digits.length() == 1 && Character.isDigit(digits.charAt(0))) {
      int number = digits.charAt(0) - '0';
      return new Expression.EventArgument(span, isArgument ? number : Math.max(0, number - 1));
    }
    facts.events.checkField(events, name, span);
    return new Expression.EventField(span, name);
  }

  private void libraryMember(SyntaxTree.NameExpr table, Name member) {
    boolean isVariable = scope.find(table.name(), table.span()).isPresent();
    Optional<BuiltInFacts> found =
        isVariable ? Optional.empty() : facts.builtIns.find(table.name(), facts.dialect);
    if (found.isEmpty() || !found.get().isTable() || table.name().equals("arg")) {
      return;
    }
    facts
        .builtIns
        .find(table.name(), member.text(), facts.dialect)
        .ifPresentOrElse(
            known -> use(known, member.span()), () -> warnOfMember(table.name(), member));
  }

  /** Reading it gives nil, as in the original. */
  private void warnOfMember(String table, Name member) {
    String nearest = Nearest.hint(member.text(), facts.builtIns.members(table, facts.dialect));
    facts.diagnostics.add(
        Diagnostic.warning(
            member.span(),
            "there is no '" + table + "." + member.text() + "'; it is nil",
            nearest));
  }

  private Expression index(SyntaxTree.Index e) {
    boolean isName =
        e.object() instanceof SyntaxTree.NameExpr
            && e.keys().size() == 1
            && e.keys().getFirst() instanceof SyntaxTree.StringLiteral;
    if (isName) {
      SyntaxTree.NameExpr object = (SyntaxTree.NameExpr) e.object();
      SyntaxTree.StringLiteral key = (SyntaxTree.StringLiteral) e.keys().getFirst();
      Optional<Expression> special = ofEvent(object, key.value().toString(), e.span());
      if (special.isPresent()) {
        return special.get();
      }
      libraryMember(object, new Name(key.span(), key.value().toString()));
    }
    return new Expression.Index(e.span(), check(e.object()), key(e.span(), e.keys()));
  }

  private Expression key(SourceSpan span, List<Expr> keys) {
    return keys.size() == 1 ? check(keys.getFirst()) : new Expression.CompositeKey(span, all(keys));
  }

  // Calls and constructors.

  private Expression call(SyntaxTree.Call e) {
    Optional<Expression> special = specialCall(e);
    if (special.isPresent()) {
      return special.get();
    }
    Expression function = check(e.function());
    checkArity(e, function);
    return new Expression.Call(e.span(), function, all(e.arguments()));
  }

  private Optional<Expression> specialCall(SyntaxTree.Call e) {
    if (e.function() instanceof SyntaxTree.NameExpr named) {
      boolean isFree = scope.find(named.name(), named.span()).isEmpty();
      if (isFree && named.name().equals("emit")) {
        return emit(e);
      }
      Optional<EventVariable> variable = EventVariable.of(named.name());
      return isFree && variable.isPresent() && e.arguments().isEmpty()
          ? Optional.of(event(e.span(), variable.get()))
          : Optional.empty();
    }
    if (e.function() instanceof SyntaxTree.Member member
        && member.object() instanceof SyntaxTree.NameExpr object) {
      return eventMethod(e, object, member.name().text());
    }
    return Optional.empty();
  }

  private Optional<Expression> eventMethod(
      SyntaxTree.Call e, SyntaxTree.NameExpr object, String name) {
    Optional<Expression> variable = scope.find(object.name(), object.span());
    if (variable.isEmpty() || !isEvent(variable.get())) {
      return Optional.empty();
    }
    if (name.equals("tostring") && e.arguments().isEmpty()) {
      return Optional.of(event(e.span(), EventVariable.EVENT_LINE));
    }
    return name.equals("field") && e.arguments().size() == 1
        ? Optional.of(field(e.span(), check(e.arguments().getFirst())))
        : Optional.empty();
  }

  private static Expression field(SourceSpan span, Expression number) {
    return number instanceof Expression.IntegerLiteral literal
            && literal.value() >= 1
            && literal.value() < 1000
        ? new Expression.EventArgument(span, (int) literal.value() - 1)
        : new Expression.ComputedArgument(span, number);
  }

  /** {@code emit {a = 1, pid}}: columns are named, or are what stands there if that is a name. */
  private Optional<Expression> emit(SyntaxTree.Call e) {
    if (e.arguments().size() != 1
        || !(e.arguments().getFirst() instanceof SyntaxTree.TableConstructor table)) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    for (SyntaxTree.Entry entry : table.entries()) {
      Optional<String> column = column(entry);
      if (column.isEmpty()) {
        facts.diagnostics.add(
            Diagnostic.error(
                entry.value().span(),
                "a column of a row needs a name",
                "write emit { name = value }"));
      }
      columns.add(column.orElse("?"));
      values.add(check(entry.value()));
    }
    return Optional.of(new Expression.Emit(e.span(), columns, values));
  }

  private static Optional<String> column(SyntaxTree.Entry entry) {
    if (entry.name().isPresent()) {
      return Optional.of(entry.name().get().text());
    }
    if (entry.keys().size() == 1
        && entry.keys().getFirst() instanceof SyntaxTree.StringLiteral literal) {
      return Optional.of(literal.value().toString());
    }
    return switch (entry.value()) {
      case SyntaxTree.NameExpr named -> Optional.of(named.name());
      case SyntaxTree.Member member -> Optional.of(member.name().text());
      default -> Optional.empty();
    };
  }

  /** Too few arguments is what the original tells at run time; too many it drops. */
  private void checkArity(SyntaxTree.Call e, Expression function) {
    if (!(function instanceof Expression.BuiltInName builtIn)) {
      return;
    }
    Optional<BuiltInFacts> known = facts.builtIns.find(builtIn.name(), facts.dialect);
    if (known.isEmpty() || known.get().isTable() || e.arguments().isEmpty()) {
      return;
    }
    boolean isOpen =
        e.arguments().getLast() instanceof SyntaxTree.Call
            || e.arguments().getLast() instanceof SyntaxTree.MethodCall
            || e.arguments().getLast() instanceof SyntaxTree.Varargs;
    int most = known.get().mostArguments();
    if (!isOpen && e.arguments().size() > most) {
      facts.diagnostics.add(
          Diagnostic.warning(
              e.arguments().get(most).span(),
              builtIn.name() + " takes " + (most == 0 ? "no" : "at most " + most) + " arguments",
              "what stands here is evaluated and dropped"));
    }
  }

  private Expression table(SyntaxTree.TableConstructor e) {
    List<Expression.TableConstructor.Entry> entries = new ArrayList<>();
    for (SyntaxTree.Entry entry : e.entries()) {
      Optional<Expression> key = Optional.empty();
      if (entry.name().isPresent()) {
        Name name = entry.name().get();
        key = Optional.of(new Expression.StringLiteral(name.span(), ByteString.of(name.text())));
      } else if (!entry.keys().isEmpty()) {
        key = Optional.of(key(entry.value().span(), entry.keys()));
      }
      entries.add(new Expression.TableConstructor.Entry(key, check(entry.value())));
    }
    return new Expression.TableConstructor(e.span(), entries);
  }

  private void error(SourceSpan span, String message) {
    facts.diagnostics.add(Diagnostic.error(span, message));
  }
}
