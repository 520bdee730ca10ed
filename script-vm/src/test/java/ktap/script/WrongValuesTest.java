package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What an instruction says of a value that it can't take: the original's words, and what it is. */
class WrongValuesTest {
  private record Case(String script, String message) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "print(1 + nil)",
              "Error: Cannot make arith operation: expected two numbers, found nil"),
          new Case(
              "print({} % 2)",
              "Error: Cannot make arith operation: expected two numbers, found a table"),
          new Case(
              "print(~\"a\")",
              "Error: Cannot make arith operation: expected a number, found a string"),
          new Case(
              "print(\"a\" < \"b\")",
              "error: compare with non-number: expected two numbers, found a string and a string"),
          new Case(
              "print(-true)",
              "error: use '-' operator on non-number: expected a number, found a boolean"),
          new Case(
              "var n = 1 n += {}",
              "error: use '+=' on non-number: expected a number on the right, found a table"),
          new Case(
              "var n = {} n += 1",
              "error: use '+=' operator on non-number value: expected a number on the left, found a"
                  + " table"),
          new Case(
              "print(\"a\" .. nil)",
              "error: cannot concat non-string: expected strings, found nil; tostring(v) makes a"
                  + " string"),
          new Case(
              "var t = {} print(t.a.b)",
              "error: get key from non-table: expected a table, found nil"),
          new Case(
              "var t = 5 t.a = 1", "error: set key to non-table: expected a table, found a number"),
          new Case(
              "var t = {a = 1} t.a <<< 5",
              "error: <<< must be operate on ptable: expected a table or an aggregation, found a"
                  + " number"),
          new Case(
              "var t = {} t.size()",
              "error: attempt to call nil function: expected a function, found nil"),
          new Case(
              "function walk() { return 7 } for (k in walk()) { }",
              "error: ktap only support pairs iteraor: expected pairs(t) or sort_pairs(t), found a"
                  + " number"),
          new Case(
              "for (i = 1, 2, \"x\") { }",
              "error: 'for' init/limit/step value must be a number: the step is a string"));

  @TestFactory
  List<DynamicTest> theMessageTellsWhatWasFound() {
    return CASES.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.script(),
                    () ->
                        assertThat(Trial.run("a.kp", one.script()).lines().findFirst())
                            .hasValueSatisfying(
                                line -> assertThat(line).endsWith(": " + one.message()))))
        .toList();
  }
}
