package ktap.script.syntax;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import ktap.script.syntax.SyntaxTree.Body;
import ktap.script.syntax.SyntaxTree.Branch;
import ktap.script.syntax.SyntaxTree.Entry;
import ktap.script.syntax.SyntaxTree.Expr;
import ktap.script.syntax.SyntaxTree.FunctionBody;
import ktap.script.syntax.SyntaxTree.Name;
import ktap.script.syntax.SyntaxTree.Stat;

/**
 * Turns tokens into a syntax tree by recursive descent, one method for each rule of the grammar.
 *
 * <p>After a mistake it goes on at the next statement, so that one run reports all mistakes that
 * don't follow from each other.
 */
public final class Parser {
  /** Deeper nesting is refused, as in the original. */
  private static final int MAX_LEVELS = 200;

  /** Higher expression trees are refused: {@code a + b + c …} grows by one level a summand. */
  private static final int MAX_HEIGHT = 500;

  /** After so many mistakes the rest of the text goes unread. */
  private static final int MAX_DIAGNOSTICS = 100;

  /**
   * What was made.
   *
   * @param tree the whole script, less the statements that have mistakes
   * @param diagnostics the parser's own, in the order of the text
   * @param lostNames that stand in those statements, which may have declared them
   */
  public record Result(SyntaxTree tree, List<Diagnostic> diagnostics, Set<String> lostNames) {
    public Result {
      diagnostics = List.copyOf(diagnostics);
      lostNames = Set.copyOf(lostNames);
    }
  }

  /** Leaves the statement that has a mistake; the diagnostic is already told. */
  private static final class Abandon extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandon() {
      super(null, null, false, false);
    }
  }

  private final SourceText source;
  private final List<Token> tokens;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final BitSet lost = new BitSet(); // tokens of statements that were left
  private int at;
  private int levels;
  private int loops;
  private int conditionals; // whose first branch is being read
  private int height; // of the expression that was read last
  private int greatestHeight; // of all expressions of the function that is being read

  private Parser(SourceText source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  public static Result parse(SourceText source, List<Token> tokens) {
    Parser parser = new Parser(source, tokens);
    SyntaxTree tree = parser.chunk();
    return new Result(tree, parser.diagnostics, parser.lostNames());
  }

  /** Parses the one expression that a condition consists of. */
  public static Optional<Expr> parseExpression(
      SourceText source, List<Token> tokens, List<Diagnostic> diagnostics) {
    Parser parser = new Parser(source, tokens);
    Optional<Expr> result = Optional.empty();
    try {
      Expr expression = parser.expression();
      parser.expect(TokenKind.END_OF_FILE);
      result = Optional.of(expression);
    } catch (Abandon e) {
      // told in the diagnostics
    }
    diagnostics.addAll(parser.diagnostics);
    return result;
  }

  // chunk = { statement [ ";" ] }

  private SyntaxTree chunk() {
    List<Stat> statements = new ArrayList<>();
    while (true) {
      statements.addAll(statements());
      if (peek().is(TokenKind.END_OF_FILE)) {
        return new SyntaxTree(statements);
      }
      report("'<eof>' expected");
      int before = at;
      at = diagnostics.size() < MAX_DIAGNOSTICS ? at + 1 : tokens.size() - 1;
      synchronise();
      lost.set(before, at);
    }
  }

  private Set<String> lostNames() {
    Set<String> names = new HashSet<>();
    for (int i = lost.nextSetBit(0); i >= 0; i = lost.nextSetBit(i + 1)) {
      if (tokens.get(i).is(TokenKind.NAME)) {
        names.add(tokens.get(i).text().toString());
      }
    }
    return names;
  }

  /** Up to a token that ends a block. */
  private List<Stat> statements() {
    List<Stat> statements = new ArrayList<>();
    while (!endsBlock(peek().kind())) {
      int before = at;
      int levelsBefore = levels;
      int loopsBefore = loops;
      try {
        if (accept(TokenKind.SEMICOLON)) {
          continue;
        }
        boolean wasReturn =
            !statements.isEmpty() && statements.getLast() instanceof SyntaxTree.Return;
        if (wasReturn) {
          fail(blockEndExpected());
        }
        statements.add(statement());
      } catch (Abandon e) {
        at = diagnostics.size() < MAX_DIAGNOSTICS ? at : tokens.size() - 1;
        levels = levelsBefore;
        loops = loopsBefore;
        conditionals = 0;
        if (at == before && !peek().is(TokenKind.LEFT_BRACE)) {
          next();
        }
        synchronise();
        lost.set(before, at);
      }
    }
    return statements;
  }

  private String blockEndExpected() {
    return levels == 0 ? "'<eof>' expected" : "'}' expected";
  }

  private static boolean endsBlock(TokenKind kind) {
    return switch (kind) {
      case RIGHT_BRACE, END, ELSE, ELSEIF, UNTIL, END_OF_FILE -> true;
      default -> false;
    };
  }

  /** Goes to where a next statement may start: behind braces that it passes as a whole. */
  private void synchronise() {
    int depth = 0;
    while (!peek().is(TokenKind.END_OF_FILE)) {
      Token token = peek();
      if (token.is(TokenKind.LEFT_BRACE)) {
        depth++;
      } else if (token.is(TokenKind.RIGHT_BRACE)) {
        if (depth == 0) {
          return;
        }
        depth--;
      } else if (depth == 0 && startsStatement(token)) {
        return;
      }
      next();
    }
  }

  private static boolean startsStatement(Token token) {
    return switch (token.kind()) {
      case VAR, TRACE, TRACE_END, TIMER, UNTIL -> true;
      case IF, WHILE, FOR, REPEAT, FUNCTION, RETURN, BREAK, NAME, DO, END -> token.isFirstOnLine();
      default -> false;
    };
  }

  // statement = if | while | for | repeat | do | function | declaration | label | goto | break
  //           | continue | return | trace | trace_end | timer | assignment | call ;

  private Stat statement() {
    enter();
    Stat result =
        switch (peek().kind()) {
          case IF -> ifStatement();
          case WHILE -> whileStatement();
          case FOR -> forStatement();
          case REPEAT -> repeatStatement();
          case DO -> doStatement();
          case FUNCTION -> functionStatement(peek().span(), false);
          case VAR -> declaration();
          case DOUBLE_COLON -> label();
          case GOTO -> gotoStatement();
          case BREAK -> breakStatement();
          case RETURN -> returnStatement();
          case TRACE -> trace();
          case TRACE_END -> traceEnd();
          case TIMER -> timer();
          case NAME -> nameStatement();
          default -> expressionStatement();
        };
    levels--;
    return result;
  }

  /** What starts with a word that is special only in its place. */
  private Stat nameStatement() {
    if (peek().isName("local") && (peek(1).is(TokenKind.NAME) || peek(1).is(TokenKind.FUNCTION))) {
      return declaration();
    }
    if (peek().isName("continue") && !continuesExpression(peek(1))) {
      Token word = next();
      if (loops == 0) {
        fail(word.span(), "no loop to continue");
      }
      return new SyntaxTree.Continue(word.span());
    }
    return expressionStatement();
  }

  private static boolean continuesExpression(Token token) {
    return switch (token.kind()) {
      case ASSIGN, PLUS_ASSIGN, MINUS_ASSIGN, STAR_ASSIGN, AGGREGATE, COMMA, DOT, COLON -> true;
      case LEFT_PARENTHESIS, LEFT_BRACKET, LEFT_BRACE, STRING -> !token.isFirstOnLine();
      default -> false;
    };
  }

  // if = "if" "(" expression ")" body { "elseif" "(" expression ")" body } [ "else" body ]

  private Stat ifStatement() {
    Token first = next();
    List<Branch> branches = new ArrayList<>();
    branches.add(branch());
    while (accept(TokenKind.ELSEIF)) {
      branches.add(branch());
    }
    Optional<Body> otherwise = accept(TokenKind.ELSE) ? Optional.of(elseBody()) : Optional.empty();
    return new SyntaxTree.If(since(first), branches, otherwise);
  }

  private Body elseBody() {
    if (peek().is(TokenKind.IF)) {
      failWithHint("'{' expected", "write 'elseif'");
    }
    return body();
  }

  private Branch branch() {
    Expr condition = condition();
    return new Branch(condition, body());
  }

  private Expr condition() {
    Token open = expect(TokenKind.LEFT_PARENTHESIS);
    Expr condition = expression();
    close(TokenKind.RIGHT_PARENTHESIS, open);
    return condition;
  }

  // body = "{" chunk "}"

  private Body body() {
    Token open = expect(TokenKind.LEFT_BRACE);
    List<Stat> statements = statements();
    close(TokenKind.RIGHT_BRACE, open);
    return new Body(since(open), statements);
  }

  private Body loopBody() {
    loops++;
    Body body = body();
    loops--;
    return body;
  }

  // while = "while" "(" expression ")" body

  private Stat whileStatement() {
    Token first = next();
    Expr condition = condition();
    return new SyntaxTree.While(since(first), condition, loopBody());
  }

  // for = "for" "(" Name "=" expression "," expression [ "," expression ] ")" body
  //     | "for" "(" Name { "," Name } "in" expression { "," expression } ")" body

  private Stat forStatement() {
    Token first = next();
    Token open = expect(TokenKind.LEFT_PARENTHESIS);
    Name name = name();
    return switch (peek().kind()) {
      case ASSIGN -> numericFor(first, open, name);
      case COMMA, IN -> genericFor(first, open, name);
      default -> throw fail("'=' or 'in' expected");
    };
  }

  private Stat numericFor(Token keyword, Token open, Name variable) {
    next();
    Expr first = expression();
    expect(TokenKind.COMMA);
    Expr last = expression();
    Optional<Expr> step = accept(TokenKind.COMMA) ? Optional.of(expression()) : Optional.empty();
    close(TokenKind.RIGHT_PARENTHESIS, open);
    Body body = loopBody();
    return new SyntaxTree.NumericFor(since(keyword), variable, first, last, step, body);
  }

  private Stat genericFor(Token keyword, Token open, Name first) {
    List<Name> variables = new ArrayList<>(List.of(first));
    while (accept(TokenKind.COMMA)) {
      variables.add(name());
    }
    expect(TokenKind.IN);
    List<Expr> iterators = expressions();
    close(TokenKind.RIGHT_PARENTHESIS, open);
    Body body = loopBody();
    return new SyntaxTree.GenericFor(since(keyword), variables, iterators, body);
  }

  // repeat = "repeat" chunk "until" "(" expression ")"

  private Stat repeatStatement() {
    Token first = next();
    loops++;
    int start = peek().span().start();
    List<Stat> statements = statements();
    Body body = new Body(new SourceSpan(start, Math.max(start, lastEnd())), statements);
    loops--;
    close(TokenKind.UNTIL, first);
    return new SyntaxTree.Repeat(since(first), body, condition());
  }

  // do = "do" chunk "end"

  private Stat doStatement() {
    Token first = next();
    List<Stat> statements = statements();
    close(TokenKind.END, first);
    return new SyntaxTree.Do(since(first), new Body(since(first), statements));
  }

  // function = "function" Name { "." Name } [ ":" Name ] parameters body

  private Stat functionStatement(SourceSpan start, boolean isLocal) {
    expect(TokenKind.FUNCTION);
    List<Name> path = new ArrayList<>(List.of(name()));
    boolean isMethod = false;
    while (!isLocal && !isMethod && (peek().is(TokenKind.DOT) || peek().is(TokenKind.COLON))) {
      isMethod = next().is(TokenKind.COLON);
      path.add(name());
    }
    FunctionBody function = functionBody();
    return new SyntaxTree.FunctionStat(
        start.to(function.span()), isLocal, path, isMethod, function);
  }

  // parameters = "(" [ Name { "," Name } [ "," "..." ] | "..." ] ")"

  private FunctionBody functionBody() {
    Token open = expect(TokenKind.LEFT_PARENTHESIS);
    List<Name> parameters = new ArrayList<>();
    boolean isVarargs = false;
    if (!peek().is(TokenKind.RIGHT_PARENTHESIS)) {
      do {
        isVarargs = accept(TokenKind.ELLIPSIS);
        if (!isVarargs) {
          if (!peek().is(TokenKind.NAME)) {
            fail("<name> or '...' expected");
          }
          parameters.add(name());
        }
      } while (!isVarargs && accept(TokenKind.COMMA));
    }
    close(TokenKind.RIGHT_PARENTHESIS, open);
    Body body = functionBlock();
    return new FunctionBody(since(open), parameters, isVarargs, body);
  }

  // declaration = ( "var" | "local" ) ( function | Name { "," Name } [ "=" expressions ] )

  private Stat declaration() {
    Token keyword = next();
    if (peek().is(TokenKind.FUNCTION)) {
      return functionStatement(keyword.span(), true);
    }
    List<Name> names = new ArrayList<>(List.of(name()));
    while (accept(TokenKind.COMMA)) {
      names.add(name());
    }
    List<Expr> values = accept(TokenKind.ASSIGN) ? expressions() : List.of();
    Name word = new Name(keyword.span(), source.text(keyword.span()));
    return new SyntaxTree.Declaration(since(keyword), word, names, values);
  }

  // label = "::" Name "::"     goto = "goto" Name     break = "break"

  private Stat label() {
    Token first = next();
    Name name = name();
    expect(TokenKind.DOUBLE_COLON);
    return new SyntaxTree.Label(since(first), name);
  }

  private Stat gotoStatement() {
    Token first = next();
    return new SyntaxTree.Goto(since(first), name());
  }

  private Stat breakStatement() {
    Token word = next();
    if (loops == 0) {
      fail(word.span(), "no loop to break");
    }
    return new SyntaxTree.Break(word.span());
  }

  // return = "return" [ expressions ]

  private Stat returnStatement() {
    Token first = next();
    boolean isEmpty = endsBlock(peek().kind()) || peek().is(TokenKind.SEMICOLON);
    List<Expr> values = isEmpty ? List.of() : expressions();
    return new SyntaxTree.Return(since(first), values);
  }

  // trace = "trace" EVENT_TEXT body | "trace" String ( body | expression )

  private Stat trace() {
    Token first = next();
    boolean isQuoted = peek().is(TokenKind.STRING);
    if (!isQuoted && !peek().is(TokenKind.EVENT_TEXT)) {
      fail("event expected");
    }
    Token text = next();
    if (text.text().length() == 0) {
      failWithHint(
          text.span(),
          "cannot parse eventdef ''",
          "name the events between 'trace' and '{', for example syscalls:sys_enter_openat");
    }
    SourceSpan span = text.span();
    SourceSpan inner = isQuoted ? new SourceSpan(span.start() + 1, span.end() - 1) : span;
    Expr handler = isQuoted && !peek().is(TokenKind.LEFT_BRACE) ? expression() : block();
    return new SyntaxTree.Trace(since(first), text.text(), inner, isQuoted, handler);
  }

  /** A body as a function without parameters. */
  private Expr block() {
    Body body = functionBlock();
    return new SyntaxTree.FunctionExpr(
        body.span(), new FunctionBody(body.span(), List.of(), false, body));
  }

  /** A function's body: its loops are its own, and it is as high as what stands in it. */
  private Body functionBlock() {
    int loopsOutside = loops;
    int heightOutside = greatestHeight;
    loops = 0;
    greatestHeight = 0;
    Body body = body();
    loops = loopsOutside;
    height = greatestHeight;
    greatestHeight = Math.max(greatestHeight, heightOutside);
    return body;
  }

  // trace_end = "trace_end" ( body | expression )

  private Stat traceEnd() {
    Token first = next();
    boolean isBlock = peek().is(TokenKind.LEFT_BRACE);
    Expr handler;
    if (isBlock) {
      handler = block();
    } else if (peek().is(TokenKind.FUNCTION) || peek().is(TokenKind.NAME)) {
      handler = expression();
    } else {
      throw fail("'{' expected");
    }
    return new SyntaxTree.TraceEnd(since(first), isBlock, handler);
  }

  // timer = TIMER body

  private Stat timer() {
    Token first = next();
    Expr handler = block();
    return new SyntaxTree.Timer(since(first), first.text(), first.span(), handler);
  }

  // assignment = suffixed { "," suffixed } ( "=" | "+=" ) expressions | suffixed "<<<" expression
  // call = suffixed that ends with arguments

  private Stat expressionStatement() {
    Expr first = suffixed();
    if (isCall(first) && !peek().is(TokenKind.COMMA) && !isAssignment(peek())) {
      return new SyntaxTree.CallStat(first.span(), first);
    }
    List<Expr> targets = new ArrayList<>(List.of(target(first)));
    while (accept(TokenKind.COMMA)) {
      targets.add(target(suffixed()));
    }
    if (targets.size() == 1 && !peek().is(TokenKind.ASSIGN)) {
      return update(first);
    }
    boolean updatesLast = accept(TokenKind.PLUS_ASSIGN);
    if (!updatesLast) {
      expect(TokenKind.ASSIGN);
    }
    List<Expr> values = expressions();
    SourceSpan span = first.span().to(values.getLast().span());
    if (updatesLast) {
      return new SyntaxTree.UpdateOfLast(span, targets, values);
    }
    return new SyntaxTree.Assignment(span, targets, values);
  }

  private Stat update(Expr target) {
    Optional<BinaryOperator> operator =
        switch (peek().kind()) {
          case PLUS_ASSIGN -> Optional.of(BinaryOperator.ADD);
          case MINUS_ASSIGN -> Optional.of(BinaryOperator.SUBTRACT);
          case STAR_ASSIGN -> Optional.of(BinaryOperator.MULTIPLY);
          default -> Optional.empty();
        };
    boolean isAggregate = peek().is(TokenKind.AGGREGATE);
    if (operator.isEmpty() && !isAggregate) {
      throw fail("'=' expected");
    }
    next();
    Expr value = expression();
    SourceSpan span = target.span().to(value.span());
    return isAggregate
        ? new SyntaxTree.Aggregate(span, target, value)
        : new SyntaxTree.Update(span, target, operator.orElseThrow(), value);
  }

  private static boolean isAssignment(Token token) {
    return switch (token.kind()) {
      case ASSIGN, PLUS_ASSIGN, MINUS_ASSIGN, STAR_ASSIGN, AGGREGATE -> true;
      default -> false;
    };
  }

  private static boolean isCall(Expr expression) {
    return expression instanceof SyntaxTree.Call || expression instanceof SyntaxTree.MethodCall;
  }

  private Expr target(Expr expression) {
    boolean isAssignable =
        expression instanceof SyntaxTree.NameExpr
            || expression instanceof SyntaxTree.Member
            || expression instanceof SyntaxTree.Index;
    if (!isAssignable) {
      throw fail("syntax error");
    }
    return expression;
  }

  // expressions = expression { "," expression }

  private List<Expr> expressions() {
    List<Expr> list = new ArrayList<>(List.of(expression()));
    int highest = height;
    while (accept(TokenKind.COMMA)) {
      list.add(expression());
      highest = Math.max(highest, height);
    }
    height = highest;
    return list;
  }

  // expression = or [ "?" expression ":" expression ]

  private Expr expression() {
    enter();
    Expr condition = binary(1);
    Expr result = condition;
    if (accept(TokenKind.QUESTION)) {
      int highest = height;
      conditionals++;
      Expr whenTrue = expression();
      conditionals--;
      highest = Math.max(highest, height);
      expect(TokenKind.COLON);
      Expr whenFalse = expression();
      grow(highest);
      result =
          new SyntaxTree.Conditional(
              condition.span().to(whenFalse.span()), condition, whenTrue, whenFalse);
    }
    levels--;
    return result;
  }

  // or = and { "||" and }         and = comparison { "&&" comparison }
  // comparison = bitor { ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) bitor }
  // bitor = bitand { "|" bitand } bitand = shift { "&" shift }
  // shift = concat { ( "<<" | ">>" ) concat }      concat = sum [ ".." concat ]
  // sum = product { ( "+" | "-" ) product }        product = unary { ( "*" | "/" | "%" ) unary }

  /** All of the above by precedence climbing over {@link Precedence}. */
  private Expr binary(int least) {
    Expr left = unary();
    while (true) {
      Optional<Precedence> found = Precedence.of(peek());
      if (found.isEmpty() || found.get().left() < least) {
        return left;
      }
      Precedence operator = found.get();
      int leftHeight = height;
      next();
      enter();
      Expr right = binary(operator.right());
      levels--;
      grow(leftHeight);
      left = operator.apply(left.span().to(right.span()), left, right);
    }
  }

  // unary = ( "-" | "!" | "~" | "not" ) unary | power

  private Expr unary() {
    Token token = peek();
    Optional<UnaryOperator> operator =
        switch (token.kind()) {
          case MINUS -> Optional.of(UnaryOperator.NEGATE);
          case NOT -> Optional.of(UnaryOperator.NOT);
          case BIT_NOT -> Optional.of(UnaryOperator.BIT_NOT);
          case NAME ->
              token.isName("not") && startsOperand(peek(1))
                  ? Optional.of(UnaryOperator.NOT)
                  : Optional.empty();
          default -> Optional.empty();
        };
    if (operator.isEmpty()) {
      return power();
    }
    next();
    enter();
    Expr operand = unary();
    levels--;
    grow(0);
    return new SyntaxTree.Unary(token.span().to(operand.span()), operator.get(), operand);
  }

  private static boolean startsOperand(Token token) {
    return switch (token.kind()) {
      case NAME, INTEGER, FLOAT, STRING, NIL, TRUE, FALSE, LEFT_PARENTHESIS, MINUS, NOT -> true;
      default -> false;
    };
  }

  // power = simple [ "^" unary ]

  private Expr power() {
    Expr base = simple();
    if (!accept(TokenKind.CARET)) {
      return base;
    }
    int baseHeight = height;
    enter();
    Expr exponent = unary();
    levels--;
    grow(baseHeight);
    return new SyntaxTree.Binary(
        base.span().to(exponent.span()), BinaryOperator.POWER, base, exponent);
  }

  // simple = Number | String | "nil" | "true" | "false" | "..." | table | "function" … | suffixed

  private Expr simple() {
    Token token = peek();
    height = 1;
    return switch (token.kind()) {
      case INTEGER -> new SyntaxTree.IntegerLiteral(next().span(), token.number());
      case FLOAT ->
          new SyntaxTree.FloatLiteral(next().span(), Double.longBitsToDouble(token.number()));
      case STRING -> new SyntaxTree.StringLiteral(next().span(), token.text());
      case KERNEL_SYMBOL -> new SyntaxTree.KernelSymbol(next().span(), token.text().toString());
      case NIL -> new SyntaxTree.Nil(next().span());
      case TRUE -> new SyntaxTree.BooleanLiteral(next().span(), true);
      case FALSE -> new SyntaxTree.BooleanLiteral(next().span(), false);
      case ELLIPSIS -> new SyntaxTree.Varargs(next().span());
      case LEFT_BRACE -> table();
      case FUNCTION -> functionExpression();
      default -> suffixed();
    };
  }

  private Expr functionExpression() {
    Token first = next();
    FunctionBody function = functionBody();
    grow(0);
    return new SyntaxTree.FunctionExpr(since(first), function);
  }

  // suffixed = ( Name | "(" expression ")" ) { "." Name | "[" expressions "]" | ":" Name arguments
  //          | arguments }

  private Expr suffixed() {
    Expr result = primary();
    while (true) {
      Token token = peek();
      int objectHeight = height;
      switch (token.kind()) {
        case DOT -> {
          next();
          Name name = name();
          grow(0);
          result = new SyntaxTree.Member(result.span().to(name.span()), result, name);
        }
        case LEFT_BRACKET -> {
          next();
          List<Expr> keys = expressions();
          Token close = close(TokenKind.RIGHT_BRACKET, token);
          grow(objectHeight);
          result = new SyntaxTree.Index(result.span().to(close.span()), result, keys);
        }
        case COLON -> {
          boolean apart = peek(1).span().start() > token.span().end();
          if (conditionals == 0 && peek(1).is(TokenKind.NAME) && !startsArguments(peek(2))) {
            next();
            next();
            throw fail("function arguments expected");
          }
          if (!peek(1).is(TokenKind.NAME)
              || !startsArguments(peek(2))
              || conditionals > 0 && apart) {
            // the colon of a conditional expression, also in a ? f(x) : g(x)
            return result;
          }
          next();
          Name name = name();
          List<Expr> arguments = arguments();
          grow(objectHeight);
          result = new SyntaxTree.MethodCall(result.span().to(lastSpan()), result, name, arguments);
        }
        case LEFT_PARENTHESIS, STRING, LEFT_BRACE -> {
          if (token.is(TokenKind.LEFT_PARENTHESIS) && token.isFirstOnLine()) {
            throw fail("ambiguous syntax (function call x new statement)");
          }
          if (!token.is(TokenKind.LEFT_PARENTHESIS) && !takesBareArgument(result)) {
            return result;
          }
          List<Expr> arguments = arguments();
          grow(objectHeight);
          result = new SyntaxTree.Call(result.span().to(lastSpan()), result, arguments);
        }
        default -> {
          return result;
        }
      }
    }
  }

  /** {@code f "text"} and {@code f {…}} call what is named; {@code (a) {} } doesn't. */
  private static boolean takesBareArgument(Expr function) {
    return !(function instanceof SyntaxTree.Parenthesised);
  }

  private static boolean startsArguments(Token token) {
    return switch (token.kind()) {
      case LEFT_PARENTHESIS, STRING, LEFT_BRACE -> true;
      default -> false;
    };
  }

  private Expr primary() {
    Token token = peek();
    height = 1;
    if (token.is(TokenKind.NAME)) {
      next();
      return new SyntaxTree.NameExpr(token.span(), token.text().toString());
    }
    if (token.is(TokenKind.LEFT_PARENTHESIS)) {
      next();
      Expr inner = expression();
      close(TokenKind.RIGHT_PARENTHESIS, token);
      grow(0);
      return new SyntaxTree.Parenthesised(since(token), inner);
    }
    throw fail("unexpected symbol");
  }

  // arguments = "(" [ expressions ] ")" | table | String

  private List<Expr> arguments() {
    Token token = peek();
    height = 0;
    if (token.is(TokenKind.STRING)) {
      next();
      return List.of(new SyntaxTree.StringLiteral(token.span(), token.text()));
    }
    if (token.is(TokenKind.LEFT_BRACE)) {
      return List.of(table());
    }
    Token open = expect(TokenKind.LEFT_PARENTHESIS);
    List<Expr> arguments = peek().is(TokenKind.RIGHT_PARENTHESIS) ? List.of() : expressions();
    close(TokenKind.RIGHT_PARENTHESIS, open);
    return arguments;
  }

  // table = "{" [ entry { ( "," | ";" ) entry } [ "," | ";" ] ] "}"

  private Expr table() {
    Token open = expect(TokenKind.LEFT_BRACE);
    List<Entry> entries = new ArrayList<>();
    int highest = 0;
    while (!peek().is(TokenKind.RIGHT_BRACE)) {
      entries.add(entry());
      highest = Math.max(highest, height);
      if (!accept(TokenKind.COMMA) && !accept(TokenKind.SEMICOLON)) {
        break;
      }
    }
    close(TokenKind.RIGHT_BRACE, open);
    height = 0;
    grow(highest);
    return new SyntaxTree.TableConstructor(since(open), entries);
  }

  // entry = "[" expressions "]" "=" expression | Name "=" expression | expression

  private Entry entry() {
    Token token = peek();
    if (token.is(TokenKind.LEFT_BRACKET)) {
      next();
      List<Expr> keys = expressions();
      close(TokenKind.RIGHT_BRACKET, token);
      expect(TokenKind.ASSIGN);
      int keyHeight = height;
      Expr value = expression();
      height = Math.max(height, keyHeight);
      return new Entry(keys, Optional.empty(), value);
    }
    if (isWord(token) && peek(1).is(TokenKind.ASSIGN)) {
      Name name = name();
      next();
      return new Entry(List.of(), Optional.of(name), expression());
    }
    return new Entry(List.of(), Optional.empty(), expression());
  }

  // What all rules use.

  private void enter() {
    if (++levels > MAX_LEVELS) {
      failWithHint(
          "chunk has too many syntax levels",
          MAX_LEVELS + " may be nested; put the inner ones into a function or a variable");
    }
  }

  /** One level more than the higher of two parts: that which was read last, and another. */
  private void grow(int other) {
    height = Math.max(height, other) + 1;
    greatestHeight = Math.max(greatestHeight, height);
    if (height > MAX_HEIGHT) {
      failWithHint("function or expression too complex", "cut it into several statements");
    }
  }

  private Token peek() {
    return peek(0);
  }

  private Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  private Token next() {
    Token token = peek();
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  private boolean accept(TokenKind kind) {
    if (!peek().is(kind)) {
      return false;
    }
    next();
    return true;
  }

  private Token expect(TokenKind kind) {
    if (!peek().is(kind)) {
      fail("'" + describe(kind) + "' expected");
    }
    return next();
  }

  /** Expects what closes {@code open}, and says where that is if it is on another line. */
  private Token close(TokenKind kind, Token open) {
    if (peek().is(kind)) {
      return next();
    }
    int line = source.line(open.span().start());
    String closes =
        line == source.line(peek().span().start())
            ? ""
            : " (to close '" + source.text(open.span()) + "' at line " + line + ")";
    throw fail("'" + describe(kind) + "' expected" + closes);
  }

  private static boolean isWord(Token token) {
    return token.is(TokenKind.NAME) || token.kind().isKeyword();
  }

  private Name name() {
    Token token = peek();
    boolean isMember = at > 0 && tokens.get(at - 1).is(TokenKind.DOT);
    boolean isEntry = token.kind().isKeyword() && peek(1).is(TokenKind.ASSIGN) && !isMember;
    if (!token.is(TokenKind.NAME) && !isEntry) {
      fail("'<name>' expected");
    }
    next();
    return new Name(token.span(), source.text(token.span()));
  }

  private static String describe(TokenKind kind) {
    return switch (kind) {
      case NAME -> "<name>";
      case END_OF_FILE -> "<eof>";
      default -> kind.text();
    };
  }

  private SourceSpan since(Token first) {
    return new SourceSpan(first.span().start(), Math.max(first.span().end(), lastEnd()));
  }

  private SourceSpan lastSpan() {
    return tokens.get(Math.max(0, at - 1)).span();
  }

  private int lastEnd() {
    return lastSpan().end();
  }

  private void report(String message) {
    Token token = peek();
    diagnostics.add(Diagnostic.error(token.span(), message + near(token)));
  }

  private Abandon fail(String message) {
    report(message);
    throw new Abandon();
  }

  private void fail(SourceSpan span, String message) {
    diagnostics.add(Diagnostic.error(span, message));
    throw new Abandon();
  }

  private void failWithHint(String message, String hint) {
    failWithHint(peek().span(), message + near(peek()), hint);
  }

  private void failWithHint(SourceSpan span, String message, String hint) {
    diagnostics.add(Diagnostic.error(span, message, hint));
    throw new Abandon();
  }

  private String near(Token token) {
    return " near '" + (token.is(TokenKind.END_OF_FILE) ? "<eof>" : shown(token)) + "'";
  }

  private String shown(Token token) {
    SourceSpan span = token.span();
    return source.text(new SourceSpan(span.start(), Math.min(span.end(), span.start() + 60)));
  }
}
