package ktap.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A random program that compiles, as a tree of statements, so that it can be made smaller while it
 * still shows what it showed.
 */
final class RandomProgram {
  private static final String[] ARITHMETIC = {"+", "-", "*", "+", "-"};
  private static final String[] BITS = {"&", "|", "<<", ">>"};
  private static final String[] ORDERS = {"<", "<=", ">", ">="};
  private static final String[] ODD = {
    "9223372036854775807", "(-1)", "0", "2.5", "\"s\"", "nil", "true", "(-2147483649)"
  };

  private final Random random;
  private final List<Node> statements = new ArrayList<>();
  private final List<String> variables = new ArrayList<>();
  private final List<String> tables = new ArrayList<>();
  private final List<String> functions = new ArrayList<>();
  private int names;
  private boolean inFunction;

  /** A statement: what opens it, what is inside, what closes it. */
  private static final class Node {
    final String head;
    final String tail;
    final List<Node> inside = new ArrayList<>();

    Node(String head, String tail) {
      this.head = head;
      this.tail = tail;
    }

    void append(StringBuilder out, String indent) {
      out.append(indent).append(head).append('\n');
      for (Node node : inside) {
        node.append(out, indent + "  ");
      }
      if (!tail.isEmpty()) {
        out.append(indent).append(tail).append('\n');
      }
    }
  }

  RandomProgram(long seed) {
    random = new Random(seed);
    int count = 3 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      statements.add(statement(3));
    }
    statements.add(
        leaf("print(" + (variables.isEmpty() ? "0" : String.join(", ", variables)) + ")"));
  }

  String text() {
    StringBuilder out = new StringBuilder();
    for (Node node : statements) {
      node.append(out, "");
    }
    return out.toString();
  }

  /** Leaves out what can be left out while the text still shows it. */
  void shrink(Predicate<String> stillShows) {
    boolean smaller = true;
    while (smaller) {
      smaller = shrink(statements, stillShows);
    }
  }

  private boolean shrink(List<Node> nodes, Predicate<String> stillShows) {
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.remove(i);
      if (stillShows.test(text())) {
        return true;
      }
      nodes.addAll(i, node.inside);
      if (!node.inside.isEmpty() && stillShows.test(text())) {
        return true;
      }
      nodes.subList(i, i + node.inside.size()).clear();
      nodes.add(i, node);
    }
    for (Node node : nodes) {
      if (shrink(node.inside, stillShows)) {
        return true;
      }
    }
    return false;
  }

  // ---- making ----

  private static Node leaf(String text) {
    return new Node(text, "");
  }

  private String name(String prefix) {
    return prefix + names++;
  }

  private String one(List<String> from) {
    return from.isEmpty() ? literal() : from.get(random.nextInt(from.size()));
  }

  private String one(String... from) {
    return from[random.nextInt(from.length)];
  }

  private String literal() {
    return random.nextInt(7) == 0 ? one(ODD) : "(" + (random.nextInt(30) - 3) + ")";
  }

  private String small() {
    return random.nextInt(14) == 0 ? one(ODD) : "(" + (random.nextInt(30) - 3) + ")";
  }

  private String expression(int depth) {
    if (depth <= 0 || random.nextInt(4) == 0) {
      return random.nextInt(3) > 0 ? one(variables) : small();
    }
    int below = depth - 1;
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> binary(expression(below), one(ARITHMETIC), expression(below));
      case 3 -> binary(expression(below), "%", Integer.toString(random.nextInt(9) + 1));
      case 4 -> binary(expression(below), "/", expression(below));
      case 5 -> binary(expression(below), one(BITS), expression(below));
      case 6 -> tables.isEmpty() ? small() : one(tables) + "[" + expression(below) + "]";
      case 7 -> tables.isEmpty() ? small() : "len(" + one(tables) + ")";
      case 8 ->
          functions.isEmpty()
              ? small()
              : one(functions) + "(" + expression(below) + ", " + expression(below) + ")";
      case 9 ->
          "(" + condition(below) + " ? (" + expression(below) + ") : " + expression(below) + ")";
      case 10 -> binary(expression(below), "||", expression(below));
      case 11 -> binary(expression(below), "&&", expression(below));
      case 12 -> "(-(" + one(variables) + "))";
      case 13 -> tables.isEmpty() ? small() : one(tables) + ".f" + random.nextInt(3);
      case 14 -> binary(expression(below), "^", Integer.toString(random.nextInt(4)));
      default -> binary(expression(below), one(ARITHMETIC), "(" + (random.nextInt(40) - 20) + ")");
    };
  }

  private static String binary(String left, String operator, String right) {
    return "(" + left + " " + operator + " " + right + ")";
  }

  private String condition(int depth) {
    int below = Math.max(0, depth - 1);
    return switch (random.nextInt(8)) {
      case 0 -> depth > 0 ? "!(" + condition(below) + ")" : "true";
      case 1 -> depth > 0 ? binary(condition(below), "&&", condition(below)) : "true";
      case 2 -> depth > 0 ? binary(condition(below), "||", condition(below)) : "false";
      case 3 -> binary(expression(depth), "==", expression(depth));
      case 4 -> binary(expression(depth), "!=", literal());
      default -> binary(expression(depth), one(ORDERS), expression(depth));
    };
  }

  private Node statement(int depth) {
    int kind = random.nextInt(19);
    if (depth <= 0 && kind >= 9 && kind <= 16) {
      kind = random.nextInt(9);
    }
    return switch (kind) {
      case 0 -> {
        String value = expression(2);
        String name = name("v");
        variables.add(name);
        yield leaf("var " + name + " = " + value);
      }
      case 1 -> {
        String text = "{" + small() + ", f1 = " + expression(1) + ", f2 = " + small() + "}";
        String name = name("t");
        tables.add(name);
        yield leaf("var " + name + " = " + text);
      }
      case 2, 3, 4 -> variables.isEmpty() ? print(small()) : assign(" = ", expression(3));
      case 5 ->
          tables.isEmpty()
              ? print("1")
              : leaf(one(tables) + "[" + expression(1) + "] = " + expression(2));
      case 6 ->
          tables.isEmpty()
              ? print("1")
              : leaf(one(tables) + "[" + expression(1) + "] += " + expression(1));
      case 7 -> print(expression(2) + ", " + expression(1));
      case 8 -> variables.isEmpty() ? print("2") : assign(" += ", expression(1));
      case 9, 10 -> numericLoop(depth);
      case 11 -> {
        String name = name("w");
        String head = "var " + name + " = 0 while (" + name + " < " + random.nextInt(9);
        Node node =
            new Node(head + " && " + condition(1) + ") { " + name + " = " + name + " + 1", "}");
        fill(node, depth, "");
        yield node;
      }
      case 12, 13 -> {
        Node node = new Node("if (" + condition(2) + ") {", "}");
        fill(node, depth, "");
        yield node;
      }
      case 14 -> inFunction ? print("3") : function(depth, false);
      case 15 -> {
        if (tables.isEmpty()) {
          yield print("4");
        }
        String key = name("k");
        String table = one(tables);
        Node node = new Node("for (" + key + ", x" + key + " in pairs(" + table + ")) {", "}");
        fill(node, depth, key);
        yield node;
      }
      case 16 -> inFunction ? print("5") : function(depth, true);
      case 17 ->
          variables.size() < 2
              ? print("6")
              : leaf(
                  one(variables)
                      + ", "
                      + one(variables)
                      + " = "
                      + expression(1)
                      + ", "
                      + expression(1));
      default ->
          functions.isEmpty()
              ? print("7")
              : print(one(functions) + "(" + expression(1) + ", " + expression(1) + ")");
    };
  }

  private static Node print(String what) {
    return leaf("print(" + what + ")");
  }

  private Node assign(String operator, String value) {
    return leaf(one(variables) + operator + value);
  }

  private Node numericLoop(int depth) {
    String limit = random.nextInt(6) == 0 ? expression(1) : Integer.toString(random.nextInt(12));
    String step = random.nextInt(5) == 0 ? ", " + (random.nextInt(5) - 2) : "";
    String name = name("i");
    String head = "for (" + name + " = " + (random.nextInt(5) - 2) + ", " + limit + step + ") {";
    Node node = new Node(head, "}");
    fill(node, depth, random.nextInt(4) > 0 ? name : "");
    return node;
  }

  private Node function(int depth, boolean isClosure) {
    String value = expression(1);
    String name = name(isClosure ? "c" : "g");
    String captured = isClosure ? name("u") : "";
    int outerVariables = variables.size();
    int outerTables = tables.size();
    inFunction = true;
    variables.add("a");
    variables.add(isClosure ? captured : "b");
    List<Node> inside = new ArrayList<>();
    fillInto(inside, depth);
    String tail =
        (isClosure ? captured + " = " + expression(1) + " " : "")
            + "return "
            + expression(2)
            + " }";
    inFunction = false;
    cut(variables, outerVariables);
    cut(tables, outerTables);
    String head =
        isClosure
            ? "var " + captured + " = " + value + " var " + name + " = function (a, b) {"
            : "function " + name + "(a, b) {";
    functions.add(name);
    if (isClosure) {
      variables.add(captured);
    }
    Node node = new Node(head, tail);
    node.inside.addAll(inside);
    return node;
  }

  private void fill(Node node, int depth, String loopVariable) {
    int outerVariables = variables.size();
    if (!loopVariable.isEmpty()) {
      variables.add(loopVariable);
    }
    fillInto(node.inside, depth);
    cut(variables, outerVariables);
  }

  private void fillInto(List<Node> inside, int depth) {
    int outerVariables = variables.size();
    int outerTables = tables.size();
    int outerFunctions = functions.size();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      inside.add(statement(depth - 1));
    }
    cut(variables, outerVariables);
    cut(tables, outerTables);
    cut(functions, outerFunctions);
  }

  private static void cut(List<String> names, int size) {
    while (names.size() > size) {
      names.removeLast();
    }
  }
}
